'use client';

import { useCallback, useRef, useState } from 'react';
import { askConnector } from '#components/dry-run/ask-connector.ts';
import type { DryRunFindings } from '#components/dry-run/dry-run-reading.ts';
import { usePki } from '#components/pki-worker/use-pki.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { DryRunSettings } from '#lib/contracts/dry-run.ts';
import type { CompiledFlow } from '#lib/flow/decide-flow.ts';
import { decideFlow } from '#lib/flow/decide-flow.ts';

/** What is tried; `at` undefined is now. */
export type DryRunCase = {
  readonly address: string;
  readonly at: number | undefined;
  readonly userName: string;
  readonly connectorId: string;
  readonly settings: DryRunSettings;
  /** DER, base64. */
  readonly presented: readonly string[];
  readonly flow: CompiledFlow;
};

/** Decides and judges in this browser, and has a connector asked beside it. */
export function useDryRun(connection: ConnectionView) {
  const askPki = usePki();
  const [findings, setFindings] = useState<DryRunFindings>();
  const [isRunning, setIsRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const current = useRef<AbortController>(undefined);

  const run = useCallback(
    async (tried: DryRunCase) => {
      current.current?.abort();
      const stop = new AbortController();
      current.current = stop;
      setIsRunning(true);
      setProblem(undefined);
      const outcome = await findOut(connection, tried, askPki, stop.signal);
      if (stop.signal.aborted) return;
      setIsRunning(false);
      if (outcome.ok) setFindings(outcome.findings);
      else setProblem(outcome.message);
    },
    [connection, askPki],
  );
  const clear = useCallback(() => {
    current.current?.abort();
    setIsRunning(false);
    setFindings(undefined);
    setProblem(undefined);
  }, []);
  return { findings, isRunning, problem, run, clear };
}

type Found =
  | { readonly ok: true; readonly findings: DryRunFindings }
  | { readonly ok: false; readonly message: string };

async function findOut(
  connection: ConnectionView,
  tried: DryRunCase,
  askPki: ReturnType<typeof usePki>,
  signal: AbortSignal,
): Promise<Found> {
  const { settings: which, presented } = tried;
  const settings = which === 'running' ? connection.running?.settings : connection.draft.settings;
  if (settings === undefined) return { ok: false, message: 'Nothing runs yet. Publish first, or ask about the draft.' };
  const now = Date.now();
  const { at = now, address } = tried;
  const userName = tried.userName.trim() === '' ? undefined : tried.userName.trim();
  const decided = address.trim() === '' ? undefined : decideFlow(tried.flow, address.trim());
  if (decided?.ok === false) return { ok: false, message: decided.problem.message };
  const isAskable = presented.length > 0 || userName !== undefined;
  const [judged, live] = await Promise.all([
    presented.length === 0 ? undefined : askPki('judgePresented', { presented, settings, at }),
    isAskable ? askConnector(questionOf(connection.id, tried, userName), signal) : undefined,
  ]);
  if (judged?.ok === false) return { ok: false, message: judged.problem.message };
  // Who looks on has the directory asked nothing; what this browser judges is theirs to see.
  const isOnlyHere = live?.ok === false && ['unavailable', 'not-allowed'].includes(live.problem.code);
  if (live?.ok === false && !isOnlyHere) return { ok: false, message: live.problem.message };
  return {
    ok: true,
    findings: {
      settings: which,
      revision: which === 'running' ? (connection.running?.revision ?? null) : null,
      decision: decided?.value,
      at,
      isNow: tried.at === undefined,
      userName,
      judged: judged?.value,
      isCertificateOn: settings.clientCertificate.enabled,
      // What was judged here is worth showing where Gatehouse is away, too.
      live: live?.ok === false ? notAnswered(live.problem.message) : live?.value,
    },
  };
}

function questionOf(connectionId: string, { connectorId, presented, at, settings }: DryRunCase, userName?: string) {
  return {
    connectionId,
    presented: [...presented],
    settings,
    ...(connectorId === '' ? {} : { connectorId }),
    ...(at === undefined ? {} : { at }),
    ...(userName === undefined ? {} : { userName }),
  };
}

function notAnswered(detail: string): NonNullable<DryRunFindings['live']> {
  return { kind: 'not-answered', connectorName: null, reason: 'unavailable', detail };
}
