'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { CheckLine } from '#components/workshop/check-line.tsx';
import { KeyKindField } from '#components/workshop/key-kind-field.tsx';
import type { WantedAuthority } from '#components/workshop/use-trial.ts';
import type { KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

const years = [
  { value: '1', label: '1 year' },
  { value: '3', label: '3 years' },
  { value: '10', label: '10 years' },
];

type TrialAuthorityFormProps = { onMake: (wanted: WantedAuthority) => void; isBusy: boolean };

export function TrialAuthorityForm({ onMake, isBusy }: TrialAuthorityFormProps) {
  const [commonName, setCommonName] = useState('Trial root CA');
  const [keyKind, setKeyKind] = useState<KeyKind>('RSA-2048');
  const [span, setSpan] = useState('3');
  const [hasIssuing, setHasIssuing] = useState(false);
  const [problem, setProblem] = useState<string>();
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const name = commonName.trim();
        if (name === '') setProblem('Give the authority a name.');
        else if (name.length > 54) setProblem('The name has 54 letters at most, so that it fits into certificates.');
        else {
          setProblem(undefined);
          onMake({ commonName: name, keyKind, years: Number(span), hasIssuing });
        }
      }}
    >
      <div className="grid max-w-3xl grid-cols-1 gap-3 sm:grid-cols-3">
        <Field label="Name of the authority" error={problem}>
          <Input value={commonName} onChange={(event) => setCommonName(event.target.value)} />
        </Field>
        <KeyKindField value={keyKind} onChange={setKeyKind} />
        <Field label="Valid for">
          <Select options={years} value={span} onChange={(event) => setSpan(event.target.value)} />
        </Field>
      </div>
      <CheckLine isChecked={hasIssuing} onChange={setHasIssuing}>
        With an issuing authority under the root{' '}
        <span className="text-muted">– as in most companies: the root issues to it, it issues to everybody else.</span>
      </CheckLine>
      <div>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          Make authority
        </Button>
      </div>
    </form>
  );
}
