'use client';

import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useState } from 'react';
import { fileContents } from '#components/certificates/file-contents.ts';
import type { Presented, PresentedFile } from '#components/dry-run/use-presented.ts';
import { Button } from '#components/ui/button.tsx';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { count } from '#components/words/count.ts';

/** Where a person's certificate is dropped, with what was understood of each file. */
export function CertificateField({ presented }: { presented: Presented }) {
  const { files, linked, certificates, problem, choose, drop, unlock, forget, forgetLinked } = presented;
  const own = certificates.filter((one) => !one.isAuthority);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <DropZone
        label="The person’s certificate"
        hint="Any format, with or without its chain; no key is needed, and nothing of a key is kept."
        onFiles={drop}
      />
      {problem !== undefined && <Notice tone="bad" title={problem} />}
      {(files.length > 0 || linked.length > 0) && (
        <ul aria-label="Files" className="divide-y divide-line rounded-md border bg-surface px-3">
          {linked.length > 0 && (
            <li className="flex items-center gap-2.5 py-2">
              <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-good" />
              <span className="min-w-0 flex-1 break-words">
                {linked.map(({ name }) => name).join(', ')}{' '}
                <span className="text-muted">from the link, {count(linked.length, 'certificate')}</span>
              </span>
              <Button variant="ghost" size="icon" aria-label="Put what came with the link aside" onClick={forgetLinked}>
                <X aria-hidden="true" />
              </Button>
            </li>
          )}
          {files.map((one) => (
            <FileRow key={one.id} one={one} onPassphrase={(text) => void unlock([one], text)} onForget={forget} />
          ))}
        </ul>
      )}
      {own.length > 1 && (
        <Field label="Which one is the person’s own">
          <Select
            value={own[0]?.fingerprint ?? ''}
            onChange={(event) => choose(event.target.value)}
            options={own.map(({ fingerprint, name, serial }) => ({ value: fingerprint, label: `${name} (${serial})` }))}
          />
        </Field>
      )}
    </div>
  );
}

type FileRowProps = {
  one: PresentedFile;
  onPassphrase: (passphrase: string) => void;
  onForget: (id: string) => void;
};

function FileRow({ one: { id, file, read }, onPassphrase, onForget }: FileRowProps) {
  const isLocked = read?.problems.some(({ refusal }) => passphraseRefusals.has(refusal)) === true;
  const problems = read?.problems.filter(({ refusal }) => refusal !== 'needs-passphrase') ?? [];
  const isGood = read !== undefined && problems.length === 0 && !isLocked;
  return (
    <li className="flex items-start gap-2.5 py-2">
      {read === undefined && <Spinner className="mt-0.5 text-muted" />}
      {isGood && <CircleCheck aria-label="Read" className="mt-0.5 size-4 shrink-0 text-good" />}
      {read !== undefined && !isGood && (
        <CircleAlert aria-label="Not read in full" className="mt-0.5 size-4 shrink-0 text-attention" />
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="min-w-0 font-mono text-[13px] break-all">{file.name}</span>
          <span className="text-xs text-muted">{read === undefined ? 'reading…' : fileContents(read)}</span>
        </p>
        {read !== undefined && read.keys.length > 0 && (
          <p className="text-muted">The private key in it was wiped at once: a dry run needs none.</p>
        )}
        {isGood && read.certificates.length === 0 && <p>There is no certificate in this file. Drop another one.</p>}
        {problems.slice(0, 3).map(({ refusal, where, message, remedy }) => (
          <p key={`${refusal} ${where}`} className="text-pretty">
            {message} <span className="text-muted">{remedy}</span>
          </p>
        ))}
        {isLocked && <PassphraseForm fileName={file.name} onPassphrase={onPassphrase} />}
      </div>
      <Button variant="ghost" size="icon" aria-label={`Put ${file.name} aside`} onClick={() => onForget(id)}>
        <X aria-hidden="true" />
      </Button>
    </li>
  );
}

const passphraseRefusals: ReadonlySet<string> = new Set(['needs-passphrase', 'wrong-passphrase']);

function PassphraseForm({ fileName, onPassphrase }: { fileName: string; onPassphrase: (text: string) => void }) {
  const [text, setText] = useState('');
  const open = () => {
    onPassphrase(text);
    setText('');
  };
  return (
    <div className="flex max-w-sm items-end gap-2">
      <Field className="flex-1" label={`Passphrase of ${fileName}`}>
        <Input
          type="password"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            open();
          }}
        />
      </Field>
      <Button onClick={open}>Open file</Button>
    </div>
  );
}
