import { checkOf } from '#connector/front/check-client.ts';
import type { ClientJudge } from '#connector/front/remembering-judge.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { askAccount } from '#connector/sign-in/dry-run/ask-account.ts';
import { collectSteps } from '#connector/sign-in/dry-run/collect-steps.ts';
import { type Deciding, decidingSettings } from '#connector/sign-in/dry-run/deciding-settings.ts';
import { fitReport } from '#connector/sign-in/dry-run/fit-report.ts';
import type { Ending } from '#connector/sign-in/ending.ts';
import type { Steps } from '#connector/sign-in/note-steps.ts';
import { walkFromVerdict } from '#connector/sign-in/try-certificate.ts';
import { fromBase64 } from '#lib/core/bytes.ts';
import type { DryRunQuestion } from '#lib/wire/dry-run-question.ts';
import type { DryRunOutcome, DryRunWay } from '#lib/wire/dry-run-report.ts';

export type DryRunParts = {
  /** What is served at this moment. */
  readonly revision: () => ServableRevision | undefined;
  readonly judge: ClientJudge;
  readonly directory: Directory;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly now: () => number;
  readonly timeoutMs?: number;
  /** Dry runs worked on at once: people who sign in go first. */
  readonly maxInWork?: number;
};

export type DryRunner = (question: DryRunQuestion) => Promise<DryRunOutcome>;

/** What would come of a sign-in: judged, looked up and mapped by what a sign-in itself does, from the verdict on. */
export function dryRunner(parts: DryRunParts): DryRunner {
  const { timeoutMs = 20_000, maxInWork = 4 } = parts;
  let inWork = 0;
  return async (question) => {
    if (inWork >= maxInWork) return unavailable('connector-busy', `${inWork} dry runs are being worked on.`);
    inWork += 1;
    const { promise: late, resolve } = Promise.withResolvers<DryRunOutcome>();
    const detail = `The dry run took longer than ${timeoutMs / 1000} s.`;
    const timer = setTimeout(() => resolve(unavailable('connector-timeout', detail)), timeoutMs);
    const work = run(question, parts).finally(() => {
      inWork -= 1;
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  };
}

async function run(question: DryRunQuestion, parts: DryRunParts): Promise<DryRunOutcome> {
  const deciding = await decidingSettings(question.settings, parts.revision());
  if (deciding === undefined) return unavailable('no-settings', 'This connector serves no settings yet.');
  const now = parts.now();
  const { at = now, userName, presented } = question;
  const moment = { at, now };
  return fitReport({
    revision: deciding.revision,
    ...moment,
    certificate:
      presented.length === 0 ? null : await noted((steps) => tryPresented(presented, deciding, moment, parts, steps)),
    account: userName === undefined ? null : await noted((steps) => askAccount(userName, parts.directory, at, steps)),
  });
}

async function tryPresented(
  presented: readonly string[],
  { settings, rules }: Deciding,
  { at, now }: { readonly at: number; readonly now: number },
  { judge, directory }: DryRunParts,
  steps: Steps,
): Promise<Ending> {
  const ders = presented.map((one) => fromBase64(one) ?? new Uint8Array());
  const judged = await judge({ presented: ders, rules, at, lookedUpAt: now });
  const check = checkOf(judged, { presented: ders.length, tlsCode: undefined, difference: undefined });
  return walkFromVerdict({ check, settings, at }, { directory }, steps);
}

async function noted(walk: (steps: Steps) => Promise<Ending>): Promise<DryRunWay> {
  const steps = collectSteps();
  const ending = await walk(steps);
  return { ...ending, steps: steps.collected() };
}

function unavailable(reason: string, detail: string): DryRunOutcome {
  return { result: 'unavailable', reason, detail };
}
