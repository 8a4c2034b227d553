import type { Logger } from 'pino';
import type { Accepted, KerberosAcceptor } from '#connector/kerberos/acceptor.ts';
import type { KeytabEntry } from '#connector/kerberos/keytab-file.ts';
import { type KerberosLibrary, type KerberosServer, loadKerberos } from '#connector/kerberos/load-kerberos.ts';
import { chooseKeytab } from '#connector/kerberos/process-keytab.ts';
import { ticketRefusal } from '#connector/kerberos/ticket-refusal.ts';
import { tokenKind } from '#connector/kerberos/token-kind.ts';
import { isNamed, type KeytabReading, watchKeytab } from '#connector/kerberos/watched-keytab.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import type { KerberosState } from '#lib/wire/frames.ts';

export type KerberosAcceptorOptions = {
  /** Absolute path of the keytab. A process has one: a second acceptor with another path is failing. */
  readonly keytab: string;
  /** `HTTP/sso.example.com`, with or without its realm: only its keys are taken; absent, any key of the keytab. */
  readonly servicePrincipal?: string | undefined;
  readonly log: Pick<Logger, 'info' | 'warn'>;
};

/** Everything a listener takes of headers is 64 KiB, so no token is longer. */
const maxTokenCharacters = 64 * 1024;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** Refusals that are the machine's fault, whoever comes: a full or locked /var/tmp, or rights that changed. */
const obstacles = new Set(['replay-cache-failed', 'keytab-unusable']);
const maxPrincipals = 50;
const maxPrincipalCharacters = 300;
const maxDetailCharacters = 500;

/** Takes tickets with the keytab's keys. Always opens: what hinders is in its state, and in the answer to every token. */
export async function openKerberosAcceptor(options: KerberosAcceptorOptions): Promise<KerberosAcceptor> {
  const { keytab, servicePrincipal, log } = options;
  const isOurs = chooseKeytab(keytab);
  const library = await loadKerberos();
  const readKeytabNow = watchKeytab(keytab, {
    servicePrincipal,
    onChange: (reading) => {
      if (reading.isUsable)
        log.info({ keytab, keys: reading.entries.length }, 'The keytab changed; its new keys count');
      else log.warn({ keytab, problem: reading.problem }, 'The keytab changed and cannot be used');
    },
  });
  const problem = (): { readonly name: string; readonly detail: string } | undefined => {
    const reading = readKeytabNow();
    if (!library.ok) return named(library.problem.message);
    if (!isOurs) return named(`keytab-is-another: this process uses another keytab already; restart the connector`);
    return reading.isUsable ? undefined : named(reading.problem);
  };
  /** What kept the last ticket from being looked at, until one is taken again. Only told: whoever is failing is not asked, and would stay so. */
  let obstacle: string | undefined;
  return {
    accept: async (token) => {
      const refusedAs = refuseUnread(token);
      if (refusedAs !== undefined) return refusedAs;
      const hindrance = problem();
      if (hindrance !== undefined || !library.ok)
        return {
          kind: 'refused',
          reason: hindrance?.name ?? 'kerberos-not-installed',
          detail: hindrance?.detail ?? '',
        };
      const accepted = judge(await takeTicket(library.value, token), servicePrincipal, readKeytabNow());
      if (accepted.kind === 'accepted') obstacle = undefined;
      else if (accepted.kind === 'refused' && obstacles.has(accepted.reason))
        obstacle = `${accepted.reason}: ${accepted.detail}`;
      return accepted;
    },
    state: () => stateOf(problem()?.detail, obstacle, library, readKeytabNow()),
  };
}

/** Problems begin with their name and a colon. */
function named(detail: string): { readonly name: string; readonly detail: string } {
  return { name: detail.split(':', 1)[0] ?? detail, detail };
}

/** What can be told before the library sees the token: it decodes anything, and takes NTLM for garbage. */
function refuseUnread(token: string): Accepted | undefined {
  const refused = (reason: string, detail: string): Accepted => ({ kind: 'refused', reason, detail });
  if (token.length > maxTokenCharacters)
    return refused('token-too-large', `The token has ${token.length} characters; ${maxTokenCharacters} are the most.`);
  if (token === '' || !base64.test(token)) return refused('token-invalid', 'The token is not base64.');
  const kind = tokenKind(Buffer.from(token, 'base64'));
  if (kind === 'ntlm') return { kind: 'ntlm' };
  return kind === 'unknown' ? refused('token-invalid', 'The token is neither SPNEGO nor Kerberos.') : undefined;
}

type Ticket = Pick<KerberosServer, 'contextComplete' | 'username' | 'targetName' | 'response'>;

/** One server for every token: a conversation is a single request and its answer (RFC 4559 section 5). */
async function takeTicket(library: KerberosLibrary, token: string): Promise<Ticket | { readonly error: unknown }> {
  try {
    // A name given here would be looked up in DNS and made another one, so the service is compared afterwards.
    const server = await library.initializeServer('');
    await server.step(token);
    return server;
  } catch (error) {
    return { error };
  }
}

function judge(
  ticket: Ticket | { readonly error: unknown },
  wanted: string | undefined,
  reading: KeytabReading,
): Accepted {
  if ('error' in ticket) return { kind: 'refused', ...ticketRefusal(ticket.error) };
  const { username, targetName, response } = ticket;
  const refused = (reason: string, detail: string): Accepted => ({ kind: 'refused', reason, detail });
  if (!ticket.contextComplete || username === null)
    return refused('ticket-invalid', 'The browser offered Kerberos without sending a ticket.');
  // The same character would stand for every octet that is no UTF-8, and two people would have one name.
  if (username.includes('\ufffd')) return refused('principal-unreadable', 'The name in the ticket is not UTF-8.');
  // RFC 8062: a ticket that proves nobody.
  if (username.startsWith('WELLKNOWN/')) return refused('ticket-anonymous', `The ticket is of ${username}.`);
  if (wanted !== undefined && !sharesKey(targetName ?? '', wanted, reading))
    return refused('service-not-accepted', `The ticket is for ${targetName}, not for ${wanted}.`);
  return { kind: 'accepted', principal: username, response: response ?? undefined };
}

/** An account of Active Directory has one key under all its names, and the library tells the first name in the keytab. */
function sharesKey(target: string, wanted: string, reading: KeytabReading): boolean {
  if (isNamed(target, wanted)) return true;
  const keysOf = (isMeant: (entry: KeytabEntry) => boolean) =>
    reading.isUsable ? reading.entries.filter(isMeant).map(({ keyDigest }) => keyDigest) : [];
  const ofTarget = new Set(keysOf(({ principal }) => principal === target));
  return keysOf(({ principal }) => isNamed(principal, wanted)).some((key) => ofTarget.has(key));
}

function stateOf(
  problem: string | undefined,
  obstacle: string | undefined,
  library: Outcome<KerberosLibrary>,
  reading: KeytabReading,
): KerberosState {
  const names = reading.isUsable ? [...new Set(reading.entries.map(({ principal }) => principal))] : [];
  const principals = names
    .sort((a, b) => Number(b.startsWith('HTTP/')) - Number(a.startsWith('HTTP/')) || (a < b ? -1 : 1))
    .slice(0, maxPrincipals)
    .map((name) => name.slice(0, maxPrincipalCharacters));
  const detail = problem ?? obstacle ?? (reading.isUsable ? reading.warning : undefined);
  return {
    state: problem === undefined && library.ok ? 'ready' : 'failing',
    principals,
    ...(detail === undefined ? {} : { detail: detail.slice(0, maxDetailCharacters) }),
  };
}
