import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probeHandshake } from '#connector/front/probe-tls.ts';
import { type SignInWorld, startSignInWorld } from '#connector/test-world/sign-in-world.ts';
import { portOf } from '#connector/test-world/start-test-daemon.ts';
import { canRunKdc, type Kdc, startKdc } from '#e2e/world/kdc.ts';
import { beginNegotiation, negotiateToken } from '#e2e/world/kdc-negotiation.ts';

describe.skipIf(!canRunKdc)('with a real realm', () => {
  let kdc: Kdc;
  let folder: string;
  let keytab: string;
  let world: SignInWorld;
  const caches = new Map<string, string>();

  beforeAll(async () => {
    kdc = await startKdc();
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-sign-in-'));
    keytab = join(folder, 'http.keytab');
    await kdc.exportKeytab('HTTP/localhost', keytab);
    for (const name of ['alice', 'gone', 'stranger']) caches.set(name, await kdc.ticketsOf(await kdc.addPerson(name)));
    world = await startSignInWorld({
      config: { kerberos: { keytab, realms: ['EXAMPLE.TEST'], listen: { host: '127.0.0.1', port: 0 } } },
      settings: { isOn: false, kerberos: { enabled: true } },
    });
  });
  afterAll(async () => {
    await world.close();
    await kdc.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const cacheOf = (name: string) => caches.get(name) ?? '';
  const headersOf = async (name: string) => ({
    authorization: `Negotiate ${await negotiateToken({ krb5Config: kdc.krb5Config, cache: cacheOf(name) })}`,
  });
  const kerberos = { method: 'kerberos' } as const;

  test('a ticket signs its person in, without a certificate being asked for; the answer proves the service', async () => {
    expect(await probeHandshake({ kind: 'address', host: '127.0.0.1', port: world.port() })).toMatchObject({
      isAsking: false,
    });
    const negotiation = await beginNegotiation({ krb5Config: kdc.krb5Config, cache: cacheOf('alice') });
    const visited = await world.signIn({ ...kerberos, headers: { authorization: `Negotiate ${negotiation.token}` } });
    expect(visited.status).toBe(303);
    expect(visited.location?.searchParams.has('receipt')).toBe(true);
    expect(visited.result).toMatchObject({
      method: 'kerberos',
      outcome: {
        result: 'accepted',
        claimedName: 'alice@EXAMPLE.TEST',
        person: { userName: 'alice', groups: ['staff', 'team'] },
      },
    });
    expect(visited.result.outcome.steps.map(({ step }) => step)).toEqual([
      'request',
      'ticket',
      'mapping',
      'directory',
      'groups',
    ]);
    const proof = String(visited.headers['www-authenticate']).replace(/^Negotiate /, '');
    expect(await negotiation.isProvenBy(proof)).toBe(true);
  });

  test('without a ticket: asked once, with a page that goes on by itself', async () => {
    const signed = await world.hub.request({ ...kerberos, jti: 'sir_none' });
    const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    const asked = await world.visit(signed, { agent });
    expect([asked.status, asked.headers['www-authenticate']]).toEqual([401, 'Negotiate']);
    const goOn = 'https://gatehouse.example.test/door/return?request=sir_none&amp;failure=no-ticket';
    expect(asked.body).toContain(`<meta http-equiv="refresh" content="0; url=${goOn}">`);
    expect(asked.body).toContain(`href="${goOn}"`);
    // Asking does not use the request up: the browser comes back with its ticket.
    const done = await world.visit(signed, { agent, headers: await headersOf('alice') });
    expect(done.location?.searchParams.has('receipt')).toBe(true);
    await world.hub.assertions.next(({ request }) => request === 'sir_none');
    agent.destroy();
  });

  test.each(['Negotiate', 'NTLM'])(
    'an NTLM token under %s: on to the next method, never a second 401',
    async (scheme) => {
      const token = 'TlRMTVNTUAABAAAAl4II4gAAAAAAAAAAAAAAAAAAAAAKAGFKAAAADw==';
      const jti = world.nextId();
      const signed = await world.hub.request({ ...kerberos, jti });
      const { status, headers, location } = await world.visit(signed, {
        headers: { authorization: `${scheme} ${token}` },
      });
      expect(status).toBe(303);
      expect(headers['www-authenticate']).toBeUndefined();
      expect(location?.searchParams.get('failure')).toBe('ntlm');
    },
  );

  test('a ticket shown twice, a disabled account, a principal nobody has', async () => {
    const headers = await headersOf('alice');
    expect((await world.signIn({ ...kerberos, headers })).result.outcome.result).toBe('accepted');
    const again = await world.signIn({ ...kerberos, headers });
    expect(again.result.outcome).toMatchObject({ result: 'refused', reason: 'ticket-replayed' });
    const gone = await world.signIn({ ...kerberos, headers: await headersOf('gone') });
    expect(gone.result.outcome).toMatchObject({ result: 'refused', reason: 'account-disabled' });
    const stranger = await world.signIn({ ...kerberos, headers: await headersOf('stranger') });
    expect(stranger.result.outcome).toMatchObject({ result: 'refused', reason: 'unmapped' });
  });

  test('junk instead of a ticket is told to Gatehouse, not thrown', async () => {
    const { status, result } = await world.signIn({ ...kerberos, headers: { authorization: 'Negotiate AAAA' } });
    expect([status, result.outcome]).toMatchObject([303, { result: 'refused', reason: 'token-invalid' }]);
    // A scheme that is not offered is as good as none.
    const signed = await world.hub.request({ ...kerberos, jti: world.nextId() });
    expect((await world.visit(signed, { headers: { authorization: 'Basic YTpi' } })).status).toBe(401);
  });

  test('a keytab that is gone: nobody is asked for a ticket, Gatehouse hears why, and hears when it is back', async () => {
    const other = join(folder, 'elsewhere');
    copyFileSync(keytab, other);
    rmSync(keytab);
    const visited = await world.signIn(kerberos);
    expect(visited.headers['www-authenticate']).toBeUndefined();
    expect(visited.result.outcome).toMatchObject({ result: 'unavailable', reason: 'keytab-missing' });
    copyFileSync(other, keytab);
    expect((await world.signIn({ ...kerberos, headers: await headersOf('alice') })).result.outcome.result).toBe(
      'accepted',
    );
  });

  test('a URL of its own gets a listener of its own, which alone takes tickets; the other asks for certificates', async () => {
    await world.publish({ isOn: true, kerberos: { enabled: true, frontFacingUrl: 'https://sso.example.test:8444' } });
    const own = portOf(String(world.daemon.lines.findLast((line) => line.msg === 'listening')?.['address']));
    expect(own).not.toBe(world.port());
    const asks = async (port: number) => (await probeHandshake({ kind: 'address', host: '127.0.0.1', port })).isAsking;
    expect([await asks(world.port()), await asks(own)]).toEqual([true, false]);
    const aud = 'https://sso.example.test:8444';
    const visited = await world.signIn({ ...kerberos, aud, port: own, headers: await headersOf('alice') });
    expect(visited.result.outcome.result).toBe('accepted');
    // Neither takes what is for the other.
    const forOther = await world.hub.request({ ...kerberos, jti: world.nextId(), aud });
    expect((await world.visit(forOther)).body).toContain('other-address');
    const certificate = await world.hub.request({ jti: world.nextId(), aud });
    expect((await world.visit(certificate, { port: own })).body).toContain('other-method');
    await world.publish();
    await expect(world.visit(forOther, { port: own })).rejects.toThrow();
  });
});
