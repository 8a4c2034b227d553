'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { KeyKindField } from '#components/workshop/key-kind-field.tsx';
import { PassphraseFields } from '#components/workshop/passphrase-fields.tsx';
import { useRequest } from '#components/workshop/use-request.ts';
import { WorkStatus } from '#components/workshop/work-status.tsx';
import { WrittenFiles } from '#components/workshop/written-files.tsx';
import type { KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

/** `host`: of the connection the page was opened from. */
export function RequestPanel({ host }: { host: string }) {
  const request = useRequest();
  const [hosts, setHosts] = useState(host);
  const [organisation, setOrganisation] = useState('');
  const [country, setCountry] = useState('');
  const [keyKind, setKeyKind] = useState<KeyKind>('RSA-2048');
  const { problems, result } = request;
  return (
    <div className="flex flex-col gap-8">
      <Section
        title="Certificate request"
        description="A new key, and a request (CSR, PKCS#10) that asks an authority for the SSL certificate of the front-facing URL. The request is no secret; the key is."
      >
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void request.make({ hosts, organisation, country, keyKind });
          }}
        >
          <div className="grid max-w-3xl grid-cols-1 gap-3 sm:grid-cols-2">
            <Field
              label="Host name"
              error={problems.hosts}
              hint="The host of the front-facing URL first; further names behind it, divided by spaces."
            >
              <Input
                mono
                placeholder="sso.fabrikam.example"
                value={hosts}
                onChange={(event) => setHosts(event.target.value)}
              />
            </Field>
            <KeyKindField value={keyKind} onChange={setKeyKind} />
            <Field
              label="Organisation"
              error={problems.organisation}
              hint="May stay empty; some authorities ask for it."
            >
              <Input value={organisation} onChange={(event) => setOrganisation(event.target.value)} />
            </Field>
            <Field label="Country" error={problems.country} hint="Two letters, like SE; may stay empty.">
              <Input value={country} maxLength={2} onChange={(event) => setCountry(event.target.value)} />
            </Field>
          </div>
          <PassphraseFields
            choice={request.passphrase}
            onChange={request.setPassphrase}
            isAsked={request.isAsked}
            label="Passphrase of the key"
          />
          <WorkStatus doing={request.doing} problem={request.problem} />
          <div>
            <Button type="submit" variant="primary" isBusy={request.doing !== ''}>
              Make key and request
            </Button>
          </div>
        </form>
      </Section>
      {result !== undefined && (
        <Section title="The request and its key">
          <Notice tone="attention" title="Save the key now: it is nowhere else">
            When the certificate comes back, drop it on the connection’s Certificates page together with the key.
          </Notice>
          <WrittenFiles files={result.files} />
          <details className="max-w-3xl">
            <summary className="cursor-pointer font-medium">The request as text</summary>
            <div className="mt-2 rounded-sm bg-sunken px-3 py-2.5 whitespace-pre-wrap">
              <CopyText text={result.pem} wraps />
            </div>
          </details>
        </Section>
      )}
      {request.leaveDialog}
    </div>
  );
}
