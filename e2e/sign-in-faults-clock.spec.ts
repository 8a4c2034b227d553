import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type BrokenClock, brokenClock, canBreakClocks } from './world/broken-clock.ts';
import { directoryOf, from, linkOf, openSite, type Site } from './world/broken-site.ts';
import type { RunningConnector } from './world/connector.ts';
import { freePort } from './world/free-port.ts';
import { canRunKdc, type Kdc, startKdc } from './world/kdc.ts';
import { personWithTickets } from './world/kerberos-person.ts';
import { startPart } from './world/part.ts';
import type { SampleApplication } from './world/sample-application.ts';
import { canRunSlapd, type Slapd, startSlapd } from './world/slapd.ts';
import { askToSignIn, typePassword } from './world/visitor.ts';

/*
 * The clock of the connector’s machine is ten minutes off. What Gatehouse signed is judged by Gatehouse’s clock, so passwords and
 * certificates work; tickets and certificates that are minutes old are judged by the machine’s own, and refused by name.
 */
test.describe.configure({ mode: 'serial' });
test.skip(!canRunSlapd || !canRunKdc || !canBreakClocks, 'OpenLDAP, a KDC and faketime need Debian’s packages');

const alice = { uid: 'alice', password: 'Passw0rd-alice', displayName: 'Alice Andersson' };

let site: Site;
let slapd: Slapd;
let kdc: Kdc;
let clock: BrokenClock;
let connector: RunningConnector;
let wiki: SampleApplication;
let port: number;

test.beforeAll(async ({ browser }) => {
  [site, slapd, kdc] = await Promise.all([openSite(browser), startSlapd({ people: [alice] }), startKdc()]);
  const keytab = join(site.directory, 'http.keytab');
  await kdc.exportKeytab('HTTP/localhost', keytab);
  await kdc.addPerson(alice.uid, alice.password);
  port = await freePort();
  const kerberosPort = await freePort();
  const listen = { host: '127.0.0.1', port: kerberosPort };
  // It is enrolled and set up with the clock as it is, too.
  clock = brokenClock(10);
  Object.assign(clock.env, { KRB5_CONFIG: kdc.krb5Config });
  const connected = await site.connect({
    name: 'Fabrikam HQ',
    frontFacingUrl: `https://localhost:${port}`,
    kerberosUrl: `https://localhost:${kerberosPort}`,
    connectors: [
      {
        name: 'hq-1',
        port,
        env: clock.env,
        config: { directory: directoryOf(slapd), kerberos: { keytab, realms: [kdc.realm], listen } },
      },
    ],
  });
  [connector] = connected.connectors as [RunningConnector];
  wiki = await site.addApplication('Wiki');
});

test.afterAll(async () => {
  await site?.close();
  await Promise.all([kdc?.remove(), slapd?.remove()]);
});

const signedIn = (page: Page) => page.getByText('Signed in as Alice Andersson');

async function setClock(minutes: number): Promise<void> {
  await connector.stop();
  clock.setMinutes(minutes);
  connector.start();
  await linkOf(connector);
}

/** Begins to sign in with a certificate that is valid from so many days before today on. */
async function withCertificate(name: string, daysAgo: number): Promise<Page> {
  const { certify, passphrase } = site.company;
  const { pfx } = await certify({ name, upn: 'alice@example.test', days: { from: -daysAgo, to: 30 } });
  const context = await site.visitor(from.cards, {
    clientCertificates: [{ origin: `https://localhost:${port}`, pfxPath: pfx, passphrase }],
  });
  return askToSignIn(context, wiki);
}

async function withTicket(look: (page: Page) => Promise<void>): Promise<void> {
  const person = await personWithTickets({
    krb5Config: kdc.krb5Config,
    tickets: await kdc.ticketsOf({ name: alice.uid, password: alice.password }),
    allowed: 'localhost',
    trusts: site.company.rootPem,
  });
  try {
    await person.context.setExtraHTTPHeaders({ 'x-forwarded-for': from.tickets });
    await look(await askToSignIn(person.context, wiki));
  } finally {
    await person.leave();
  }
}

for (const [minutes, words, reason] of [
  [10, 'ahead of', 'Clocks differ'],
  [-10, 'behind', 'Ticket not yet valid'],
] as const)
  test.describe(`a clock ten minutes ${words} Gatehouse’s`, () => {
    test('is warned of by the connector and by its doctor', async () => {
      await setClock(minutes);
      await connector.part().says(new RegExp(`clock is \\d+ s ${words} Gatehouse's: check its time source`));
      const doctor = startPart('node', ['connector/main.ts', 'doctor', '--data', connector.dataDirectory], clock.env);
      expect(await doctor.ended).toBe(1);
      expect(doctor.output()).toMatch(new RegExp(`clock is \\d+\\.\\d s ${words} Gatehouse’s`));
    });

    test('keeps nobody out who has a password or a certificate', async () => {
      const page = await askToSignIn(await site.visitor(from.home), wiki);
      await typePassword(page, alice.uid, alice.password);
      await expect(signedIn(page)).toBeVisible();
      await expect(signedIn(await withCertificate('Alice Andersson', 1))).toBeVisible();
    });

    test('refuses tickets, says why, and goes on to the password', async () => {
      await withTicket(async (page) => {
        await expect(page.getByLabel('Password')).toBeVisible();
        await expect(page.getByRole('main')).toContainText('clocks of your computer and of the sign-in service differ');
        const log = await site.logOf(page);
        await expect(log).toContainText(reason);
        await expect(log).toContainText(new RegExp(`connector’s clock is \\d+ s ${words} Gatehouse’s`));
        await typePassword(page, alice.uid, alice.password);
        await expect(signedIn(page)).toBeVisible();
      });
    });
  });

test('with a clock that is behind, a certificate of this minute is refused as one that is not valid yet', async () => {
  const page = await withCertificate('Nina New', 0);
  await expect(page.getByRole('heading', { name: 'You were not signed in' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('not valid yet');
  await expect(await site.logOf(page)).toContainText(/connector’s clock is \d+ s behind Gatehouse’s/);
});

test('a clock that is set right is enough', async () => {
  await setClock(0);
  await withTicket((page) => expect(signedIn(page)).toBeVisible());
});
