'use client';

import { useEffect, useState } from 'react';
import type { Judgement } from '#components/pki-worker/pki-calls.ts';
import { usePki } from '#components/pki-worker/use-pki.ts';
import type { ConnectorToCheck } from '#lib/contracts/check-settings-connectors.ts';
import type { Settings } from '#lib/contracts/settings.ts';

/** With the settings it is about, for whoever must not show it beside others. */
export type JudgementOfSettings = Judgement & { readonly settings: Settings };

type JudgementState = {
  /** The last one that was made; while a newer one is on its way it still describes what came before. */
  readonly judgement: JudgementOfSettings | undefined;
  readonly problem: string | undefined;
};

/** What the worker finds about settings, anew whenever they change. Give it values that stay the same objects while nothing changes. */
export function useJudgement(settings: Settings | undefined, connectors: readonly ConnectorToCheck[]): JudgementState {
  const ask = usePki();
  const [state, setState] = useState<JudgementState>({ judgement: undefined, problem: undefined });
  useEffect(() => {
    if (settings === undefined) return;
    let isCurrent = true;
    void ask('judgeSettings', { settings, connectors, at: Date.now() }).then((outcome) => {
      if (!isCurrent) return;
      setState((before) =>
        outcome.ok
          ? { judgement: { ...outcome.value, settings }, problem: undefined }
          : { judgement: before.judgement, problem: outcome.problem.message },
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [ask, settings, connectors]);
  return state;
}
