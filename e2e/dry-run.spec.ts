import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type Company, makeCompany } from './world/company.ts';
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
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { pictures } from './world/picture.ts';
import { pasteNetworks, setMapping } from './world/sign-in-console.ts';
import { canRunSlapd, type Slapd, slapdPersonDn, startSlapd } from './world/slapd.ts';

/*
 * Somebody cannot get in, and an administrator finds out why: with their certificate, from their address, against a real directory. Pictures go
 * to screenshots/.
 */
test.describe.configure({ mode: 'serial' });
test.skip(!canRunSlapd, 'a directory needs Debian’s packages');
test.setTimeout(240_000);

let gatehouse: Gatehouse;
let slapd: Slapd;
let company: Company;
let connector: RunningConnector;
let admin: Page;
let session: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;
let directory: string;
let dryRunUrl: string;
const files = { alice: '', foreign: '', ended: '', nobody: '' };

test.beforeAll(async ({ browser }) => {
  await mkdir('screenshots', { recursive: true });
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-dry-run-'));
  [slapd, company, gatehouse] = await Promise.all([
    startSlapd({
      people: [
        { uid: 'alice', cn: 'Alice Andersson', displayName: 'Alice Andersson' },
        { uid: 'lost', isLocked: true },
      ],
      groups: [{ name: 'staff', members: [slapdPersonDn('alice')] }],
    }),
    makeCompany(join(directory, 'company')),
    startGatehouse({ GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1/32' }),
  ]);
  const certify = async (name: string, more: Partial<Parameters<Company['certify']>[0]> = {}) =>
    (await company.certify({ name, upn: `${name}@example.test`, ...more })).pfx;
  files.alice = await certify('alice');
  files.foreign = await certify('fay', { isForeign: true });
  files.ended = await certify('erik', { days: { from: -366, to: -0.5 } });
  files.nobody = await certify('nemo');
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  admin = await context.newPage();
  await setUpAdministrator(admin, await gatehouse.setupLink());
  session = await context.storageState();
});

test.afterAll(async () => {
  await Promise.all([connector?.stop(), company?.close()]);
  await Promise.all([gatehouse?.remove(), slapd?.remove()]);
  await rm(directory, { recursive: true, force: true });
});

async function inConsole(browser: Browser, name: string, visit: (page: Page) => Promise<void>): Promise<void> {
  await pictures(browser, name, visit, { storageState: session });
}

const zone = /the person’s certificate/i;

async function present(page: Page, path: string): Promise<void> {
  await dropFiles(page, zone, [path]);
  await givePassphrase(page, path.slice(path.lastIndexOf('/') + 1), company.passphrase);
  await expect(page.getByText('The private key in it was wiped at once')).toBeVisible();
}

/** Presses Run and waits for the answer. */
async function run(page: Page, sentence: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('heading', { level: 2, name: sentence })).toBeVisible();
}

const step = (page: Page, title: string) =>
  page
    .getByRole('list', { name: 'Steps' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: title }) });

test('without a connector the browser judges alone, and says what was not asked', async ({ browser }) => {
  await createConnection(admin, 'Fabrikam HQ');
  await openTab(admin, 'Certificates');
  await dropFiles(admin, /authorities/i, [company.authoritiesPem]);
  await saveToDraft(admin);
  await openTab(admin, 'Methods');
  await admin.getByRole('switch', { name: 'Client certificates' }).click();
  await saveToDraft(admin);
  await openTab(admin, 'Dry run');
  dryRunUrl = admin.url();
  await expect(admin.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
  await inConsole(browser, 'dry-run-empty', async (page) => {
    await page.goto(dryRunUrl);
    await expect(page.getByRole('group', { name: zone })).toBeVisible();
  });
  await present(admin, files.alice);
  await run(admin, /no connector is online/);
  await expect(step(admin, 'Authority check')).toContainText('passed');
  await expect(step(admin, 'Directory')).toContainText('Not asked: no connector is online.');
});

test('a connection with a directory is published', async () => {
  await mkdir(join(directory, 'hq-1'), { mode: 0o700 });
  const { url, base, service, caPath } = slapd;
  const bind = { bindUser: service.dn, bindPassword: service.password };
  const config = { directory: { kind: 'ldap', urls: [url], base, ca: [caPath], ...bind } };
  await writeFile(join(directory, 'hq-1', 'config.json'), JSON.stringify(config), { mode: 0o600 });
  await openTab(admin, 'Connectors');
  connector = await enrolConnector({ ticketUrl: await newTicket(admin), name: 'hq-1', directory });
  await expect(admin.getByRole('dialog')).toContainText('hq-1 is enrolled.');
  await admin.getByRole('button', { name: 'Close', exact: true }).last().click();
  await openTab(admin, 'Methods');
  await admin.getByLabel('Front-facing URL').fill(`https://localhost:${connector.port}`);
  await setMapping(admin, [['common name', 'uid']]);
  await admin.getByRole('radio', { name: /Looked up, and required/ }).check();
  await saveToDraft(admin);
  await openTab(admin, 'Certificates');
  await dropFiles(admin, /certificate, its key/i, [company.serverPfx]);
  await givePassphrase(admin, 'server.pfx', company.passphrase);
  await saveToDraft(admin);
  await openTab(admin, 'Networks');
  await pasteNetworks(admin, ['24.12.34.0/24 Head office']);
  await publish(admin, { connectors: 1 });
});

test('as whom somebody would get in, every step, and nothing but the question is sent', async ({ browser }) => {
  const sent: string[] = [];
  admin.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/dry-run')) sent.push(request.postData() ?? '');
  });
  await openTab(admin, 'Dry run');
  await expect(admin.getByText('Not asked: the TLS handshake.')).toContainText('as it is saved, not as it is typed');
  await present(admin, files.alice);
  await admin.getByLabel('Address', { exact: true }).fill('24.12.34.56');
  await run(admin, /would get in as Alice Andersson \(alice\)/);
  await expect(admin.getByText('The TLS handshake was not asked;')).toBeVisible();
  for (const title of ['Address, network and methods', 'Authority check', 'Revocation', 'User mapping', 'Directory'])
    await expect(step(admin, title)).toContainText('passed');
  await expect(step(admin, 'Directory')).toContainText(slapdPersonDn('alice'));
  await expect(step(admin, 'Profile and groups')).toContainText('staff');
  expect(sent).toHaveLength(1);
  expect(Object.keys(JSON.parse(sent[0] ?? '{}')).sort()).toEqual(['presented', 'settings']);
  // The answer is where the keyboard and the screen reader are next.
  await expect(admin.getByRole('heading', { level: 2, name: /would get in/ })).toBeFocused();
  await inConsole(browser, 'dry-run-in', async (page) => {
    await page.goto(`${dryRunUrl}#address=24.12.34.56`);
    await expect(page.getByLabel('Address', { exact: true })).toHaveValue('24.12.34.56');
    await present(page, files.alice);
    await run(page, /would get in as Alice/);
  });
});

