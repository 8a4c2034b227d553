import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test';
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
import { pictures } from './world/picture.ts';
import { writeTrialFiles } from './world/trial-files.ts';

/*
 * Revisions that go out in waves: one that is well, with a pause and a Gatehouse that is killed midway, and those that are not, which stop
 * at the canary. Pictures go to screenshots/.
 */

test.describe.configure({ mode: 'serial' });

let gatehouse: Gatehouse;
let context: BrowserContext;
let page: Page;
let directory: string;
const connectors: RunningConnector[] = [];
const trial = (name: string) => join(directory, 'trial', name);

test.beforeAll(async ({ browser }) => {
  await mkdir('screenshots', { recursive: true });
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-rollout-'));
  await writeTrialFiles(join(directory, 'trial'));
  gatehouse = await startGatehouse();
  context = await browser.newContext();
  page = await context.newPage();
  await setUpAdministrator(page, await gatehouse.setupLink());
  await createConnection(page, 'Fabrikam HQ');
  await openTab(page, 'Connectors');
  for (const name of ['hq-1', 'hq-2', 'hq-3']) {
    connectors.push(await enrolConnector({ ticketUrl: await newTicket(page), name, directory }));
    await expect(page.getByRole('dialog')).toContainText('It is online');
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  }
  // The canary knows somebody who has to get in.
  const [canary] = connectors;
  const file = join(canary?.dataDirectory ?? '', 'alice.pem');
  const from = ['-in', trial('client-alice.pfx'), '-passin', 'pass:gatehouse'];
  execFileSync('openssl', ['pkcs12', ...from, '-nokeys', '-out', file]);
  await canary?.stop();
  await writeFile(join(canary?.dataDirectory ?? '', 'config.json'), JSON.stringify({ testCertificate: 'alice.pem' }));
  canary?.start();

  await openTab(page, 'Methods');
  await page.getByRole('switch', { name: 'Client certificates' }).click();
  await page.getByRole('textbox', { name: /URL/ }).fill(`https://localhost:${canary?.port}`);
  await saveToDraft(page);
  await openTab(page, 'Certificates');
  await dropFiles(page, /certificate, its key/i, [trial('server-modern.pfx')]);
  await givePassphrase(page, 'server-modern.pfx', 'gatehouse');
  await dropFiles(page, /authorities/i, [trial('ca-bundle.p7b')]);
  await saveToDraft(page);
  await openTab(page, 'Connectors');
  await expect(page.getByRole('listitem', { name: 'hq-1' }).getByText('online', { exact: true })).toBeVisible();
  await publish(page, { connectors: 3 });
  await expect(page.getByText('revision 1 on 3 of 3 connectors')).toBeVisible();
});

test.afterAll(async () => {
  await Promise.all(connectors.map((connector) => connector.stop()));
  await gatehouse.remove();
  await rm(directory, { recursive: true, force: true });
});

const panel = (revision: number): Locator => page.getByRole('region', { name: `Rollout of revision ${revision}` });
const waves = (revision: number): Locator => panel(revision).getByRole('list', { name: 'Waves' }).getByRole('listitem');

async function addNetwork(line: string): Promise<void> {
  await openTab(page, 'Networks');
  await page.getByRole('button', { name: /Paste/ }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Paste networks' });
  await dialog.getByRole('textbox', { name: 'Networks' }).fill(line);
  await dialog.getByRole('button', { name: /^Add/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('draft: 1 change')).toBeVisible();
}

/** Opens the dialog, has hq-1 go first, and publishes. */
async function publishInWaves(onFailure: 'Stop:' | 'Stop and roll back:'): Promise<void> {
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'In waves' }).check();
  await expect(dialog.getByText('Choose at least one connector')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Publish' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'hq-1' }).check();
  await dialog.getByLabel('Each wave has to be healthy for').selectOption('10 seconds');
  await dialog.getByRole('radio', { name: new RegExp(`^${onFailure}`) }).check();
  await expect(dialog.getByRole('list', { name: 'Waves' }).getByRole('listitem')).toHaveCount(3);
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(dialog).toContainText(/goes out in waves|was stopped|was rolled back/);
  await dialog.getByRole('button', { name: /^(Close; it goes on|Done)$/ }).click();
}

async function served(): Promise<string[]> {
  await openTab(page, 'Connectors');
  const items = page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3 }) });
  await expect(items).toHaveCount(3);
  const texts = await items.allTextContents();
  return texts.map(
    (text) => /serves revision \d+(?:, (?:as published|the same as revision \d+))?/.exec(text)?.[0] ?? '',
  );
}

