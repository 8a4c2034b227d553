'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { CertificateField } from '#components/dry-run/certificate-field.tsx';
import { type DryRunFields, DryRunForm } from '#components/dry-run/dry-run-form.tsx';
import { dryRunFragment, readDryRunFragment } from '#components/dry-run/dry-run-link.ts';
import { DryRunResult } from '#components/dry-run/dry-run-result.tsx';
import { localOfMoment, momentOfLocal } from '#components/dry-run/local-time.ts';
import { readDryRun } from '#components/dry-run/read-dry-run.ts';
import { reportText } from '#components/dry-run/report-text.ts';
import { useDryRun } from '#components/dry-run/use-dry-run.ts';
import { usePresented } from '#components/dry-run/use-presented.ts';
import { recentAddressesQuery } from '#components/sign-ins/queries.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { viewerQuery } from '#components/viewer/queries.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import { compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';

/** What would happen to somebody: with a certificate, from an address, at a time, under the settings of today or those of the draft. */
export function DryRunView({ connection }: { connection: ConnectionView }) {
  const { data: viewer } = useQuery(viewerQuery());
  const { data: recent } = useQuery(recentAddressesQuery(connection.id));
  const presented = usePresented();
  const { findings, isRunning, problem, run, clear } = useDryRun(connection);
  const [fields, setFields] = useState<DryRunFields>(() => ({
    address: '',
    time: '',
    userName: '',
    connectorId: '',
    settings: connection.running === null ? 'draft' : 'running',
  }));
  const [isFromLink, setIsFromLink] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);

  const settings = fields.settings === 'running' ? connection.running?.settings : connection.draft.settings;
  const seenFrom = JSON.stringify(connection.connectors.map(({ seenFrom, name }) => ({ seenFrom, name })));
  const flow = useMemo(() => {
    const seen: readonly { seenFrom: string; name: string }[] = JSON.parse(seenFrom);
    const addresses = seen.flatMap((one) =>
      one.seenFrom === '' ? [] : [{ address: one.seenFrom, connector: one.name }],
    );
    return compileFlow(settings ?? connection.draft.settings, addresses);
  }, [settings, connection.draft.settings, seenFrom]);

  const address = fields.address.trim();
  const decided = address === '' ? undefined : decideFlow(flow, address);
  const tried = {
    address: fields.address,
    at: momentOfLocal(fields.time),
    userName: fields.userName,
    settings: fields.settings,
    presented: presented.certificates.map(({ base64 }) => base64),
  };

  const takeLink = useEffectEvent(async () => {
    const given = await readDryRunFragment(location.hash);
    if (given === undefined) return;
    // What it held stands in the form from here on, and may be changed there.
    history.replaceState(history.state, '', location.pathname + location.search);
    setFields({
      address: given.address,
      time: given.at === undefined ? '' : localOfMoment(given.at),
      userName: given.userName,
      connectorId: '',
      settings: given.settings === 'running' && connection.running === null ? 'draft' : given.settings,
    });
    if (given.presented.length > 0) await presented.takeLinked(given.presented);
    setIsFromLink(true);
  });
  useEffect(() => {
    const take = () => void takeLink();
    take();
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);

  // Whoever pressed Run hears the answer next.
  useEffect(() => {
    if (findings !== undefined) heading.current?.focus();
  }, [findings]);

  const reading = useMemo(() => (findings === undefined ? undefined : readDryRun(findings)), [findings]);
  const wanting =
    tried.presented.length === 0 && address === '' && fields.userName.trim() === ''
      ? 'Give a certificate, an address or a user name.'
      : presented.isReading
        ? 'The files are being read.'
        : undefined;
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <section aria-label="Dry run" className="flex flex-col gap-3">
        <p className="max-w-prose text-pretty text-muted">
          Shows what a sign-in would come to, without anybody signing in. Certificates are judged in this browser; a
          connector that is online looks up revocation and the person. That it was asked, and about whom, is recorded.
        </p>
        <p className="max-w-prose text-pretty text-muted">
          Not asked: the TLS handshake. Whether the person’s browser offers this certificate, holds its key and agrees
          with the connector on a version of TLS shows only in a sign-in. The draft is judged as it is saved, not as it
          is typed.
        </p>
        {isFromLink && findings === undefined && (
          <Notice tone="neutral" title="Filled in from a link">
            Nothing was asked yet. Look it over, then press Run.
          </Notice>
        )}
        <DryRunForm
          connection={connection}
          viewer={viewer?.address}
          recent={recent ?? []}
          fields={fields}
          addressProblem={decided?.ok === false ? decided.problem.message : undefined}
          onChange={(changed) => {
            setFields((before) => ({ ...before, ...changed }));
            clear();
          }}
          onRun={() => void run({ ...tried, connectorId: fields.connectorId, flow })}
          isRunning={isRunning}
          wanting={wanting}
        >
          <CertificateField presented={presented} />
        </DryRunForm>
        <div aria-live="polite" className="flex min-w-0 flex-col gap-3">
          {isRunning && (
            <div className="animate-late">
              <p className="text-muted">Waiting for the connector to look up revocation and the person…</p>
              <Skeleton className="mt-2 h-24" />
            </div>
          )}
          {problem !== undefined && <Notice tone="bad" title={problem} />}
        </div>
      </section>
      {reading !== undefined && !isRunning && (
        <DryRunResult
          reading={reading}
          report={reportText(reading, connection.name)}
          makeLink={async () => {
            const fragment = await dryRunFragment(tried);
            return fragment && `${location.origin}${location.pathname}${fragment}`;
          }}
          heading={heading}
        />
      )}
    </div>
  );
}
