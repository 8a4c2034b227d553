import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canRunKdc, type Kdc, startKdc } from '#e2e/world/kdc.ts';
import { personWithTickets } from '#e2e/world/kerberos-person.ts';
import { type Part, startPart } from '#e2e/world/part.ts';
import { canRunSamba, type Samba, startSamba } from '#e2e/world/samba.ts';
import { writeServerTls } from '#e2e/world/samba-tls.ts';

const service = 'HTTP/localhost';

let folder: string;
let tls: Awaited<ReturnType<typeof writeServerTls>>;
const parts: Part[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-negotiate-'));
  tls = await writeServerTls(folder, { hosts: ['localhost'], ips: ['127.0.0.1'] });
});
afterAll(async () => {
  for (const part of parts) await part.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A site that asks for tickets; resolves with its address. */
async function startSite(keytab: string): Promise<string> {
  const part = startPart('node', ['connector/kerberos/negotiate-server.test-support.ts', tls.cert, tls.key, keytab]);
  parts.push(part);
  return `https://localhost:${(await part.says(/port (\d+)/))[1]}/`;
}

/** What the person's browser shows of the page. */
async function seen(url: string, who: Omit<Parameters<typeof personWithTickets>[0], 'trusts'>): Promise<string> {
  const person = await personWithTickets({ trusts: tls.ca, ...who });
  try {
    const page = await person.context.newPage();
    await page.goto(url);
    return (await page.textContent('body')) ?? '';
  } finally {
    await person.leave();
  }
}

describe.skipIf(!canRunKdc)('in a realm of MIT Kerberos', () => {
  let kdc: Kdc;
  let site: string;
  beforeAll(async () => {
    kdc = await startKdc();
    await kdc.exportKeytab(service, kdc.file('http.keytab'));
    site = await startSite(kdc.file('http.keytab'));
  });
  afterAll(() => kdc.remove());

  test('a person with tickets is known without a word, beside one without', async () => {
    const { krb5Config } = kdc;
    const tickets = await kdc.ticketsOf(await kdc.addPerson('alice'));
    const [known, stranger, notAllowed] = await Promise.all([
      seen(site, { krb5Config, tickets, allowed: 'localhost' }),
      seen(site, { krb5Config, allowed: 'localhost' }),
      seen(site, { krb5Config, tickets, allowed: 'elsewhere.test' }),
    ]);
    expect(known).toMatch(/^alice@EXAMPLE\.TEST, /);
    expect(stranger).toBe('no ticket');
    expect(notAllowed).toBe('no ticket');
  });
});

describe.skipIf(!canRunSamba)('in a domain of Active Directory', () => {
  let samba: Samba;
  let site: string;
  beforeAll(async () => {
    samba = await startSamba();
    await samba.exportKeytab(service, join(folder, 'samba.keytab'));
    site = await startSite(join(folder, 'samba.keytab'));
  });
  afterAll(() => samba.remove());

  test('a person of the domain is known by the keys of the account', async () => {
    const tickets = await samba.ticketsOf(await samba.addPerson({ name: 'alice' }));
    expect(await seen(site, { krb5Config: samba.krb5Config, tickets, allowed: 'localhost' })).toMatch(
      /^alice@AD\.EXAMPLE\.TEST, /,
    );
  });

  test('a ticket that fills a header of 48 KiB is taken', async () => {
    // Active Directory puts the account's record into the ticket, this attribute included (MS-PAC section 2.5).
    const attributes = { profilePath: ['\\\\files.example.test\\'.padEnd(18_500, 'p')] };
    const tickets = await samba.ticketsOf(await samba.addPerson({ name: 'bigger', attributes }));
    const page = await seen(site, { krb5Config: samba.krb5Config, tickets, allowed: 'localhost' });
    const [, name, length] = /^(.*), (\d+) characters$/.exec(page) ?? [];
    expect(name).toBe('bigger@AD.EXAMPLE.TEST');
    expect(Number(length)).toBeGreaterThan(48 * 1024);
    expect(Number(length)).toBeLessThan(64 * 1024);
  });
});
