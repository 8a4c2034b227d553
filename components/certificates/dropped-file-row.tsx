'use client';

import { CircleAlert, CircleCheck, FileKey2, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { fileContents } from '#components/certificates/file-contents.ts';
import type { DroppedEntry } from '#components/certificates/use-dropped-files.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Spinner } from '#components/ui/spinner.tsx';

type DroppedFileRowProps = {
  entry: DroppedEntry;
  /** What this zone did with the file's contents. */
  outcome?: ReactNode;
  /** What becomes of a file that is encrypted the old way; null where the zone says it elsewhere. */
  legacyNote?: ReactNode;
  onPassphrase: (passphrase: string) => void;
  onForget: () => void;
};

/** What was understood of one dropped file, before anything is saved. */
export function DroppedFileRow({
  entry,
  outcome,
  legacyNote = 'It was read; the key will be sealed with AES-256 anyway.',
  onPassphrase,
  onForget,
}: DroppedFileRowProps) {
  const { file, read } = entry;
  const asksForPassphrase = read?.problems.some((one) => passphraseRefusals.has(one.refusal)) === true;
  const problems = read?.problems.filter((one) => one.refusal !== 'needs-passphrase') ?? [];
  const isGood = read !== undefined && problems.length === 0 && !asksForPassphrase;
  return (
    <li className="flex items-start gap-2.5 py-2.5">
      {entry.isReading && <Spinner className="mt-0.5 text-muted" />}
      {!entry.isReading && isGood && <CircleCheck aria-label="Read" className="mt-0.5 size-4 shrink-0 text-good" />}
      {!entry.isReading && asksForPassphrase && problems.length === 0 && (
        <FileKey2 aria-label="Locked" className="mt-0.5 size-4 shrink-0 text-attention" />
      )}
      {!entry.isReading && problems.length > 0 && (
        <CircleAlert aria-label="Not read in full" className="mt-0.5 size-4 shrink-0 text-bad" />
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="min-w-0 font-mono text-[13px] break-all">{file.name}</span>
          {read !== undefined && <span className="text-xs text-muted">{fileContents(read)}</span>}
          {read === undefined && <span className="text-xs text-muted">reading…</span>}
        </p>
        {read?.isLegacyEncryption === true && isGood && legacyNote !== null && (
          <p className="text-muted">
            Encrypted the old way ({read.encryption.join(', ')}). {legacyNote}
          </p>
        )}
        {outcome}
        {read !== undefined && read.ignored.length > 0 && (
          <ul className="text-muted" aria-label={`Not used from ${file.name}`}>
            {read.ignored.slice(0, 5).map(({ what, why }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two parts of one file may read the same; the list never changes.
              <li key={place}>
                Not used: {what} – {why}
              </li>
            ))}
            {read.ignored.length > 5 && <li>and {read.ignored.length - 5} more parts</li>}
          </ul>
        )}
        {problems.slice(0, 5).map(({ message, remedy, where, refusal }) => (
          <p key={`${refusal} ${where}`} className="text-pretty">
            {message} <span className="text-muted">{remedy}</span>
          </p>
        ))}
        {problems.length > 5 && <p className="text-muted">and {problems.length - 5} more problems of the same file</p>}
        {asksForPassphrase && !entry.isReading && (
          <PassphraseForm
            fileName={file.name}
            isWrong={read?.problems.some((one) => one.refusal === 'wrong-passphrase') === true}
            onPassphrase={onPassphrase}
          />
        )}
      </div>
      <Button variant="ghost" size="icon" aria-label={`Put ${file.name} aside`} onClick={onForget}>
        <X aria-hidden="true" />
      </Button>
    </li>
  );
}

const passphraseRefusals: ReadonlySet<string> = new Set(['needs-passphrase', 'wrong-passphrase']);

function PassphraseForm(props: { fileName: string; isWrong: boolean; onPassphrase: (passphrase: string) => void }) {
  const [passphrase, setPassphrase] = useState('');
  return (
    <form
      className="mt-1 flex max-w-sm items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        props.onPassphrase(passphrase);
        setPassphrase('');
      }}
    >
      <Field className="flex-1" label={props.isWrong ? 'Another passphrase' : `Passphrase of ${props.fileName}`}>
        <Input
          type="password"
          autoComplete="off"
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
        />
      </Field>
      <Button type="submit">Open file</Button>
    </form>
  );
}
