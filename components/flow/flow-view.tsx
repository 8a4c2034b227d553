'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useMinute } from '#components/certificates/use-minute.ts';
import { AddressAnswer } from '#components/flow/address-answer.tsx';
import { AddressChips } from '#components/flow/address-chips.tsx';
import { ChoiceBar } from '#components/flow/choice-bar.tsx';
import { expandedLanes } from '#components/flow/expanded-lanes.ts';
import { FlowLegend } from '#components/flow/flow-legend.tsx';
import { readinessLook } from '#components/flow/hop-look.ts';
import { LaneList } from '#components/flow/lane-list.tsx';
import { flowReadiness } from '#components/flow/readiness.ts';
import { ReadinessList } from '#components/flow/readiness-list.tsx';
import { useIsIdle } from '#components/flow/use-is-idle.ts';
import { useIsWide } from '#components/flow/use-is-wide.ts';
import { useConnectorsToCheck } from '#components/pki-worker/use-connectors-to-check.ts';
import { useJudgement } from '#components/pki-worker/use-judgement.ts';
import { recentAddressesQuery } from '#components/sign-ins/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { viewerQuery } from '#components/viewer/queries.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import { compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import { type FlowHop, flowDiagram } from '#lib/flow/flow-diagram.ts';

const FlowCanvas = dynamic(() => import('#components/flow/flow-canvas.tsx').then((module) => module.FlowCanvas), {
  ssr: false,
  loading: () => <Skeleton className="h-72" />,
});

const firstLanes = 5;
const mostLanes = 100;

/** Which flow an address gets, and whether each hop of it is ready: one compiled flow and one decision for everything shown. */
export function FlowView({ connection }: { connection: ConnectionView }) {
  const { data: viewer } = useQuery(viewerQuery());
  const { data: recent } = useQuery(recentAddressesQuery(connection.id));
  const [address, setAddress] = useState('');
  const [wantsRunning, setWantsRunning] = useState(false);
  const [isWhole, setIsWhole] = useState(false);
  const [byHand, setByHand] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isWide = useIsWide();
  const [form, setForm] = useState<'diagram' | 'list'>('diagram');
  const now = useMinute();

  const running = wantsRunning ? connection.running : null;
  const settings = running?.settings ?? connection.draft.settings;
  const drafted = useConnectorsToCheck(connection.connectors);
  // What runs had its key sealed when it was published; the draft's key says nothing about it.
  const published = useMemo(() => drafted.map((one) => ({ ...one, hasSealedKey: true })), [drafted]);
  // The draft's findings come with it; reading certificates adds their days, and the findings of what runs, once the page stands.
  const isIdle = useIsIdle();
  const hasCertificates = settings.sslCertificate !== null || settings.caCertificates.length > 0;
  const { judgement } = useJudgement(
    isIdle && hasCertificates ? settings : undefined,
    running === null ? drafted : published,
  );

  const flow = useMemo(
    () =>
      compileFlow(
        settings,
        drafted.flatMap(({ seenFrom, name }) => (seenFrom === '' ? [] : [{ address: seenFrom, connector: name }])),
      ),
    [settings, drafted],
  );
  const typed = useDeferredValue(address.trim());
  const decided = useMemo(() => (typed === '' ? undefined : decideFlow(flow, typed)), [flow, typed]);
  const decision = decided?.ok === true ? decided.value : undefined;
  const readiness = useMemo(() => {
    const read = judgement?.settings === settings ? judgement : undefined;
    const sslValidity = read?.certificates[read.sslChain[0] ?? ''];
    const findings = read?.findings ?? (running === null ? connection.draft.findings : undefined);
    const { connectors } = connection;
    return flowReadiness({
      settings,
      findings,
      sslValidity,
      connectors,
      revision: running?.revision,
      alike: running?.alike,
      now,
    });
  }, [settings, judgement, connection, running, now]);
  const diagram = useMemo(
    () => flowDiagram(flow, { readiness, decision, maxLanes: isWhole ? mostLanes : firstLanes }),
    [flow, readiness, decision, isWhole],
  );
  const expanded = useMemo(() => expandedLanes(diagram, byHand), [diagram, byHand]);
  const toggle = useCallback(
    (laneId: string) => setByHand((before) => new Map(before).set(laneId, !expanded.has(laneId))),
    [expanded],
  );
  const lookOf = useCallback((hop: FlowHop) => readinessLook(hop, readiness[hop.kind]), [readiness]);
  const lanes = { diagram, expanded, onToggle: toggle, connectionId: connection.id };
  const changes = connection.draft.changes.length;
  return (
    <>
      <section aria-label="Which flow an address gets" className="flex flex-col gap-3">
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div className="flex min-w-0 flex-1 basis-96 flex-wrap items-end gap-x-3 gap-y-2">
            <Field label="Which flow gets" className="max-w-80 min-w-52 flex-1">
              <Input
                mono
                value={address}
                placeholder="type an address"
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => setAddress(event.target.value)}
              />
            </Field>
            <AddressChips
              viewer={viewer?.address}
              connectors={connection.connectors}
              recent={recent ?? []}
              current={typed}
              onChoose={setAddress}
            />
          </div>
          <ChoiceBar
            label="Showing"
            value={running === null ? 'draft' : 'running'}
            onChange={(value) => setWantsRunning(value === 'running')}
            options={[
              { value: 'draft', label: changes === 0 ? 'Draft' : `Draft (${changes})` },
              {
                value: 'running',
                label:
                  connection.running === null ? 'Nothing runs yet' : `Running (rev ${connection.running.revision})`,
                isDisabled: connection.running === null,
              },
            ]}
          />
        </div>
        <AddressAnswer decided={decided} />
        {decision !== undefined && (
          <p>
            <Link
              href={`/connections/${connection.id}/dry-run#address=${encodeURIComponent(decision.address)}`}
              className="font-medium underline underline-offset-4 hover:text-accent"
            >
              Dry run with a certificate from there
            </Link>
          </p>
        )}
      </section>
      {settings.networks.length === 0 && (
        <Notice
          tone="neutral"
          title="There is no network yet, so everybody gets the same flow"
          action={
            <Link href={`/connections/${connection.id}/networks`} className={buttonStyles({ size: 'small' })}>
              Add networks
            </Link>
          }
        >
          Add the addresses people come from; each network gets a lane here.
        </Notice>
      )}
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="sr-only">Flows by network</h2>
          <FlowLegend />
          {isWide && (
            <ChoiceBar
              label="Drawn as"
              value={form}
              onChange={setForm}
              options={[
                { value: 'diagram', label: 'Diagram' },
                { value: 'list', label: 'List' },
              ]}
            />
          )}
        </div>
        {isWide && form === 'diagram' ? (
          <FlowCanvas {...lanes} lookOf={lookOf} />
        ) : (
          <LaneList {...lanes} readiness={readiness} />
        )}
        {diagram.hiddenLanes > 0 && (
          <p className="flex flex-wrap items-center gap-3 text-muted">
            {diagram.hiddenLanes.toLocaleString('en')} more{' '}
            {diagram.hiddenLanes === 1 ? 'network has a lane' : 'networks have lanes'} of their own; an address that
            falls in one brings it here.
            {!isWhole && (
              <Button size="small" onClick={() => setIsWhole(true)}>
                Show {diagram.hiddenLanes + firstLanes > mostLanes ? `the first ${mostLanes}` : 'all'}
              </Button>
            )}
          </p>
        )}
      </div>
      <Section title="Readiness">
        <ReadinessList diagram={diagram} readiness={readiness} connectionId={connection.id} />
      </Section>
    </>
  );
}
