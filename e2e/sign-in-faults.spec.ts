import { join } from 'node:path';
import { type BrowserContext, expect, type Page, type Request, test } from '@playwright/test';
import { type Connected, directoryOf, from, linkOf, openSite, type Site } from './world/broken-site.ts';
import { type BrokenWay, startWay } from './world/broken-way.ts';
import type { RunningConnector } from './world/connector.ts';
import { freePort } from './world/free-port.ts';
import { willShow } from './world/held-page.ts';
import { canRunKdc, type Kdc, startKdc } from './world/kdc.ts';
import { personWithTickets } from './world/kerberos-person.ts';
import type { SampleApplication } from './world/sample-application.ts';
import { canRunSlapd, type Slapd, startSlapd } from './world/slapd.ts';
import { askToSignIn, typePassword } from './world/visitor.ts';

/*
 * Connector, way, directory, KDC and Gatehouse end while somebody signs in. Each time the person gets a sentence, the log a row with a
 * named reason, and whatever did not end goes on as soon as what ended is back.
 */
test.describe.configure({ mode: 'serial' });
test.skip(!canRunSlapd || !canRunKdc, 'OpenLDAP and a KDC need Debian’s packages');

const alice = { uid: 'alice', password: 'Passw0rd-alice', mail: 'alice@example.test' };
const people = [
  { ...alice, mail: [alice.mail], displayName: 'Alice Andersson' },
  { ...alice, uid: 'bob', mail: ['bob@example.test'], displayName: 'Bob Berg' },
];

let site: Site;
let servers: readonly [Slapd, Slapd];
let kdc: Kdc;
let way: BrokenWay;
let kerberosWay: BrokenWay;
let connected: Connected;
let connector: RunningConnector;
let wiki: SampleApplication;

test.beforeAll(async ({ browser }) => {
  [site, servers, kdc] = await Promise.all([
    openSite(browser),
    Promise.all([startSlapd({ people }), startSlapd({ people })]),
    startKdc(),
  ]);
  const [port, kerberosPort] = [await freePort(), await freePort()];
  [way, kerberosWay] = [await startWay(port), await startWay(kerberosPort)];
  const keytab = join(site.directory, 'http.keytab');
  await kdc.exportKeytab('HTTP/localhost', keytab);
  for (const { uid, password } of people) await kdc.addPerson(uid, password);
  const listen = { host: '127.0.0.1', port: kerberosPort };
  connected = await site.connect({
    name: 'Fabrikam HQ',
    frontFacingUrl: `https://localhost:${way.port}`,
    kerberosUrl: `https://localhost:${kerberosWay.port}`,
    connectors: [
      {
        name: 'hq-1',
        port,
        env: { KRB5_CONFIG: kdc.krb5Config },
        config: { directory: directoryOf(...servers), kerberos: { keytab, realms: [kdc.realm], listen } },
      },
    ],
  });
  [connector] = connected.connectors as [RunningConnector];
  wiki = await site.addApplication('Wiki');
});

test.afterAll(async () => {
  await Promise.all([way?.cut(), kerberosWay?.cut()]);
  await site?.close();
  await Promise.all([kdc?.remove(), ...(servers ?? []).map((one) => one.remove())]);
});

/** The browser’s own, where it gets nowhere. */
const errorPage = 'chrome-error://chromewebdata/';

const signedIn = (page: Page, name = 'Alice Andersson') => page.getByText(`Signed in as ${name}`);
const signInAgain = async (page: Page): Promise<void> => {
  await typePassword(page, alice.uid, alice.password);
  await expect(signedIn(page)).toBeVisible();
};

async function withCertificate(): Promise<BrowserContext> {
  const { passphrase, certify } = site.company;
  const { pfx } = await certify({ name: 'Alice Andersson', upn: alice.mail });
  return site.visitor(from.cards, {
    clientCertificates: [{ origin: `https://localhost:${way.port}`, pfxPath: pfx, passphrase }],
  });
}

/** What the browser asks of these hosts, and how. */
function watchRequests(page: Page, ...ways: readonly BrokenWay[]): Request[] {
  const seen: Request[] = [];
  page.on('request', (request) => {
    if (ways.some(({ port }) => new URL(request.url()).port === String(port))) seen.push(request);
  });
  return seen;
}

/** Chrome asks for permission to look into the local network for anything else. */
function expectNavigationsOnly(page: Page, seen: readonly Request[]): void {
  for (const request of seen)
    expect([request.isNavigationRequest(), request.frame() === page.mainFrame(), request.resourceType()]).toEqual([
      true,
      true,
      'document',
    ]);
  expect(seen.length).toBeGreaterThan(0);
}

test('a black hole in front of the connector is waited for as long as it takes, then the next method follows', async () => {
  await kerberosWay.swallow();
  const page = await (await site.visitor(from.tickets)).newPage();
  const seen = watchRequests(page, kerberosWay);
  const held = await willShow(page, 'Still waiting for');
  await page.goto(wiki.url);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await held.shown;
  // By itself, once the time is over.
  await expect(page.getByLabel('Password')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('main')).toContainText('could not be reached from your browser');
  await expect(await site.logOf(page)).toContainText('Not reachable from the browser');
  expectNavigationsOnly(page, seen);
  await signInAgain(page);
  await kerberosWay.mend();
});

test('whoever does not want to wait goes on at once', async () => {
  await way.swallow();
  const page = await (await site.visitor(from.desk)).newPage();
  const offer = await willShow(page, 'Use your password instead');
  await page.goto(wiki.url);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await offer.shown;
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Password')).toBeVisible();
  await expect(await site.logOf(page)).toContainText('Another way was chosen');
  await signInAgain(page);
  await way.mend();
});

