import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { listAddress } from '#connector/test-world/list-address.ts';
import { peopleLdif } from '#connector/test-world/sign-in-world.ts';
import { type Company, makeCompany } from './world/company.ts';
import { connectionsUsed } from './world/connections-used.ts';
import { enrolConnector, type RunningConnector } from './world/connector.ts';
import {
  createConnection,
  dropFiles,
  givePassphrase,
  newTicket,
  openTab,
  publish,
  saveToDraft,
  setUpAdministrator,
} from './world/console.ts';
import { freePort } from './world/free-port.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { canBePerson, type Person, personWith } from './world/person.ts';
import { looks, picture } from './world/picture.ts';
import { type RevocationSite, startRevocationSite } from './world/revocation-site.ts';
import { type SampleApplication, startSampleApplication } from './world/sample-application.ts';
import { createApplication, pasteNetworks, setNetworkMethods } from './world/sign-in-console.ts';
import { askToSignIn, visitorFrom } from './world/visitor.ts';

/*
 * An authority says whom it revoked: by a list, by lists that were uploaded, by a responder. What the board tells of each is what then
 * happens to people who come with its certificates, in the browser they already have open too.
 */
test.describe.configure({ mode: 'serial' });
test.skip(!canBePerson, 'a browser with a person’s certificate needs root and Debian’s packages');

const authority = 'Fabrikam Issuing CA 2';
const inside = '24.12.36.10';
/** So that the connector looks again while the journey lasts: it does after three quarters of this. */
const shortMs = 12_000;

let gatehouse: Gatehouse;
let company: Company;
let site: RevocationSite;
let connector: RunningConnector;
let admin: Page;
let directory: string;
let wiki: SampleApplication;
let alice: { readonly person: Person; readonly context: BrowserContext; readonly der: Uint8Array };
let bob: { readonly context: BrowserContext; readonly der: Uint8Array };
const browsers: Browser[] = [];

test.beforeAll(async ({ browser }) => {
  await mkdir('screenshots', { recursive: true });
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-revocation-'));
  [company, gatehouse] = await Promise.all([
    makeCompany(join(directory, 'company')),
    startGatehouse({ GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1/32' }),
  ]);
  site = await startRevocationSite(company.world.issuing);
  admin = await (await browser.newContext()).newPage();
  await setUpAdministrator(admin, await gatehouse.setupLink());
  await createConnection(admin, 'Fabrikam HQ');
});

test.afterAll(async () => {
  await alice?.person.leave();
  await Promise.all(browsers.map((one) => one.close()));
  await Promise.all([wiki?.close(), connector?.stop(), site?.goAway()]);
  await Promise.all([gatehouse?.remove(), company?.close()]);
  await rm(directory, { recursive: true, force: true });
});

/** What the board says of the authority. */
const board = () => admin.getByRole('table', { name: 'Revocation' }).getByRole('row').filter({ hasText: authority });
/** The sentence that says whether sign-ins fail, and when. */
const answer = () => {
  const main = admin.getByRole('main');
  return main.getByRole('status').or(main.getByRole('alert')).filter({ hasText: 'Sign-ins' });
};

async function setRule(mode: string, where?: string): Promise<void> {
  await openTab(admin, 'Methods');
  await admin.getByLabel(`What ${authority} issued is`).selectOption({ label: mode });
  if (where !== undefined) await admin.getByLabel(`Where ${authority} is asked`).selectOption({ label: where });
}

/** `although`: the dialog names people who may no longer get in, and wants that confirmed. */
async function publishRule({ although = false } = {}): Promise<void> {
  await saveToDraft(admin);
  if (although) {
    await admin.getByRole('button', { name: 'Publish', exact: false }).first().click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: /^Publish although/ }).check();
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await expect(dialog).toContainText('The connector serves it.');
    await dialog.getByRole('button', { name: 'Done' }).click();
  } else await publish(admin, { connectors: 1 });
  await openTab(admin, 'Connectors');
}

async function certify(name: 'alice' | 'bob') {
  return company.certify({
    name,
    upn: `${name}@corp.example`,
    more: { furtherExtensions: [listAddress(site.listUrl)] },
  });
}

/** Asks to sign in anew, whatever was before. */
async function comeBack({ context }: { readonly context: BrowserContext }): Promise<Page> {
  await context.clearCookies();
  return askToSignIn(context, wiki);
}

async function isLetIn(page: Page, name: string): Promise<void> {
  await expect(page.getByText(`Signed in as ${name}`)).toBeVisible();
}

