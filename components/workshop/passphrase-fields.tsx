'use client';

import { RefreshCw } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { newPassphrase } from '#components/workshop/new-passphrase.ts';
import { noPassphrase, type PassphraseChoice, passphraseProblem } from '#components/workshop/passphrase-choice.ts';
import { passphraseStrength } from '#components/workshop/passphrase-strength.ts';

type PassphraseFieldsProps = {
  choice: PassphraseChoice;
  onChange: (choice: PassphraseChoice) => void;
  /** Whether a file was asked for already, so that what is missing is said. */
  isAsked: boolean;
  label?: string;
};

const tones = { weak: 'attention', fair: 'neutral', strong: 'good' } as const;

/** A passphrase for a file that will be written: typed twice, or generated and shown. */
export function PassphraseFields({
  choice,
  onChange,
  isAsked,
  label = 'Passphrase of the new file',
}: PassphraseFieldsProps) {
  const generate = () =>
    onChange({ kind: 'generated', passphrase: newPassphrase((target) => crypto.getRandomValues(target)) });
  if (choice.kind === 'generated')
    return (
      <div className="flex flex-col gap-1.5">
        <p className="font-medium">{label}</p>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <CopyText text={choice.passphrase} wraps />
          <Button size="small" onClick={generate}>
            <RefreshCw aria-hidden="true" />
            Another one
          </Button>
          <Button size="small" onClick={() => onChange(noPassphrase)}>
            Type my own
          </Button>
        </div>
        <p className="text-muted">Keep it apart from the file. It is shown here only, and kept nowhere.</p>
      </div>
    );
  const problem = isAsked ? passphraseProblem(choice) : undefined;
  const strength = passphraseStrength(choice.passphrase);
  const isBeyondAscii = [...choice.passphrase].some((letter) => (letter.codePointAt(0) ?? 0) > 126);
  return (
    <div className="flex flex-col gap-2">
      <div className="grid max-w-xl grid-cols-1 gap-3 sm:grid-cols-2">
        <Field label={label} error={choice.passphrase === '' ? problem : undefined}>
          <Input
            type="password"
            autoComplete="new-password"
            value={choice.passphrase}
            onChange={(event) => onChange({ ...choice, passphrase: event.target.value })}
          />
        </Field>
        <Field label="The same once more" error={choice.passphrase === '' ? undefined : problem}>
          <Input
            type="password"
            autoComplete="new-password"
            value={choice.repeated}
            onChange={(event) => onChange({ ...choice, repeated: event.target.value })}
          />
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5" aria-live="polite">
        <Button size="small" onClick={generate}>
          Generate one
        </Button>
        {choice.passphrase !== '' && <Badge tone={tones[strength.level]}>{strength.words}</Badge>}
        {isBeyondAscii && (
          <span className="text-muted">
            Some programs read letters beyond a–z otherwise; plain letters open everywhere.
          </span>
        )}
      </div>
    </div>
  );
}
