'use client';

import { Check, Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { formWords } from '#components/mapping/mapping-words.ts';
import { type ChangesWanted, identityChangesUrl } from '#components/mapping/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { type StrongForm, strongForms } from '#lib/pki/mapping/strong-form.ts';

type WriteChangesProps = {
  connectionId: string;
  wanted: Pick<ChangesWanted, 'days' | 'rules' | 'who'>;
  form: StrongForm;
  onFormChange: (form: StrongForm) => void;
};

/** The file for the directory: which strong name, for which tool, to download or to copy. */
export function WriteChanges({ connectionId, wanted, form, onFormChange }: WriteChangesProps) {
  const [format, setFormat] = useState<'ldif' | 'powershell'>('ldif');
  const url = identityChangesUrl(connectionId, { ...wanted, form, format });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Strong name" className="w-64 max-sm:w-full">
          <Select
            options={strongForms.map((value) => ({ value, label: formWords[value].label }))}
            value={form}
            onChange={(event) => {
              const chosen = strongForms.find((one) => one === event.target.value);
              if (chosen !== undefined) onFormChange(chosen);
            }}
          />
        </Field>
        <Field label="For" className="w-60 max-sm:w-full">
          <Select
            options={[
              { value: 'ldif', label: 'ldapmodify, ldifde (LDIF)' },
              { value: 'powershell', label: 'PowerShell' },
            ]}
            value={format}
            onChange={(event) => setFormat(event.target.value === 'powershell' ? 'powershell' : 'ldif')}
          />
        </Field>
      </div>
      <p className="max-w-prose text-pretty text-muted">{formWords[form].hint}</p>
      <div className="flex flex-wrap items-center gap-3">
        <a href={url} download className={buttonStyles({ variant: 'primary' })}>
          <Download aria-hidden="true" />
          {format === 'ldif' ? 'Download the LDIF' : 'Download the script'}
        </a>
        <CopyFile key={url} url={url} />
      </div>
    </div>
  );
}

/** The file's text, fetched when it is asked for: shown, and on the clipboard where the browser allows it. */
function CopyFile({ url }: { url: string }) {
  const [text, setText] = useState<string>();
  const [state, setState] = useState<'idle' | 'busy' | 'copied' | 'shown' | 'failed'>('idle');

  async function copy() {
    setState('busy');
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(String(response.status));
      const file = await response.text();
      setText(file);
      // Absent on plain http from another host.
      const clipboard: Clipboard | undefined = navigator.clipboard;
      setState(
        await (clipboard?.writeText(file).then(
          () => 'copied' as const,
          () => 'shown' as const,
        ) ?? 'shown'),
      );
    } catch {
      setState('failed');
    }
  }

  const said = {
    idle: '',
    busy: '',
    copied: 'Copied.',
    shown: 'The browser does not allow copying here; select the text by hand.',
    failed: 'The file could not be read. Try again.',
  }[state];
  return (
    <>
      <Button isBusy={state === 'busy'} onClick={() => void copy()}>
        {state === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        Show and copy
      </Button>
      <p aria-live="polite" className={state === 'failed' ? 'text-bad' : 'text-muted'}>
        {said}
      </p>
      {text !== undefined && <FileText text={text} />}
    </>
  );
}

function FileText({ text }: { text: string }) {
  return (
    <section
      aria-label="The file"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="max-h-80 basis-full overflow-auto rounded-md border bg-sunken"
    >
      <pre className="px-3 py-2 font-mono text-[13px]">{text}</pre>
    </section>
  );
}