test('a revision goes out wave by wave, stands still while it is paused, and outlives a kill of Gatehouse', async () => {
  await addNetwork('24.12.34.56/32 Head office');
  await publishInWaves('Stop:');
  await expect(panel(2)).toContainText('goes out in waves');
  await expect(waves(2).first()).toContainText('1 of 1');
  await expect(waves(2).first()).toContainText(/next wave in/);
  await panel(2).getByRole('button', { name: 'Pause' }).click();
  await expect(panel(2)).toContainText('paused');
  expect(await served()).toEqual([
    'serves revision 2',
    'serves revision 1, as published',
    'serves revision 1, as published',
  ]);

  // Another publish beside it is not possible; the dialog shows what goes out.
  await page.getByRole('button', { name: 'Publish…' }).click();
  await expect(page.getByRole('dialog')).toContainText('The rollout of revision 2 is paused');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Close; it goes on|Done)$/ })
    .click();

  await panel(2).getByRole('button', { name: 'Resume…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Resume' }).click();
  await expect(waves(2).nth(1)).toContainText('1 of 1', { timeout: 40_000 });
  await gatehouse.restart('SIGKILL');
  await expect(page.getByText('revision 2 on 3 of 3 connectors')).toBeVisible({ timeout: 90_000 });
  await expect(panel(2)).toHaveCount(0);
  await openTab(page, 'History');
  await expect(page.getByRole('listitem', { name: /^Revision 2/ })).toContainText('It went out in 3 waves.');
});

test('a CA set that refuses the test certificate stops at the canary, which gets back what ran', async () => {
  await openTab(page, 'Certificates');
  await dropFiles(page, /authorities/i, [trial('contoso-root-ca.pem')]);
  const removals = page.getByRole('button', { name: /^Remove Fabrikam/ });
  await expect(page.getByRole('button', { name: /^Remove Contoso/ })).toBeVisible();
  await expect(removals.first()).toBeVisible();
  while ((await removals.count()) > 0) await removals.first().click();
  await saveToDraft(page);
  await publishInWaves('Stop and roll back:');
  await expect(panel(3)).toContainText('rolled back');
  await expect(panel(3)).toContainText('hq-1 tested it on itself, and failed: test certificate.');
  await expect(page.getByText('revision 2 on 3 of 3 connectors')).toBeVisible();
  expect(await served()).toEqual([
    'serves revision 4, the same as revision 2',
    'serves revision 2, as published',
    'serves revision 2, as published',
  ]);
});

test('a front-facing URL that nobody can reach stops at the canary', async () => {
  await page.getByRole('button', { name: 'More for Fabrikam HQ' }).click();
  await page.getByRole('menuitem', { name: 'Discard the draft…' }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Discard/ })
    .click();
  await expect(page.getByText('draft: as published')).toBeVisible();
  await openTab(page, 'Methods');
  await page
    .getByRole('textbox', { name: /URL/ })
    .first()
    .fill(`https://localhost:${await freePort()}`);
  await saveToDraft(page);
  await publishInWaves('Stop:');
  await expect(panel(5)).toContainText('hq-1 tested it on itself, and failed: front-facing URL.');
  await expect(panel(5)).toContainText('stopped');
  const [canary, ...others] = await served();
  expect(canary).toBe('serves revision 5');
  expect(others).toEqual(['serves revision 2, as published', 'serves revision 2, as published']);
});

test('every screen of it is fit for a desk and a telephone', async ({ browser }) => {
  const session = await context.storageState();
  const connectionUrl = page.url().replace(/\/(connectors|methods|networks|certificates|history)$/, '');
  await pictures(
    browser,
    'rollout-stopped',
    async (other) => {
      await other.goto(`${connectionUrl}/connectors`);
      await expect(other.getByRole('region', { name: 'Rollout of revision 5' })).toContainText('stopped');
    },
    { storageState: session },
  );
  await pictures(
    browser,
    'rollout-history',
    async (other) => {
      await other.goto(`${connectionUrl}/history`);
      await expect(other.getByRole('listitem', { name: /^Revision 3/ })).toContainText('rolled back');
    },
    { storageState: session },
  );
  await pictures(
    browser,
    'rollout-choice',
    async (other) => {
      await other.goto(connectionUrl);
      await other.getByRole('button', { name: 'Publish…' }).click();
      await other.getByRole('dialog').getByRole('radio', { name: 'In waves' }).check();
      await other.getByRole('dialog').getByRole('checkbox', { name: 'hq-1' }).check();
      await other.getByRole('list', { name: 'Waves', exact: true }).scrollIntoViewIfNeeded();
    },
    { storageState: session },
  );
});

test('what was stopped is brought back by hand, and a revision of the past is published again', async () => {
  await panel(5).getByRole('button', { name: 'Roll back…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Roll back' }).click();
  await expect(panel(5)).toContainText('rolled back');
  await expect(page.getByText('revision 2 on 3 of 3 connectors')).toBeVisible();
  await openTab(page, 'History');
  await page.getByRole('button', { name: 'Roll back… to revision 1' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByText('revision 7 on 3 of 3 connectors')).toBeVisible();
  await expect(page.getByRole('listitem', { name: /^Revision 7/ })).toContainText('Back to revision 1');
});
