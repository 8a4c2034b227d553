import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page, test } from '@playwright/test';
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
import { keyNeedles } from './world/key-needles.ts';
import { canBePerson, personWith } from './world/person.ts';
import { foundInMemory } from './world/process-memory.ts';
import { writeTrialFiles } from './world/trial-files.ts';

test.describe.configure({ mode: 'serial' });

let gatehouse: Gatehouse;
let page: Page;
let directory: string;
let first: RunningConnector;
let second: RunningConnector;
const trial = (name: string) => join(directory, 'trial', name);

test.beforeAll(async ({ browser }) => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-story-'));
  await writeTrialFiles(join(directory, 'trial'));
  gatehouse = await startGatehouse();
  page = await (await browser.newContext()).newPage();
  await setUpAdministrator(page, await gatehouse.setupLink());
  await createConnection(page, 'Fabrikam HQ');
});

test.afterAll(async () => {
  await Promise.all([first?.stop(), second?.stop()]);
  await gatehouse.remove();
  await rm(directory, { recursive: true, force: true });
});

test('two connectors enrol with one-time tickets and show up online', async () => {
  await openTab(page, 'Connectors');
  const ticketUrl = await newTicket(page);
  first = await enrolConnector({ ticketUrl, name: 'hq-1', directory });
  await expect(page.getByRole('dialog')).toContainText('hq-1 is enrolled.');
  await expect(page.getByRole('dialog')).toContainText('It is online from 127.0.0.1');
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();

  const program = join(directory, 'elsewhere', 'gatehouse-connector.mjs');
  execFileSync('node', ['script/bundle-connector.ts', program]);
  second = await enrolConnector({
    ticketUrl: await newTicket(page),
    name: 'hq-2',
    directory,
    program,
  });
  await expect(page.getByRole('dialog')).toContainText('hq-2 is enrolled.');
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();

  for (const name of ['hq-1', 'hq-2']) {
    const item = page.getByRole('listitem', { name });
    await expect(item.getByText('online', { exact: true })).toBeVisible();
    await expect(item).toContainText('127.0.0.1');
  }

  const late = await enrolConnector({ ticketUrl, name: 'late', directory });
  expect(await late.part().ended).toBe(1);
  expect(late.part().output()).toMatch(/ticket/i);
});

test('client certificates are switched on with a front-facing URL', async () => {
  await openTab(page, 'Methods');
  await page.getByRole('switch', { name: 'Client certificates' }).click();
  await page.getByRole('textbox', { name: /URL/ }).fill('http://localhost');
  await expect(page.getByText('must begin with https://')).toBeVisible();
  await page.getByRole('textbox', { name: /URL/ }).fill(`https://localhost:${first.port}`);
  await saveToDraft(page);
});

test('files of every form are read in the browser, in any order and under any name', async () => {
  await openTab(page, 'Certificates');
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.postData() ?? ''));

  await dropFiles(page, /certificate, its key/i, [
    trial('broken-archive.zip'),
    trial('server-windows.pfx'),
    trial('really-a-pfx.cer'),
    trial('broken-cut-short.der'),
  ]);
  await givePassphrase(page, 'server-windows.pfx', 'not it');
  await expect(page.getByText(/passphrase/i).first()).toBeVisible();
  await page.getByLabel('Another passphrase').first().fill('gatehouse');
  await page.getByLabel('Another passphrase').first().press('Enter');
  const files = page.getByRole('list', { name: 'Files dropped for the SSL certificate' });
  await expect(files.getByRole('listitem').filter({ hasText: 'server-windows.pfx' })).toContainText('3DES');
  await expect(files.getByRole('listitem').filter({ hasText: 'broken-archive.zip' })).toContainText(/zip/i);
  await expect(files.getByRole('listitem').filter({ hasText: 'broken-cut-short.der' })).toContainText(/byte/i);
  await expect(files.getByRole('listitem').filter({ hasText: 'really-a-pfx.cer' })).toContainText(/PKCS#12/);

  await dropFiles(page, /authorities/i, [trial('issuing-ca-2.pem')]);
  await expect(page.getByText(/missing its parent|needs .*Root CA 1/i).first()).toBeVisible();
  await dropFiles(page, /authorities/i, [trial('really-pkcs7.pem')]);
  await expect(page.getByText(/missing its parent/i)).toHaveCount(0);

  expect(sent.filter((body) => body.length > 1000)).toEqual([]);
  await saveToDraft(page);
  await expect(page.getByText(/key sealed to 2/).first()).toBeVisible();
});