async function isRefused(page: Page, words: RegExp): Promise<string> {
  await expect(page.getByRole('heading', { name: 'You were not signed in' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(words);
  const incident = ((await page.getByRole('main').textContent()) ?? '').match(/sig_[\w-]+/)?.[0];
  if (incident === undefined) throw new Error('the page names no incident');
  return incident;
}

async function logSays(incident: string, words: RegExp): Promise<void> {
  const log = await admin.context().newPage();
  await log.goto(`${gatehouse.url}/sign-ins/${incident}`);
  await expect(log.getByRole('main')).toContainText(words);
  await log.close();
}

async function pictures(browser: Browser, name: string, tab: 'connectors' | 'methods'): Promise<void> {
  const url = new URL(admin.url());
  url.pathname = url.pathname.replace(/[^/]+$/, tab);
  const storageState = await admin.context().storageState();
  for (const look of looks)
    await picture(
      browser,
      look,
      name,
      async (page) => {
        await page.goto(url.href);
        await expect(page.getByText(authority).first()).toBeVisible();
      },
      { storageState },
    );
}

test('a connector with a directory, an authority whose list is required, and an application', async () => {
  const data = join(directory, 'hq-1');
  await mkdir(data, { mode: 0o700 });
  const people = join(directory, 'people.ldif');
  await writeFile(people, peopleLdif);
  const config = { directory: { kind: 'ldif', file: people } };
  await writeFile(join(data, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  await openTab(admin, 'Connectors');
  connector = await enrolConnector({ ticketUrl: await newTicket(admin), name: 'hq-1', directory });
  await expect(admin.getByRole('dialog')).toContainText('hq-1 is enrolled.');
  await admin.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(admin.getByText('Nothing is looked up')).toBeVisible();
  await openTab(admin, 'Certificates');
  await dropFiles(admin, /certificate, its key/i, [company.serverPfx]);
  await givePassphrase(admin, 'server.pfx', company.passphrase);
  await dropFiles(admin, /authorities/i, [company.authoritiesPem]);
  await saveToDraft(admin);
  await openTab(admin, 'Networks');
  await pasteNetworks(admin, ['24.12.36.0/24 Cards']);
  await setRule('looked up, and required');
  await admin.getByRole('switch', { name: 'Client certificates' }).click();
  await admin.getByLabel('Front-facing URL').fill(`https://localhost:${connector.port}`);
  await saveToDraft(admin);
  await openTab(admin, 'Networks');
  await setNetworkMethods(admin, 'Cards', ['client certificate']);
  await publish(admin, { connectors: 1 });
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const made = await createApplication(admin, {
    name: 'Wiki',
    redirectUri: `${url}/callback`,
    afterSignOut: `${url}/`,
  });
  wiki = await startSampleApplication({ ...made, port });
  await admin.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Fabrikam HQ' }).click();
  await openTab(admin, 'Connectors');
  await expect(board()).toContainText('the first certificate tells the address');
});

test('whoever signs in first tells the address; the board then says how the list stands, and until when', async ({
  browser,
}) => {
  const { pfx, der } = await certify('alice');
  const person = await personWith({
    trusts: company.rootPem,
    pfx: { path: pfx, passphrase: company.passphrase },
    sites: [`https://localhost:${connector.port}`],
  });
  alice = {
    person,
    der,
    context: await person.browser.newContext({ extraHTTPHeaders: { 'x-forwarded-for': inside } }),
  };
  const other = await certify('bob');
  const clientCertificates = [
    { origin: `https://localhost:${connector.port}`, pfxPath: other.pfx, passphrase: company.passphrase },
  ];
  bob = { der: other.der, context: await visitorFrom(inside, browsers, { clientCertificates }) };
  site.lasts(shortMs);
  const page = await comeBack(alice);
  await isLetIn(page, 'alice');
  // Nobody reloads the page of the administrator.
  await expect(board()).toContainText('current');
  await expect(board()).toContainText(site.listUrl);
  await expect(board()).toContainText(/\d+ bytes, 0 entries/);
  await expect(board()).toContainText(/in \d+ ms/);
  await expect(board()).toContainText(/will fail at/);
  await expect(answer()).toContainText('Sign-ins do not fail');
  await pictures(browser, 'revocation-board', 'connectors');
});

test('a list that revokes somebody counts without a restart, also on the connection that the browser keeps', async () => {
  // The page that tests a certificate keeps its connection; each sign-in has one of its own.
  const check = await alice.context.newPage();
  const origin = `https://localhost:${connector.port}`;
  const used = await connectionsUsed(check, origin);
  await check.goto(`${origin}/check`);
  await expect(check.getByRole('heading', { name: 'Accepted' })).toBeVisible();
  await site.revoke(alice.der);
  await expect(board()).toContainText('1 entry');
  await check.reload();
  await expect(check.getByRole('heading', { name: 'Your certificate was revoked' })).toBeVisible();
  const [before, after] = used();
  expect(before).toBeGreaterThan(0);
  expect(after).toBe(before);
  const incident = await isRefused(await comeBack(alice), /revoked/i);
  await logSays(incident, /list of .*Fabrikam Issuing CA 2/);
  await isLetIn(await comeBack(bob), 'bob');
});

test('when the address is gone and the list has ended nobody gets in, and is told so; the board knows it at once', async ({
  browser,
}) => {
  await site.goAway();
  await expect(board()).toContainText('unreachable');
  await expect(board()).toContainText(/fail since/, { timeout: 30_000 });
  await expect(answer()).toContainText(`Sign-ins with certificates from ${authority} fail`);
  const page = await comeBack(bob);
  const incident = await isRefused(page, /whether .* revoked/i);
  await logSays(incident, /ECONNREFUSED/);
  await pictures(browser, 'revocation-board-failing', 'connectors');
});

test('where the list is not required the same person gets in, and who was revoked does not', async () => {
  await setRule('looked up');
  await publishRule();
  await expect(board()).toContainText('go on without it');
  const page = await comeBack(bob);
  await isLetIn(page, 'bob');
  await isRefused(await comeBack(alice), /revoked/i);
  await admin.goto(`${gatehouse.url}/sign-ins?result=signed-in`);
  await admin.getByRole('link', { name: 'bob' }).first().click();
  await expect(admin.getByRole('main')).toContainText('Let in without knowing (fail-open)');
  await admin.goBack();
  await admin.goBack();
});

test('a list that was uploaded counts in its place', async ({ browser }) => {
  site.lasts(3 * 86_400_000);
  await site.revoke(bob.der);
  const file = join(directory, 'issuing.crl');
  await writeFile(file, await site.list());
  await setRule('looked up, and required', 'uploaded lists');
  await expect(admin.getByText(`Drop a list of ${authority} here`)).toBeVisible();
  await dropFiles(admin, /revocation lists of/i, [file]);
  await expect(admin.getByRole('list', { name: `Lists of ${authority}` })).toContainText('2 entries, until');
  await publishRule({ although: true });
  await expect(board()).toContainText('Uploaded list');
  await expect(board()).toContainText('current');
  await expect(answer()).toContainText('Sign-ins');
  await isRefused(await comeBack(bob), /revoked/i);
  await pictures(browser, 'revocation-rule-uploaded', 'methods');
  await pictures(browser, 'revocation-board-uploaded', 'connectors');
});

test('a responder that the authority appointed is asked at the address that was typed', async ({ browser }) => {
  await site.comeBack();
  site.lasts(shortMs);
  const carol = await company.certify({ name: 'carol', upn: 'carol@corp.example' });
  const clientCertificates = [
    { origin: `https://localhost:${connector.port}`, pfxPath: carol.pfx, passphrase: company.passphrase },
  ];
  const context = await visitorFrom(inside, browsers, { clientCertificates });
  await setRule('looked up, and required', 'an OCSP responder');
  const address = admin.getByLabel('Address of the responder');
  await address.fill('pki.fabrikam.example/ocsp');
  await expect(address).toHaveAccessibleDescription(/begins with http:/);
  await address.fill(site.responderUrl);
  await publishRule();
  await pictures(browser, 'revocation-rule-responder', 'methods');
  await expect(board()).toContainText('OCSP');
  await isRefused(await comeBack(bob), /revoked/i);
  await isLetIn(await comeBack({ context }), 'carol');
  await expect(board()).toContainText(site.responderUrl);
  await expect(board()).toContainText(/\d answers/);
  await pictures(browser, 'revocation-board-responder', 'connectors');
  // What the responder says anew is taken without a restart as well.
  await site.revoke(carol.der);
  await expect(async () => {
    const page = await comeBack({ context });
    await expect(page.getByRole('main')).toContainText(/revoked/i, { timeout: 3_000 });
  }).toPass({ timeout: 40_000 });
});
