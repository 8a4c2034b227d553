'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { KeyKindField } from '#components/workshop/key-kind-field.tsx';
import { KeyPlaceFields } from '#components/workshop/key-place-fields.tsx';
import { OpenRequests } from '#components/workshop/open-requests.tsx';
import { PassphraseFields } from '#components/workshop/passphrase-fields.tsx';
import { requestFile, requestPem } from '#components/workshop/request-file.ts';
import { RequestText } from '#components/workshop/request-text.tsx';
import { type RequestProblems, typedRequest } from '#components/workshop/typed-request.ts';
import { useConnectorRequest } from '#components/workshop/use-connector-request.ts';
import { useKeyPlace } from '#components/workshop/use-key-place.ts';
import { useRequest } from '#components/workshop/use-request.ts';
import { WorkStatus } from '#components/workshop/work-status.tsx';
import { WrittenFiles } from '#components/workshop/written-files.tsx';
import type { KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

/** `host`, `connectionId`: of the connection the page was opened from; empty where there is none. */
export function RequestPanel({ host, connectionId }: { host: string; connectionId: string }) {
  const at = useKeyPlace(connectionId);
  const here = useRequest();
  const there = useConnectorRequest();
  const [hosts, setHosts] = useState(host);
  const [organisation, setOrganisation] = useState('');
  const [country, setCountry] = useState('');
  const [keyKind, setKeyKind] = useState<KeyKind>('RSA-2048');
  const [problems, setProblems] = useState<RequestProblems>({});
  const isThere = at.place === 'connector';

  function submit() {
    const typed = typedRequest({ hosts, organisation, country, keyKind });
    setProblems(typed.ok ? {} : typed.problem);
    const wanted = typed.ok ? typed.value : undefined;
    if (!isThere) return void here.make(wanted);
    if (wanted !== undefined && at.connector !== undefined) void there.make(at.connectionId, at.connector.id, wanted);
  }

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
            submit();
          }}
        >
          <KeyPlaceFields at={at} />
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
          {isThere ? (
            <ConnectorStatus there={there} name={at.connector?.name} onBrowser={() => at.setPlace('browser')} />
          ) : (
            <>
              <PassphraseFields
                choice={here.passphrase}
                onChange={here.setPassphrase}
                isAsked={here.isAsked}
                label="Passphrase of the key"
              />
              <WorkStatus doing={here.doing} problem={here.problem} />
            </>
          )}
          <div>
            <Button
              type="submit"
              variant="primary"
              isBusy={isThere ? there.isAsking : here.doing !== ''}
              disabled={isThere && at.connector === undefined}
            >
              {isThere ? `Make key on ${at.connector?.name ?? 'the connector'}` : 'Make key and request'}
            </Button>
          </div>
        </form>
      </Section>
      {isThere && there.made !== undefined && (
        <Section title="The request">
          <Notice tone="good" className="max-w-3xl" title={`The key is on ${there.made.connectorName} and stays there`}>
            Send the request to your authority. When the certificate comes back, drop it alone on the connection’s
            Certificates page.
          </Notice>
          <WrittenFiles files={[requestFile(there.made)]} />
          <RequestText pem={requestPem(there.made)} />
        </Section>
      )}
      {!isThere && here.result !== undefined && (
        <Section title="The request and its key">
          <Notice tone="attention" title="Save the key now: it is nowhere else">
            When the certificate comes back, drop it on the connection’s Certificates page together with the key.
          </Notice>
          <WrittenFiles files={here.result.files} />
          <RequestText pem={here.result.pem} />
        </Section>
      )}
      <OpenRequests connectionId={at.connectionId} onForgotten={there.forget} />
      {here.leaveDialog}
    </div>
  );
}

type ConnectorStatusProps = {
  there: ReturnType<typeof useConnectorRequest>;
  name: string | undefined;
  onBrowser: () => void;
};

function ConnectorStatus({ there, name, onBrowser }: ConnectorStatusProps) {
  const { isAsking, problem } = there;
  return (
    <>
      <p role="status" className="sr-only">
        {isAsking && `${name ?? 'The connector'} makes the key`}
      </p>
      {problem !== undefined && (
        <Notice
          tone="bad"
          title={problem.message}
          action={
            problem.reason === undefined ? undefined : (
              <Button size="small" onClick={onBrowser}>
                Make the key in this browser
              </Button>
            )
          }
        />
      )}
    </>
  );
}
