import { expect, test } from 'vitest';
import { noDirectory } from '#connector/ldap/no-directory.ts';
import { ticketUnavailable, tryTicket } from '#connector/sign-in/try-ticket.ts';

const brought = { token: 'AAAA', requestText: 'request', at: 0 };

test.each([
  ['ticket-replayed', 'refused'],
  ['clock-skew', 'refused'],
  ['no-key-for-service', 'refused'],
  // Nothing was found out about the ticket: people must not be told that theirs was refused.
  ['replay-cache-failed', 'unavailable'],
  ['keytab-unusable', 'unavailable'],
  ['keytab-open-to-others', 'unavailable'],
  ['service-not-in-keytab', 'unavailable'],
  ['kerberos-not-installed', 'unavailable'],
] as const)('%s: %s', async (reason, result) => {
  const acceptor = {
    accept: async () => ({ kind: 'refused', reason, detail: 'words' }) as const,
    state: () => ({ state: 'ready' as const, principals: [] }),
  };
  const tried = await tryTicket(brought, acceptor, noDirectory);
  expect(tried).toMatchObject({ kind: 'result', result: { result, reason, detail: `${reason}: words` } });
});

test.each([
  ['keytab-missing: there is no /etc/http.keytab', 'keytab-missing'],
  ['service-not-in-keytab: it holds no key of HTTP/sso', 'service-not-in-keytab'],
  ['kerberos-not-installed: the package "kerberos" is not installed', 'kerberos-not-installed'],
  ['something else', 'keytab-unusable'],
])('%s is told as %s', (detail, reason) => {
  const told = ticketUnavailable({ state: 'failing', principals: [], detail }, 'request');
  expect(told).toMatchObject({ result: 'unavailable', reason, detail });
});

test('without a keytab nothing is asked of the browser', () => {
  const told = ticketUnavailable({ state: 'none', principals: [] }, 'request');
  expect(told).toMatchObject({ result: 'unavailable', reason: 'kerberos-not-configured' });
});
