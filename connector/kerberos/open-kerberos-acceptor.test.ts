import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Accepted, KerberosAcceptor } from '#connector/kerberos/acceptor.ts';
import { openKerberosAcceptor } from '#connector/kerberos/open-kerberos-acceptor.ts';
import { canRunKdc, type Kdc, startKdc, trust } from '#e2e/world/kdc.ts';
import { beginNegotiation, negotiateToken } from '#e2e/world/kdc-negotiation.ts';
import { shiftClock } from '#e2e/world/kdc-tickets.ts';

const log = pino({ level: 'silent' });
const service = 'HTTP/localhost';

describe.skipIf(!canRunKdc)('with a real realm', () => {
  let kdc: Kdc;
  let folder: string;
  /** The one keytab of this process; tests put other keytabs in its place. */
  let keytab: string;
  let current: string;
  let acceptor: KerberosAcceptor;
  let tickets: string;

  beforeAll(async () => {
    // Advice for web servers in a hurry, which a connector must not follow.
    process.env['KRB5RCACHETYPE'] = 'none';
    kdc = await startKdc();
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-acceptor-'));
    keytab = join(folder, 'http.keytab');
    current = join(folder, 'current.keytab');
    await kdc.exportKeytab(service, current);
    tickets = await kdc.ticketsOf(await kdc.addPerson('alice'));
    acceptor = await openKerberosAcceptor({ keytab, log });
  });
  beforeEach(() => copyFileSync(current, keytab));
  afterAll(async () => {
    await kdc.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const tokenFor = (of: { cache?: string; krb5Config?: string; service?: string } = {}) =>
    negotiateToken({ krb5Config: kdc.krb5Config, cache: tickets, ...of });
  const reasonOf = (accepted: Accepted) => (accepted.kind === 'refused' ? accepted.reason : accepted.kind);

  test('a ticket names its full principal, and the answer proves the service', async () => {
    expect(acceptor.state()).toEqual({ state: 'ready', principals: ['HTTP/localhost@EXAMPLE.TEST'] });
    const negotiation = await beginNegotiation({ krb5Config: kdc.krb5Config, cache: tickets });
    const accepted = await acceptor.accept(negotiation.token);
    expect(accepted).toMatchObject({ kind: 'accepted', principal: 'alice@EXAMPLE.TEST' });
    expect(await negotiation.isProvenBy(accepted.kind === 'accepted' ? (accepted.response ?? '') : '')).toBe(true);
    const { isProvenBy } = await beginNegotiation({ krb5Config: kdc.krb5Config, cache: tickets });
    expect(await isProvenBy('oRQwEqADCgEAoQsGCSqGSIb3EgECAg==')).toBe(false);
  });

  test('a ticket is taken once, whichever listener it is shown to', async () => {
    const token = await tokenFor();
    const other = await openKerberosAcceptor({ keytab, log });
    const answers = await Promise.all([acceptor, other, acceptor, other].map((listener) => listener.accept(token)));
    expect(answers.map(reasonOf).sort()).toEqual(['accepted', ...Array(3).fill('ticket-replayed')]);
    expect(reasonOf(await acceptor.accept(token))).toBe('ticket-replayed');
  });

  test('people of a trusted realm keep their realm', async () => {
    const other = await startKdc({ realm: 'OTHER.TEST' });
    try {
      const krb5Config = await trust({ people: other, services: kdc });
      const cache = await other.ticketsOf(await other.addPerson('alice'), krb5Config);
      expect(await acceptor.accept(await tokenFor({ cache, krb5Config }))).toMatchObject({
        kind: 'accepted',
        principal: 'alice@OTHER.TEST',
      });
    } finally {
      await other.remove();
    }
  });

  test('names with an @ inside stay whole', async () => {
    await kdc.kadmin('addprinc -pw pw mail\\@example.com');
    const cache = await kdc.ticketsOf({ name: 'mail\\@example.com', password: 'pw' });
    expect(await acceptor.accept(await tokenFor({ cache }))).toMatchObject({
      principal: 'mail\\@example.com@EXAMPLE.TEST',
    });
  });

  test('a clock that is ten minutes off is named', async () => {
    const cache = await kdc.ticketsOf(await kdc.addPerson('carol'));
    expect(reasonOf(await acceptor.accept(await tokenFor({ cache })))).toBe('accepted');
    shiftClock(cache, 600);
    expect(reasonOf(await acceptor.accept(await tokenFor({ cache })))).toBe('clock-skew');
  });

  test('what is wrong with the keys is named, and mended by another keytab without a restart', async () => {
    await kdc.exportKeytab('HTTP/other.localhost', keytab);
    expect(acceptor.state().principals).toEqual(['HTTP/other.localhost@EXAMPLE.TEST']);
    expect(await acceptor.accept(await tokenFor())).toMatchObject({
      reason: 'no-key-for-service',
      detail: expect.stringContaining('HTTP/localhost@EXAMPLE.TEST'),
    });

    const before = await tokenFor();
    const { realm } = kdc;
    await kdc.exportKeytab(service, join(folder, 'next.keytab'));
    copyFileSync(join(folder, 'next.keytab'), keytab);
    expect(await acceptor.accept(before)).toMatchObject({
      reason: 'wrong-key-version',
      detail: expect.stringContaining(`${service}@${realm} kvno 2`),
    });
    const fresh = await kdc.ticketsOf({ name: 'alice', password: 'Passw0rd-alice' });
    expect(reasonOf(await acceptor.accept(await tokenFor({ cache: fresh })))).toBe('accepted');
    copyFileSync(current, keytab);
    expect(reasonOf(await acceptor.accept(await tokenFor({ cache: fresh })))).toBe('wrong-key-version');
    copyFileSync(join(folder, 'next.keytab'), current);
    tickets = fresh;
  });

  test('a key of the same version that was made elsewhere does not fit', async () => {
    const impostor = await startKdc();
    try {
      await impostor.exportKeytab(service, keytab);
      await impostor.exportKeytab(service, keytab);
      expect(reasonOf(await acceptor.accept(await tokenFor()))).toBe('key-does-not-fit');
    } finally {
      await impostor.remove();
    }
  });

  test('a keytab with RC4 alone is told of, and does not take tickets with AES', async () => {
    await kdc.exportKeytab('HTTP/old.localhost', keytab, 'arcfour-hmac:normal');
    expect(acceptor.state()).toMatchObject({
      state: 'ready',
      detail: expect.stringMatching(/^weak-keys-only: .*rc4-hmac/),
    });
  });

  test('a keytab that is missing, open to others or none at all is named, and heals by itself', async () => {
    const problemOf = async () => [
      acceptor.state().state,
      acceptor.state().detail?.split(':')[0],
      reasonOf(await acceptor.accept(await tokenFor())),
    ];
    rmSync(keytab);
    expect(await problemOf()).toEqual(['failing', 'keytab-missing', 'keytab-missing']);
    writeFileSync(keytab, 'no keytab', { mode: 0o600 });
    expect(await problemOf()).toEqual(['failing', 'keytab-invalid', 'keytab-invalid']);
    copyFileSync(current, keytab);
    chmodSync(keytab, 0o644);
    expect(await problemOf()).toEqual(['failing', 'keytab-open-to-others', 'keytab-open-to-others']);
    chmodSync(keytab, 0o600);
    expect(await problemOf()).toEqual(['ready', undefined, 'accepted']);
  });

  test('one service can be asked for, by any name of its key', async () => {
    await kdc.kadmin('addprinc -randkey HTTP/second.localhost', `ktadd -k ${keytab} HTTP/second.localhost`);
    const pinned = (servicePrincipal: string) => openKerberosAcceptor({ keytab, servicePrincipal, log });
    const here = await pinned('HTTP/localhost');
    const other = await pinned('HTTP/second.localhost@EXAMPLE.TEST');
    const nobody = await pinned('HTTP/nobody.localhost');
    expect(reasonOf(await here.accept(await tokenFor()))).toBe('accepted');
    expect(reasonOf(await other.accept(await tokenFor()))).toBe('service-not-accepted');
    expect(reasonOf(await nobody.accept(await tokenFor()))).toBe('service-not-in-keytab');
    expect(nobody.state()).toMatchObject({
      state: 'failing',
      detail: expect.stringContaining('HTTP/nobody.localhost'),
    });
  });

  test('an account of many names is asked for by any of them', async () => {
    // The same keys once more under another name, which the library finds first.
    const alias = readFileSync(current, 'latin1').replaceAll('localhost', 'localhos2');
    writeFileSync(keytab, Buffer.concat([Buffer.from(alias, 'latin1'), readFileSync(current).subarray(2)]));
    const pinned = await openKerberosAcceptor({ keytab, servicePrincipal: service, log });
    expect(pinned.state().principals).toEqual(['HTTP/localhos2@EXAMPLE.TEST', 'HTTP/localhost@EXAMPLE.TEST']);
    expect(reasonOf(await pinned.accept(await tokenFor()))).toBe('accepted');
  });

  test('where replays cannot be remembered, no ticket is taken', async () => {
    process.env['KRB5RCACHEDIR'] = join(folder, 'nowhere');
    try {
      expect(reasonOf(await acceptor.accept(await tokenFor()))).toBe('replay-cache-failed');
      expect(acceptor.state()).toMatchObject({
        state: 'ready',
        detail: expect.stringMatching(/^replay-cache-failed: .*nowhere/),
      });
    } finally {
      delete process.env['KRB5RCACHEDIR'];
    }
    expect(reasonOf(await acceptor.accept(await tokenFor()))).toBe('accepted');
    expect(acceptor.state().detail).toBeUndefined();
  });

  test('NTLM is recognised, garbage and oversize refused, and a real ticket cut or bent is no ticket', async () => {
    expect(await acceptor.accept('TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAKAGFKAAAADw==')).toEqual({ kind: 'ntlm' });
    for (const garbage of ['', '!', 'AAAA', 'YGGG', 'a'.repeat(4_000)])
      expect(reasonOf(await acceptor.accept(garbage))).toBe('token-invalid');
    expect(reasonOf(await acceptor.accept('A'.repeat(64 * 1024 + 4)))).toBe('token-too-large');
    const token = Buffer.from(await tokenFor(), 'base64');
    for (const at of [20, 60, 200, token.length - 30]) {
      const bent = Buffer.from(token);
      bent[at] = (bent[at] ?? 0) ^ 0x55;
      expect((await acceptor.accept(bent.toString('base64'))).kind, `byte ${at}`).toBe('refused');
      expect((await acceptor.accept(token.subarray(0, at).toString('base64'))).kind, `${at} bytes`).toBe('refused');
    }
  });

  test('another keytab in one process is refused in words', async () => {
    const other = await openKerberosAcceptor({ keytab: current, log });
    expect(other.state()).toMatchObject({ state: 'failing', detail: expect.stringContaining('keytab-is-another') });
    expect(reasonOf(await other.accept(await tokenFor()))).toBe('keytab-is-another');
  });

  test('without a KDC, tickets that are held go on', async () => {
    await tokenFor();
    await kdc.kill();
    expect(reasonOf(await acceptor.accept(await tokenFor()))).toBe('accepted');
    await expect(tokenFor({ service: 'HTTP@elsewhere.localhost' })).rejects.toThrow('no ticket');
    await kdc.restart();
  });
});
