import type { Tone } from '#components/ui/badge.tsx';
import type { SignInSummaryView, SignInTry, SignInView } from '#lib/contracts/sign-in.ts';
import { signInReason } from '#lib/contracts/sign-in-reasons.ts';
import { methodName } from '#lib/flow/flow-settings.ts';

/** Past this an open sign-in is one that somebody left; the door does not take it up again. */
const leftAfterMs = 30 * 60_000;

type Result = { readonly tone: Tone; readonly word: string };

/** `now` is undefined where the reader’s clock is not known. Milliseconds since 1970. */
export function resultOf(
  { state, startedAt }: Pick<SignInSummaryView, 'state' | 'startedAt'>,
  now: number | undefined,
): Result {
  if (state === 'signed-in') return { tone: 'good', word: 'signed in' };
  if (state === 'refused') return { tone: 'bad', word: 'refused' };
  const isLeft = now !== undefined && now - startedAt > leftAfterMs;
  return isLeft ? { tone: 'neutral', word: 'left' } : { tone: 'accent', word: 'under way' };
}

const tryResults: Record<SignInTry['result'], Result> = {
  accepted: { tone: 'good', word: 'accepted' },
  refused: { tone: 'bad', word: 'refused' },
  unavailable: { tone: 'attention', word: 'could not be used' },
  skipped: { tone: 'neutral', word: 'not used' },
  pending: { tone: 'accent', word: 'no answer yet' },
};

export function tryResultOf({ result }: Pick<SignInTry, 'result'>): Result {
  return tryResults[result];
}

/** Whoever it was, as far as anything is known. */
export function whoOf(view: Pick<SignInView, 'person' | 'userName' | 'tries'>): string {
  return nonEmpty(view.person?.displayName) ?? claimedBy(view) ?? 'Somebody';
}

/** Whoever it was said to be: a name that was typed or is on a ticket or certificate. */
export function claimedBy({ userName, tries }: Pick<SignInView, 'userName' | 'tries'>): string | undefined {
  const last = tries.at(-1);
  return nonEmpty(userName) ?? nonEmpty(last?.claimedName) ?? nonEmpty(last?.certificate?.name);
}

function nonEmpty(text: string | null | undefined): string | undefined {
  return text === null || text === undefined || text.trim() === '' ? undefined : text;
}

export type SignInAnswer = {
  /** Who, and what came of it. */
  readonly sentence: string;
  /** Why, or why the first method did not do, and what to do; undefined where nothing went wrong. */
  readonly why: { readonly message: string; readonly remedy: string } | undefined;
};

/** What somebody who opens a row wants to know first. */
export function answerOf(view: SignInView): SignInAnswer {
  const who = whoOf(view);
  if (view.state === 'signed-in') {
    const way = view.method === null ? '' : ` with ${methodName(view.method)}`;
    // The last word on each method that did not do.
    const others = new Map(view.tries.filter(({ method }) => method !== view.method).map((one) => [one.method, one]));
    const told = [...others.values()].map(({ method, reason }) => `${methodName(method)}${inBrackets(reason)}`);
    const [first] = others.values();
    return {
      sentence: `${who} signed in${way}${told.length === 0 ? '' : `, after ${told.join(' and ')} did not do`}.`,
      why: whyOf(first?.reason ?? null),
    };
  }
  const why = whyOf(view.reason);
  if (view.state === 'open') {
    const at = view.tries.at(-1)?.method;
    const last = at === undefined ? '' : `; last tried: ${methodName(at)}`;
    return { sentence: `${who} is still signing in${last}.`, why };
  }
  const title = view.reason === null ? '' : `: ${lowerFirst(signInReason(view.reason).title)}`;
  return { sentence: `${who} was not signed in${title}.`, why };
}

function whyOf(name: string | null): SignInAnswer['why'] {
  if (name === null) return undefined;
  const { message, remedy } = signInReason(name);
  return { message, remedy };
}

function inBrackets(name: string | null): string {
  return name === null ? '' : ` (${lowerFirst(signInReason(name).title)})`;
}

/** Acronyms keep their capitals. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** `3 ms`, `1.2 s`, `4 min`. */
export function durationWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

const steps: Readonly<Record<string, string>> = {
  request: 'Request',
  tls: 'TLS handshake',
  path: 'Authority check',
  revocation: 'Revocation',
  ticket: 'Kerberos ticket',
  mapping: 'User mapping',
  directory: 'Directory',
  password: 'Password',
  groups: 'Groups',
  connector: 'Connector',
};

/** A connector newer than this console may name steps that are not known here. */
export function stepName(step: string): string {
  return steps[step] ?? step;
}
