'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { DaysField } from '#components/workshop/days-field.tsx';
import { KeyKindField } from '#components/workshop/key-kind-field.tsx';
import { type PersonProblems, type TypedPerson, typedPerson } from '#components/workshop/typed-person.ts';
import type { WantedCertificate } from '#components/workshop/use-trial.ts';
import type { KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

type TrialClientFormProps = { onMake: (wanted: WantedCertificate) => void; isBusy: boolean };

const nobody: TypedPerson = { commonName: '', upn: '', email: '', sid: '' };

export function TrialClientForm({ onMake, isBusy }: TrialClientFormProps) {
  const [typed, setTyped] = useState(nobody);
  const [problems, setProblems] = useState<PersonProblems>({});
  const [keyKind, setKeyKind] = useState<KeyKind>('P-256');
  const [days, setDays] = useState(90);
  const field = (name: keyof TypedPerson) => ({
    value: typed[name],
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
  });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const read = typedPerson(typed);
        setProblems(read.ok ? {} : read.problem);
        if (read.ok) onMake({ for: 'client', ...read.value, keyKind, days });
      }}
    >
      <div className="grid max-w-3xl grid-cols-1 gap-3 sm:grid-cols-2">
        <Field label="Name of the person" error={problems.commonName}>
          <Input autoComplete="off" {...field('commonName')} />
        </Field>
        <Field
          label="User principal name"
          error={problems.upn}
          hint="As in the directory; the usual mapping looks for it."
        >
          <Input mono autoComplete="off" placeholder="alice@fabrikam.example" {...field('upn')} />
        </Field>
        <Field label="E-mail address" error={problems.email}>
          <Input mono autoComplete="off" {...field('email')} />
        </Field>
        <Field label="SID" error={problems.sid} hint="For strong mapping; Get-ADUser shows it.">
          <Input mono autoComplete="off" placeholder="S-1-5-21-…-1104" {...field('sid')} />
        </Field>
        <KeyKindField value={keyKind} onChange={setKeyKind} />
        <DaysField value={days} onChange={setDays} />
      </div>
      <div>
        <Button type="submit" isBusy={isBusy}>
          Make client certificate
        </Button>
      </div>
    </form>
  );
}