test('pasted networks become canonical blocks with their warnings', async () => {
  await openTab(page, 'Networks');
  await page.getByRole('button', { name: /Paste/ }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Paste networks' });
  await dialog
    .getByRole('textbox', { name: 'Networks' })
    .fill(
      [
        '24.12.34.56/32 Head office',
        '2001:db8:12::/48 Branch',
        '198.51.100.4-198.51.100.9 Range',
        '203.0.113.77/24 Host bits',
        '::ffff:192.0.2.1 Mapped',
        '10.0.0.0/8 Inside',
        '1.2.3.400 Wrong',
      ].join('\n'),
    );
  const understood = dialog.getByRole('region', { name: 'What was understood' });
  for (const block of [
    '24.12.34.56/32',
    '2001:db8:12::/48',
    '198.51.100.4/30',
    '198.51.100.8/31',
    '203.0.113.0/24',
    '192.0.2.1/32',
    '10.0.0.0/8',
  ])
    await expect(understood).toContainText(block);
  await expect(understood).toContainText('1.2.3.400');
  await dialog.getByRole('button', { name: /^Add/ }).click();
  // What could not be read stays in the field.
  await expect(dialog.getByRole('textbox', { name: 'Networks' })).toHaveValue(/1\.2\.3\.400 Wrong/);
  await dialog
    .getByRole('button', { name: /Cancel|Close|Done/ })
    .first()
    .click();
  const table = page.getByRole('table', { name: 'Networks by address' });
  await expect(table.getByRole('row').filter({ hasText: '24.12.34.56/32' })).toContainText('Head office');
  await expect(table.getByRole('row').filter({ hasText: '10.0.0.0/8' })).toContainText(/private/i);
});

test('the flow screen lights the lane of an address and says why', async () => {
  await openTab(page, 'Flow');
  const address = page.getByRole('textbox', { name: 'Which flow gets' });
  await address.fill('24.12.34.56');
  await expect(page.getByText('Head office 24.12.34.56/32: client certificate, then password.').first()).toBeVisible();
  await address.fill('8.8.8.8');
  await expect(page.getByText(/everyone else/i).first()).toBeVisible();
  await address.fill('8.8.8');
  await expect(
    page
      .getByRole('alert')
      .or(page.getByText(/8\.8\.8/))
      .first(),
  ).toBeVisible();
});

test('publishing shows the diff, and both connectors take the revision over', async () => {
  await page
    .getByRole('button', { name: /Publish/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Head office');
  await expect(dialog).toContainText(/SSL certificate/);
  await dialog.getByLabel('Comment').fill('Client certificates for the head office');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(dialog).toContainText('All 2 connectors serve it.');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await openTab(page, 'History');
  await expect(page.getByRole('main')).toContainText('Client certificates for the head office');
});

test('nothing the server has opens the SSL key', async () => {
  const needles = keyNeedles(await readFile(trial('server-key.pem'), 'utf8'));
  const pid = gatehouse.part().process.pid;
  if (pid === undefined) throw new Error('the server has no pid');

  // The search itself can find: the connector has the key in use, and this process holds its text.
  const own = foundInMemory(process.pid, needles);
  expect(own.found.length).toBeGreaterThan(0);

  const memory = foundInMemory(pid, needles);
  expect(memory.bytes).toBeGreaterThan(50 * 1024 * 1024);
  expect(memory.found).toEqual([]);

  let bytes = 0;
  for (const entry of await readdir(gatehouse.dataDirectory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = await readFile(join(entry.parentPath, entry.name));
    bytes += content.length;
    for (const [name, needle] of needles) expect(content.includes(needle), `${name} in ${entry.name}`).toBe(false);
  }
  expect(bytes).toBeGreaterThan(1024 * 1024);
  expect(gatehouse.part().output()).not.toContain('PRIVATE KEY');
});

test('the check page accepts a certificate of an accepted authority in a real browser', async () => {
  test.skip(!canBePerson, 'a managed policy that picks the certificate needs root');
  const alice = await personWith({
    trusts: trial('root-ca-1.cer'),
    pfx: { path: trial('client-alice.pfx'), passphrase: 'gatehouse' },
    sites: [`https://localhost:${first.port}`, `https://localhost:${second.port}`],
  });
  try {
    for (const { port } of [first, second]) {
      const check = await alice.browser.newPage();
      await check.goto(`https://localhost:${port}/check`);
      await expect(check.getByRole('heading', { level: 1 })).toContainText(/accepted/i);
      await expect(check.getByRole('main')).toContainText(/alice/i);
      await check.close();
    }
  } finally {
    await alice.leave();
  }
});

test('a browser without a certificate gets a page, never a bare TLS error', async () => {
  test.skip(!canBePerson, 'a browser home of its own is made with the tools of root');
  const nobody = await personWith({ trusts: trial('root-ca-1.cer'), sites: [] });
  try {
    const check = await nobody.browser.newPage();
    await check.goto(`https://localhost:${first.port}/check`);
    await expect(check.getByRole('heading', { level: 1 })).toContainText(/no certificate/i);
    await expect(check.getByRole('main')).toContainText('Fabrikam Issuing CA 2');
  } finally {
    await nobody.leave();
  }
});

const refused: readonly [string, RegExp][] = [
  ['client-expired.pfx', /expired|ended/i],
  ['client-not-yet-valid.pfx', /not valid yet|begins|valid from/i],
  ['client-foreign.pfx', /Contoso|authority/i],
  ['client-for-servers.pfx', /purpose|signing in|servers/i],
  ['client-forged-issuer.pfx', /did not sign it/],
  ['client-sha1.pfx', /SHA-1/i],
];
for (const [file, words] of refused)
  test(`${file} is refused with its reason`, async () => {
    // Browsers hide certificates that cannot be accepted; this door shows them all the same.
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    try {
      const origin = `https://localhost:${first.port}`;
      const context = await browser.newContext({
        ignoreHTTPSErrors: true,
        clientCertificates: [{ origin, pfxPath: trial(file), passphrase: 'gatehouse' }],
      });
      const check = await context.newPage();
      await check.goto(`${origin}/check`);
      await expect(check.getByRole('heading', { level: 1 })).not.toContainText(/^accepted/i);
      await expect(check.getByRole('main')).toContainText(words);
    } finally {
      await browser.close();
    }
  });

test('a refused revision leaves the old one running and names its reason', async () => {
  // A third connector with the port of the first: its listener cannot open.
  await openTab(page, 'Connectors');
  const third = await enrolConnector({
    ticketUrl: await newTicket(page),
    name: 'hq-3',
    directory,
    port: first.port,
  });
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  try {
    const item = page.getByRole('listitem', { name: 'hq-3' });
    await expect(item).toContainText('not sealed to this connector');
    await expect(page.getByRole('listitem', { name: 'hq-1' })).toContainText('serves revision 1');
    expect(await servedBy(first.port)).toBe(200);
  } finally {
    await third.stop();
  }
  await page
    .getByRole('button', { name: /More for hq-3|hq-3/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: /Revoke/ }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /Revoke/ })
    .click();
  await expect(page.getByRole('listitem', { name: 'hq-3' })).toHaveCount(0);
});

test('connectors serve on while Gatehouse is down, also after their own restart, and come back', async () => {
  await gatehouse.stop('SIGKILL');
  expect(await servedBy(first.port)).toBe(200);
  await first.stop('SIGKILL');
  first.start();
  await expect.poll(() => servedBy(first.port), { timeout: 20_000 }).toBe(200);
  await gatehouse.start();
  await page.reload();
  await openTab(page, 'Connectors');
  for (const name of ['hq-1', 'hq-2'])
    await expect(page.getByRole('listitem', { name }).getByText('online', { exact: true })).toBeVisible({
      timeout: 45_000,
    });

  await openTab(page, 'Methods');
  await page
    .getByRole('radio', { name: /refuse|nobody/i })
    .first()
    .click();
  await saveToDraft(page);
  await publish(page, { connectors: 2 });
});

/** Status of the front page of a listener, or 0 where nobody answers. */
async function servedBy(port: number): Promise<number> {
  return new Promise((resolve) => {
    const request = httpsRequest({ host: '127.0.0.1', port, path: '/', rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', () => resolve(0));
    request.end();
  });
}
