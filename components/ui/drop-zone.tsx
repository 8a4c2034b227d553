'use client';

import { Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDropzone } from 'react-dropzone';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { cn } from '#components/ui/cn.ts';

type DropZoneProps = {
  label: string;
  hint?: ReactNode;
  onFiles: (files: File[]) => void;
  isBusy?: boolean;
  className?: string;
};

/** Takes any number of files of any kind; what they are is for the reader of the files to say. */
export function DropZone({ label, hint, onFiles, isBusy = false, className }: DropZoneProps) {
  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    onDrop: (files) => onFiles(files),
    noClick: true,
    noKeyboard: true,
    disabled: isBusy,
  });
  return (
    <div
      {...getRootProps({ role: 'group', 'aria-label': label })}
      className={cn(
        'flex flex-col items-start gap-2 rounded-md border border-dashed border-line-strong bg-sunken px-4 py-4 transition-colors sm:flex-row sm:items-center',
        isDragActive && 'border-accent bg-accent-soft',
        className,
      )}
    >
      <div className="min-w-0 flex-1">
        <p className="font-medium">{isDragActive ? 'Let go to read them' : label}</p>
        {hint !== undefined && <div className="text-muted">{hint}</div>}
        <input {...getInputProps({ 'aria-label': label })} />
      </div>
      <button type="button" onClick={open} disabled={isBusy} className={buttonStyles({ variant: 'secondary' })}>
        <Upload aria-hidden="true" />
        Choose files
      </button>
    </div>
  );
}
