'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { DaysField } from '#components/workshop/days-field.tsx';
import { KeyKindField } from '#components/workshop/key-kind-field.tsx';
import { typedHosts } from '#components/workshop/typed-hosts.ts';
import type { WantedCertificate } from '#components/workshop/use-trial.ts';
import type { KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

type TrialServerFormProps = { host: string; onMake: (wanted: WantedCertificate) => void; isBusy: boolean };

export function TrialServerForm({ host, onMake, isBusy }: TrialServerFormProps) {
  const [hosts, setHosts] = useState(host);
  const [keyKind, setKeyKind] = useState<KeyKind>('P-256');
  const [days, setDays] = useState(90);
  const [problem, setProblem] = useState<string>();
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const read = typedHosts(hosts);
        setProblem(read.ok ? undefined : read.problem);
        const [first] = read.ok ? read.value : [];
        if (!read.ok || first === undefined) return;
        onMake({ for: 'server', commonName: first.value, hosts: read.value, keyKind, days });
      }}
    >
      <div className="grid max-w-3xl grid-cols-1 gap-3 sm:grid-cols-3">
        <Field label="Host name" error={problem} hint="Several are divided by spaces.">
          <Input
            mono
            placeholder="sso.fabrikam.example"
            value={hosts}
            onChange={(event) => setHosts(event.target.value)}
          />
        </Field>
        <KeyKindField value={keyKind} onChange={setKeyKind} />
        <DaysField value={days} onChange={setDays} />
      </div>
      <div>
        <Button type="submit" isBusy={isBusy}>
          Make server certificate
        </Button>
      </div>
    </form>
  );
}
