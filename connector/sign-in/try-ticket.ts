import type { KerberosAcceptor } from '#connector/kerberos/acceptor.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { type Ending, refused, unavailable } from '#connector/sign-in/ending.ts';
import { mapPrincipal } from '#connector/sign-in/map-principal.ts';
import { noteSteps } from '#connector/sign-in/note-steps.ts';
import type { KerberosState } from '#lib/wire/frames.ts';
import type { MethodResult } from '#lib/wire/method-result.ts';

export type TicketTried =
  | { readonly kind: 'result'; readonly result: MethodResult; readonly response: string | undefined }
  | { readonly kind: 'ntlm' };

/** One try with a SPNEGO token; `response` goes back to the browser, so that it knows the service too (RFC 4559 section 4.1). */
export async function tryTicket(
  { token, requestText, at }: { readonly token: string; readonly requestText: string; readonly at: number },
  acceptor: KerberosAcceptor,
  directory: Directory,
): Promise<TicketTried> {
  const steps = noteSteps();
  steps.note('request', true, requestText);
  const accepted = await acceptor.accept(token);
  if (accepted.kind === 'ntlm') return { kind: 'ntlm' };
  if (accepted.kind === 'refused') {
    const detail = `${accepted.reason}: ${accepted.detail}`;
    steps.note('ticket', false, detail);
    const end = isFaultOfMachine(accepted.reason) ? unavailable : refused;
    return { kind: 'result', result: { ...end(accepted.reason, detail), steps: steps.done() }, response: undefined };
  }
  const { principal, response } = accepted;
  steps.note('ticket', true, `of ${principal}`);
  const ending: Ending = await mapPrincipal(principal, directory, at, steps);
  return { kind: 'result', result: { ...ending, steps: steps.done(), claimedName: principal }, response };
}

/** What says nothing about the ticket, whoever brought it. */
function isFaultOfMachine(reason: string): boolean {
  return /^(?:keytab-|kerberos-not-)/.test(reason) || ['service-not-in-keytab', 'replay-cache-failed'].includes(reason);
}

/** Where no token could be accepted anyway, no browser is asked for one. */
export function ticketUnavailable({ state, detail = '' }: KerberosState, requestText: string): MethodResult {
  const steps = noteSteps();
  steps.note('request', true, requestText);
  const ending =
    state === 'none'
      ? unavailable('kerberos-not-configured', 'config.json names no keytab (kerberos.keytab)')
      : unavailable(nameOf(detail), detail);
  steps.note('ticket', false, ending.detail);
  return { ...ending, steps: steps.done() };
}

/** What hinders begins with its name and a colon. */
function nameOf(detail: string): string {
  return /^([a-z-]{1,60}): /.exec(detail)?.[1] ?? 'keytab-unusable';
}
