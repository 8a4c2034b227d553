import { count } from '#components/words/count.ts';
import type { PlanSummaryView, RolloutFaultView } from '#lib/contracts/rollout-plan.ts';

/** `30 s`, `1:32 min`, `2 h`: how long something takes. */
export function lengthText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) {
    const rest = seconds % 60;
    return rest === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)}:${String(rest).padStart(2, '0')} min`;
  }
  const hours = seconds / 3_600;
  return `${hours % 1 === 0 ? hours : hours.toFixed(1)} h`;
}

/** What a connector’s tests of itself are called. */
export const testNames: Readonly<Record<string, string>> = {
  signature: 'signature',
  'key-fits': 'key fits',
  'tls-context': 'TLS takes it',
  listener: 'listener',
  saved: 'saved',
  directory: 'directory',
  keytab: 'keytab',
  'revocation-lists': 'revocation lists',
  'test-certificate': 'test certificate',
  'front-facing-url': 'front-facing URL',
};

/** Why a rollout stopped by itself, in one sentence. */
export function faultSentence({ kind, connectorName: name, tests = [] }: RolloutFaultView): string {
  switch (kind) {
    case 'refused':
      return `${name} refused it.`;
    case 'no-answer':
      return `${name} did not answer in time.`;
    case 'went-silent':
      return `${name} was gone for too long after it took it over.`;
    case 'self-test-failed':
      return `${name} tested it on itself, and failed: ${tests.map((test) => testNames[test] ?? test).join(', ')}.`;
    case 'listener-failed':
      return `The listener of ${name} failed.`;
    case 'directory-failing':
      return `${name} no longer reaches its directory.`;
    case 'kerberos-failing':
      return `${name} can no longer check Kerberos tickets.`;
    case 'revocation-failing':
      return `${name} cannot have a revocation list without which it lets nobody in.`;
  }
}

/** How a rollout in waves went, for the history. */
export function planSentence({ state, wave, waves, fault, fallbackRevision }: PlanSummaryView): string {
  const where = `wave ${wave + 1} of ${waves}`;
  const why = fault === null ? '' : `: ${faultSentence(fault)}`;
  const end = fault === null ? '.' : '';
  switch (state) {
    case 'running':
      return `It goes out in waves: ${where}.`;
    case 'paused':
      return `Its rollout is paused at ${where}.`;
    case 'done':
      return `It went out in ${count(waves, 'wave')}.`;
    case 'stopped':
      return `Its rollout was stopped at ${where}${why}${end}`;
    case 'rolled-back': {
      const back = fallbackRevision === null ? 'nobody had it' : `brought back by revision ${fallbackRevision}`;
      return `Its rollout was stopped at ${where} and rolled back (${back})${why}${end}`;
    }
  }
}