test('where nobody listens the browser says so itself; going back offers the way again, and the next method', async () => {
  await way.cut();
  const page = await (await site.visitor(from.desk)).newPage();
  const seen = watchRequests(page, way);
  await page.goto(wiki.url);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(errorPage);
  await page.goBack();
  await expect(page.getByText('brought no answer back')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page).toHaveURL(errorPage);
  await page.goBack();
  await page.getByRole('button', { name: 'Sign in another way' }).click();
  await expect(page.getByLabel('Password')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('could not be reached from your browser');
  await expect(await site.logOf(page)).toContainText('Not reachable from the browser');
  expectNavigationsOnly(page, seen);
  await way.mend();
  // Without a certificate, and so by the other way: the connector is asked again.
  await page.getByRole('button', { name: 'Use another certificate' }).click();
  await expect(page.getByRole('main')).toContainText(/no certificate/i);
  await signInAgain(page);
});

test('a connector that is killed while the browser is on its way is passed over; started again it works', async () => {
  await way.swallow();
  const page = await askToSignIn(await site.visitor(from.desk), wiki);
  await way.hasSwallowed(1);
  await connector.stop('SIGKILL');
  await expect(await connected.shown('hq-1')).toContainText('offline');
  await way.cut();
  await expect(page).toHaveURL(errorPage);
  // Gatehouse knows by now, and sends nobody there.
  await page.goBack();
  await expect(page.getByLabel('Password')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('sign-in service is not available at the moment');
  await expect(page.getByText('Passwords cannot be checked at this moment')).toBeVisible();
  await typePassword(page, alice.uid, alice.password);
  await expect(page.getByRole('alert').first()).toContainText('not available at the moment');
  await expect(await site.logOf(page)).toContainText('No connector');
  await way.mend();
  connector.start();
  await linkOf(connector);
  await signInAgain(page);
});

test('a directory server that is killed is passed over; with none left the person is told, and one back is enough', async () => {
  const [first, second] = servers;
  await expect(signedIn(await askToSignIn(await withCertificate(), wiki))).toBeVisible();
  await first.kill();
  await expect(signedIn(await askToSignIn(await withCertificate(), wiki))).toBeVisible();
  await signInAgain(await askToSignIn(await site.visitor(from.home), wiki));

  const typing = await askToSignIn(await site.visitor(from.home), wiki);
  await second.kill();
  await typePassword(typing, alice.uid, alice.password);
  await expect(typing.getByRole('alert').first()).toContainText('directory could not be asked just now');
  await expect(await site.logOf(typing)).toContainText('Directory unreachable');
  const showing = await askToSignIn(await withCertificate(), wiki);
  await expect(showing.getByRole('heading', { name: 'You were not signed in' })).toBeVisible();
  await expect(showing.getByRole('main')).toContainText('directory could not be asked just now');
  const log = await site.logOf(showing);
  await expect(log).toContainText('Directory unreachable');
  await expect(log).toContainText('Alice Andersson');

  await second.restart();
  await signInAgain(typing);
  await showing.getByRole('button', { name: 'Use another certificate' }).click();
  await expect(signedIn(showing)).toBeVisible();
  await first.restart();
});

test('a KDC that is killed ends no ticket that is held; who has none types a password', async () => {
  const atWork = async (name: string) =>
    personWithTickets({
      krb5Config: kdc.krb5Config,
      tickets: await kdc.ticketsOf({ name, password: alice.password }),
      allowed: 'localhost',
      trusts: site.company.rootPem,
    });
  const holder = await atWork(alice.uid);
  const late = await atWork('bob');
  try {
    await holder.context.setExtraHTTPHeaders({ 'x-forwarded-for': from.tickets });
    await late.context.setExtraHTTPHeaders({ 'x-forwarded-for': from.tickets });
    await expect(signedIn(await askToSignIn(holder.context, wiki))).toBeVisible();
    await kdc.kill();
    await holder.context.clearCookies();
    await expect(signedIn(await askToSignIn(holder.context, wiki))).toBeVisible();
    const page = await askToSignIn(late.context, wiki);
    await expect(page.getByLabel('Password')).toBeVisible();
    await expect(page.getByRole('main')).toContainText('signed in as on this computer');
    await expect(await site.logOf(page)).toContainText('No ticket');
    await signInAgain(page);
    await kdc.restart();
    await late.context.clearCookies();
    await expect(signedIn(await askToSignIn(late.context, wiki), 'Bob Berg')).toBeVisible();
  } finally {
    await Promise.all([holder.leave(), late.leave()]);
  }
});

test('Gatehouse that is killed before the browser comes back: one sentence, and signing in goes on', async () => {
  await way.swallow();
  const page = await askToSignIn(await site.visitor(from.desk), wiki);
  await way.hasSwallowed(1);
  await site.gatehouse.stop('SIGKILL');
  await way.mend();
  // The connector has nobody to tell, and Gatehouse is not there to be gone back to.
  await expect(page).toHaveURL(errorPage);
  const linked = linkOf(connector);
  await site.gatehouse.start();
  await linked;
  await page.reload();
  await expect(page.getByLabel('Password')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('not available at the moment');
  await expect(await site.logOf(page)).toContainText('Answer not delivered');
  await signInAgain(page);
});

test('Gatehouse that is killed and is back before the connector answers: nothing is lost', async () => {
  await way.swallow();
  const page = await askToSignIn(await withCertificate(), wiki);
  await way.hasSwallowed(1);
  const linked = linkOf(connector);
  await site.gatehouse.restart('SIGKILL');
  await linked;
  await way.mend();
  await expect(signedIn(page)).toBeVisible();
});
