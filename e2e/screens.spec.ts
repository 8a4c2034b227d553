import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
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
  signIn,
} from './world/console.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { looks, pictures } from './world/picture.ts';
import { writeTrialFiles } from './world/trial-files.ts';

/*
 * Every screen with something on it, light and dark, on a desk and on a telephone: without a violation that axe finds, without
 * a word from the Content-Security-Policy, and without anything wider than the screen. Pictures go to screenshots/.
 */

// One world for all pictures: what is wrong with one is told before another is built for the next.
test.describe.configure({ mode: 'serial' });

let gatehouse: Gatehouse;
let directory: string;
let connectors: RunningConnector[] = [];
let connectionUrl: string;
let setupLink: string;

test.beforeAll(async ({ browser }) => {
  await mkdir('screenshots', { recursive: true });
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-screens-'));
  await writeTrialFiles(directory);
  gatehouse = await startGatehouse();
  setupLink = await gatehouse.setupLink();
  await pictures(browser, 'first-run', async (page) => void (await page.goto(setupLink)));

  const page = await (await browser.newContext()).newPage();
  await setUpAdministrator(page, setupLink);
  await signedIn(browser, 'connections-empty', async (other) => {
    await other.goto(`${gatehouse.url}/connections`);
    await expect(other.getByRole('button', { name: 'New connection' }).first()).toBeVisible();
  });
  await createConnection(page, 'Fabrikam HQ');
  connectionUrl = page.url().replace(/\/(connectors|methods|networks|certificates|history)$/, '');
  await signedIn(browser, 'flow-empty', async (other) => {
    await other.goto(connectionUrl);
    await expect(other.getByRole('heading', { name: 'Fabrikam HQ' })).toBeVisible();
  });
  await openTab(page, 'Connectors');
  for (const name of ['hq-1', 'hq-2']) {
    connectors.push(await enrolConnector({ ticketUrl: await newTicket(page), name, directory }));
    await expect(page.getByRole('dialog')).toContainText('It is online');
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  }
  await openTab(page, 'Methods');
  await page.getByRole('switch', { name: 'Client certificates' }).click();
  await page.getByRole('switch', { name: 'Kerberos' }).click();
  await page.getByLabel('Front-facing URL').fill(`https://localhost:${connectors[0]?.port}`);
  await saveToDraft(page);
  await openTab(page, 'Certificates');
  await dropFiles(page, /certificate, its key/i, [join(directory, 'server-modern.pfx')]);
  await givePassphrase(page, 'server-modern.pfx', 'gatehouse');
  await dropFiles(page, /authorities/i, [join(directory, 'ca-bundle.p7b')]);
  await saveToDraft(page);
  await publish(page, { connectors: 2 });
  await openTab(page, 'Networks');
  await page.getByRole('button', { name: /Paste/ }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Paste networks' });
  await dialog
    .getByRole('textbox', { name: 'Networks' })
    .fill(
      '24.12.34.56/32 Head office\n2001:db8:12::/48 Branch\n81.2.0.0/16 Harbour\n81.2.69.0/24 Harbour, dock 4\n10.0.0.0/8 Inside',
    );
  await dialog.getByRole('button', { name: /^Add/ }).click();
  await expect(page.getByRole('table', { name: 'Networks by address' })).toContainText('Harbour, dock 4');
  await openTab(page, 'Certificates');
  await dropFiles(page, /authorities/i, [join(directory, 'ca-expires-soon.cer')]);
  await saveToDraft(page);
});

test.afterAll(async () => {
  await Promise.all(connectors.map((connector) => connector.stop()));
  connectors = [];
  await gatehouse.remove();
  await rm(directory, { recursive: true, force: true });
});

type Session = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>;
let session: Session | undefined;

async function signedIn(browser: Browser, name: string, visit: (page: Page) => Promise<void>) {
  if (session === undefined) {
    const context = await browser.newContext();
    await signIn(await context.newPage(), gatehouse.url);
    session = await context.storageState();
    await context.close();
  }
  await pictures(browser, name, visit, { storageState: session });
}

const screens: readonly [string, (page: Page) => Promise<void>][] = [
  ['sign-in', async (page) => void (await page.goto(`${gatehouse.url}/sign-in`))],
  [
    'connections',
    async (page) => {
      await page.goto(`${gatehouse.url}/connections`);
      await expect(page.getByRole('link', { name: 'Fabrikam HQ' }).first()).toBeVisible();
    },
  ],
  [
    'flow',
    async (page) => {
      await page.goto(connectionUrl);
      await page.getByRole('textbox', { name: 'Which flow gets' }).fill('81.2.69.142');
      await expect(page.getByText(/Harbour, dock 4 81\.2\.69\.0\/24/).first()).toBeVisible();
    },
  ],
  [
    'methods',
    async (page) => {
      await page.goto(`${connectionUrl}/methods`);
      await expect(page.getByRole('switch', { name: 'Client certificates' })).toBeChecked();
    },
  ],
  [
    'networks',
    async (page) => {
      await page.goto(`${connectionUrl}/networks`);
      await expect(page.getByRole('table', { name: 'Networks by address' })).toContainText('Harbour, dock 4');
    },
  ],
  [
    'certificates',
    async (page) => {
      await page.goto(`${connectionUrl}/certificates`);
      await expect(page.getByText('Fabrikam Root CA 1').first()).toBeVisible();
      await expect(page.getByText(/key sealed to 2/)).toBeVisible();
    },
  ],
  [
    'connectors',
    async (page) => {
      await page.goto(`${connectionUrl}/connectors`);
      await expect(page.getByRole('listitem', { name: 'hq-2' }).getByText('online', { exact: true })).toBeVisible();
    },
  ],
  [
    'history',
    async (page) => {
      await page.goto(`${connectionUrl}/history`);
      await expect(page.getByText(/revision 1/i).first()).toBeVisible();
    },
  ],
  [
    'publish',
    async (page) => {
      await page.goto(connectionUrl);
      await page
        .getByRole('button', { name: /Publish/ })
        .first()
        .click();
      await expect(page.getByRole('dialog').getByRole('button', { name: 'Publish' })).toBeEnabled();
    },
  ],
];

for (const [name, visit] of screens)
  test(`${name}, light and dark, on a desk and on a telephone`, async ({ browser }) => {
    if (name === 'sign-in') await pictures(browser, name, visit);
    else await signedIn(browser, name, visit);
  });

test('the check page, without a certificate', async ({ browser }) => {
  for (const { width, height, scheme } of looks) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      ignoreHTTPSErrors: true,
    });
    const page = await context.newPage();
    await page.goto(`https://localhost:${connectors[0]?.port}/check`);
    await page.screenshot({ path: `screenshots/check-${width}-${scheme}.png`, fullPage: true });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await context.close();
  }
});