test('the report goes into a ticket, and the link to a colleague, who presses Run', async ({ browser }) => {
  await admin.getByRole('button', { name: 'Copy as text' }).click();
  await expect(admin.getByText('The report is on the clipboard.')).toBeVisible();
  const report = await admin.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain('This certificate would get in as Alice Andersson (alice).');
  expect(report).toContain('[ok] Directory');
  await admin.getByRole('button', { name: 'Copy link for a colleague' }).click();
  await expect(admin.getByText('The link is on the clipboard.')).toBeVisible();
  const link = await admin.evaluate(() => navigator.clipboard.readText());

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await expect(stranger).toHaveURL(/\/sign-in/);
  await stranger.context().close();

  const colleague = await (await browser.newContext({ storageState: session })).newPage();
  const asked: string[] = [];
  const seen: string[] = [];
  colleague.on('request', (request) => {
    seen.push(request.url());
    if (request.method() === 'POST') asked.push(request.url());
  });
  await colleague.goto(link);
  await expect(colleague.getByText('Filled in from a link')).toBeVisible();
  await expect(colleague.getByText('from the link, 3 certificates')).toBeVisible();
  await expect(colleague.getByLabel('Address', { exact: true })).toHaveValue('24.12.34.56');
  expect(asked.filter((url) => url.includes('/dry-run'))).toEqual([]);
  await run(colleague, /would get in as Alice Andersson/);
  expect(seen.filter((url) => url.includes('certificates='))).toEqual([]);
  await colleague.context().close();
});

test('why somebody is refused, where the chain breaks, and what would have to change', async ({ browser }) => {
  await admin.reload();
  await present(admin, files.nobody);
  await admin.getByLabel('Address', { exact: true }).fill('24.12.34.56');
  // By keyboard alone.
  await admin.getByLabel('Address', { exact: true }).press('Enter');
  await expect(admin.getByRole('heading', { level: 2, name: /refused: nobody of that name/i })).toBeVisible();
  await expect(admin.getByText('Write “nemo” into uid of the person’s entry')).toBeVisible();
  await inConsole(browser, 'dry-run-refused', async (page) => {
    await page.goto(`${dryRunUrl}#address=24.12.34.56`);
    await expect(page.getByLabel('Address', { exact: true })).toHaveValue('24.12.34.56');
    await present(page, files.foreign);
    await run(page, /is refused: unknown authority/);
    await expect(page.getByRole('list', { name: 'Path' })).toContainText('fails here');
    await expect(page.getByText(/Add .* to the CA certificates/)).toBeVisible();
  });
});

test('at another time the same certificate was good', async () => {
  await admin.reload();
  await present(admin, files.ended);
  await run(admin, /is refused: certificate expired/);
  const then = new Date(Date.now() - 18 * 3_600_000).toISOString().slice(0, 16);
  await admin.getByLabel('Time').fill(then);
  await run(admin, /is refused|would get in/);
  await expect(step(admin, 'Authority check')).toContainText('passed');
});

test('an account without a certificate, by its name', async ({ browser }) => {
  await inConsole(browser, 'dry-run-account', async (page) => {
    await page.goto(`${dryRunUrl}#user=lost`);
    await expect(page.getByLabel('User name')).toHaveValue('lost');
    await run(page, /“lost” is refused: account locked/);
    await expect(step(page, 'Account of “lost”')).toContainText('pwdAccountLockedTime');
  });
});
