import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import {
  createConnection,
  dropFiles,
  givePassphrase,
  openTab,
  saveToDraft,
  setUpAdministrator,
} from './world/console.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { writeTrialFiles } from './world/trial-files.ts';

test.describe.configure({ mode: 'serial' });

let gatehouse: Gatehouse;
let page: Page;
let directory: string;
const trial = (name: string) => join(directory, name);
const sslZone = /certificate, its key|replace it/i;
const caZone = /authorities/i;

test.beforeAll(async ({ browser }) => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-bad-'));
  await writeTrialFiles(directory);
  gatehouse = await startGatehouse();
  page = await (await browser.newContext()).newPage();
  await setUpAdministrator(page, await gatehouse.setupLink());
  await createConnection(page, 'Fabrikam HQ');
  await openTab(page, 'Certificates');
});

test.afterAll(async () => {
  await gatehouse.remove();
  await rm(directory, { recursive: true, force: true });
});

/** The row of a dropped file, in either zone. */
function row(name: string): Locator {
  return page
    .getByRole('list', { name: /^Files dropped/ })
    .getByRole('listitem')
    .filter({ hasText: name })
    .first();
}

test('a file of 50 MB, an empty one and an archive are answered by name', async () => {
  // Too large to be handed over as text: chosen like a person chooses files.
  await page
    .getByLabel(sslZone)
    .locator('input[type=file]')
    .setInputFiles([
      { name: 'huge.pfx', mimeType: 'application/x-pkcs12', buffer: Buffer.alloc(49 * 1024 * 1024, 0x30) },
    ]);
  await expect(row('huge.pfx')).toContainText(/49|large/i);
  await dropFiles(page, sslZone, [trial('broken-empty.pem'), trial('broken-archive.zip'), trial('broken-base64.pem')]);
  await expect(row('broken-empty.pem')).toContainText(/empty/i);
  await expect(row('broken-archive.zip')).toContainText(/zip/i);
  await expect(row('broken-base64.pem')).toContainText(/base64/i);
});

test('a key alone, a key that fits nothing and two keys each have their sentence', async () => {
  await page.reload();
  await dropFiles(page, sslZone, [trial('server-key.pem')]);
  await expect(page.getByRole('region', { name: 'SSL certificate' })).toContainText(
    /no certificate|without (a|its) certificate/i,
  );
  await page.reload();
  await dropFiles(page, sslZone, [trial('server-chain.pem'), trial('key-fits-nothing.pem')]);
  await expect(page.getByRole('region', { name: 'SSL certificate' })).toContainText(
    /fits none|belongs to none|does not (fit|belong)/i,
  );
  await page.reload();
  await dropFiles(page, sslZone, [trial('two-keys.pem')]);
  await expect(page.getByRole('region', { name: 'SSL certificate' })).toContainText(/key read|no connector yet/i);
});

test('a server certificate that cannot serve is an error with a remedy', async () => {
  for (const [file, words] of [
    ['server-expired.pfx', /ended|expired/i],
    ['server-for-people.pfx', /purpose|server/i],
    ['server-sha1.pfx', /SHA-1/],
    ['server-negative-serial.pfx', /serial/i],
  ] as const) {
    await page.reload();
    await dropFiles(page, sslZone, [trial(file)]);
    await givePassphrase(page, file, 'gatehouse');
    await expect(page.getByRole('region', { name: 'SSL certificate' })).toContainText(words);
  }
});

test('a chain of a hundred authorities is drawn, found wrong, and loses nothing', async () => {
  await page.reload();
  await dropFiles(page, caZone, [trial('ca-chain-of-100.pem')]);
  await expect(row('ca-chain-of-100.pem')).toContainText('100');
  await expect(page.getByRole('region', { name: 'CA certificates' })).toContainText(/stands below 11 others/);
  await saveToDraft(page);
  await page.reload();
  await expect(page.getByRole('region', { name: 'CA certificates' })).toContainText(/stands below 11 others/);
});

test('errors block publishing, on the server too', async () => {
  await openTab(page, 'Methods');
  await page.getByRole('switch', { name: 'Client certificates' }).click();
  await saveToDraft(page);
  await page
    .getByRole('button', { name: /Publish/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Publish' })).toBeDisabled();
  await expect(dialog).toContainText(/front-facing URL/i);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('settings that cannot be read are refused on import with the place', async () => {
  const broken = join(directory, 'broken.json');
  await writeFile(broken, JSON.stringify({ format: 1, networks: [{ block: 5 }] }));
  await page.getByRole('button', { name: /More for Fabrikam HQ/ }).click();
  await page.getByRole('menuitem', { name: /Import/ }).click();
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(broken);
  await expect(page.getByRole('dialog')).toContainText(/networks/i);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Cancel|Close/ })
    .first()
    .click();
});
