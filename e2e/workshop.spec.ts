import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, type Request, test } from '@playwright/test';
import {
  createConnection,
  dropFiles,
  givePassphrase,
  openTab,
  saveToDraft,
  setUpAdministrator,
} from './world/console.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { looks, picture } from './world/picture.ts';
import { writeTrialFiles } from './world/trial-files.ts';

/*
 * The workshop from end to end: what is written opens with OpenSSL, and while a tool is used the browser asks nobody for anything but
 * the page's own code. Pictures go to screenshots/.
 */

test.describe.configure({ mode: 'serial' });

let gatehouse: Gatehouse;
let page: Page;
let directory: string;
let connectionId: string;
const trial = (name: string) => join(directory, name);
const passphrase = 'quiet harbour seven lamps';

test.beforeAll(async ({ browser }) => {
  await mkdir('screenshots', { recursive: true });
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-workshop-'));
  await writeTrialFiles(directory);
  gatehouse = await startGatehouse();
  page = await (await browser.newContext({ acceptDownloads: true })).newPage();
  // The browser's own question before a page with something unsaved is left.
  page.on('dialog', (dialog) => void dialog.accept());
  await setUpAdministrator(page, await gatehouse.setupLink());
  await createConnection(page, 'Fabrikam HQ');
  connectionId = new URL(page.url()).pathname.split('/')[2] ?? '';
  await openTab(page, 'Methods');
  await page.getByLabel('Front-facing URL').fill('https://sso.fabrikam.example:8443');
  await saveToDraft(page);
});

test.afterAll(async () => {
  await gatehouse.remove();
  await rm(directory, { recursive: true, force: true });
});

function openssl(...args: string[]): string {
  return execFileSync('sh', ['-c', 'openssl "$@" 2>&1', 'openssl', ...args], { encoding: 'utf8' });
}

async function saved(press: Locator): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press.click()]);
  const path = join(directory, `saved-${download.suggestedFilename()}`);
  await download.saveAs(path);
  return path;
}

async function choosePassphrase(label: string): Promise<void> {
  await page.getByLabel(label).fill(passphrase);
  await page.getByLabel('The same once more').fill(passphrase);
}

/** Opens a tool, and from then on gathers every request that is more than reading the page's own code. */
async function openTool(path: string, heading: string): Promise<string[]> {
  page.removeAllListeners('request');
  await page.goto(`${gatehouse.url}${path}`);
  await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
  // Pages that links lead to are fetched ahead when the links come into view.
  await page.waitForLoadState('networkidle');
  const promise = path.startsWith('/workshop/request')
    ? 'A private key stays where it is made'
    : 'Nothing on this page is sent anywhere.';
  await expect(page.getByText(promise)).toBeVisible();
  const left: string[] = [];
  page.on('request', (request) => {
    if (!readsOwnCode(request)) left.push(`${request.method()} ${request.url()}`);
  });
  return left;
}

function readsOwnCode(request: Request): boolean {
  const url = new URL(request.url());
  if (url.protocol === 'blob:') return true;
  return (
    request.method() === 'GET' &&
    url.origin === new URL(gatehouse.url).origin &&
    url.pathname.startsWith('/_next/static/') &&
    url.search === ''
  );
}

test('a PFX of old Windows is repaired, and OpenSSL opens it without its legacy provider', async () => {
  const left = await openTool('/workshop/repair', 'Repair a PFX');
  await dropFiles(page, /Drop a PFX/, [trial('server-windows.pfx')]);
  await givePassphrase(page, 'server-windows.pfx', 'wrong');
  await expect(page.getByLabel('Another passphrase')).toBeVisible();
  await page.getByLabel('Another passphrase').fill('gatehouse');
  await page.getByLabel('Another passphrase').press('Enter');
  await expect(page.getByRole('list', { name: 'What is wrong' })).toContainText(/3DES/);
  const save = page.getByRole('button', { name: 'Save repaired PFX' });
  await save.click();
  await expect(page.getByText(/Choose a passphrase/)).toBeVisible();
  await page.getByLabel('Passphrase of the new file').fill(passphrase);
  await page.getByLabel('The same once more').fill('another');
  await save.click();
  await expect(page.getByText(/passphrases differ/)).toBeVisible();
  await page.getByLabel('The same once more').fill(passphrase);
  const path = await saved(save);
  const text = openssl('pkcs12', '-in', path, '-passin', `pass:${passphrase}`, '-nodes');
  const first = new X509Certificate(text.slice(text.indexOf('-----BEGIN CERTIFICATE')));
  expect(first.checkPrivateKey(createPrivateKey(text))).toBe(true);
  await expect(page.getByText(/is written, and given to the browser/)).toBeVisible();
  // Generated: shown, and good without typing it again.
  await page.getByRole('button', { name: 'Generate one' }).click();
  const generated = await page.getByText(/^[a-z2-9]{5}(-[a-z2-9]{5}){4}$/).textContent();
  const again = await saved(save);
  expect(openssl('pkcs12', '-in', again, '-passin', `pass:${generated}`, '-nodes')).toContain('BEGIN PRIVATE KEY');
  expect(left).toEqual([]);
});

test('a key that fits nothing is named, and nothing is written', async () => {
  const left = await openTool('/workshop/repair', 'Repair a PFX');
  await dropFiles(page, /Drop a PFX/, [trial('server-chain.pem'), trial('key-fits-nothing.pem')]);
  await expect(page.getByRole('list', { name: 'What is wrong' })).toContainText(/belongs to none/);
  await expect(page.getByRole('button', { name: 'Save repaired PFX' })).toHaveCount(0);
  expect(left).toEqual([]);
});

test('a bundle is taken apart, and put together in every form', async () => {
  const left = await openTool('/workshop/bundles', 'Split and join');
  await dropFiles(page, /Drop bundles/, [trial('server-modern.pfx')]);
  await givePassphrase(page, 'server-modern.pfx', 'gatehouse');
  const found = page.getByRole('list', { name: 'Certificates and keys' });
  await expect(found).toContainText('Key of');
  const form = page.getByLabel('Form');
  const write = page.getByRole('button', { name: 'Write files' });
  await choosePassphrase('Passphrase of the new file');
  await write.click();
  const written = page.getByRole('list', { name: 'Written files' });
  await expect(written.getByRole('listitem')).toHaveCount((await found.getByRole('listitem').count()) as number);
  const key = await saved(written.getByRole('button', { name: /\.key$/ }));
  expect(openssl('pkey', '-in', key, '-passin', `pass:${passphrase}`, '-noout')).toBe('');
  await form.selectOption('single-der');
  await page.getByLabel('Keys', { exact: true }).selectOption('bare');
  await write.click();
  const der = await saved(written.getByRole('button', { name: /\.cer$/ }).first());
  expect(openssl('x509', '-inform', 'DER', '-in', der, '-noout', '-subject')).toContain('CN = ');
  const bare = await saved(written.getByRole('button', { name: /\.key$/ }));
  expect(openssl('pkey', '-in', bare, '-noout')).toBe('');
  await form.selectOption('pkcs7');
  const p7b = await saved(write);
  expect(openssl('pkcs7', '-inform', 'DER', '-in', p7b, '-print_certs', '-noout')).toMatch(/subject=/);
  await form.selectOption('pfx');
  const pfx = await saved(write);
  expect(openssl('pkcs12', '-in', pfx, '-passin', `pass:${passphrase}`, '-nodes')).toContain('BEGIN PRIVATE KEY');
  expect(left).toEqual([]);
});

test('a trial authority issues for the connection’s host and for a person, and is used again from its file', async () => {
  const left = await openTool(`/workshop/trial?connection=${connectionId}`, 'Trial authority');
  await page.getByRole('checkbox', { name: /With an issuing authority/ }).check();
  await page.getByRole('button', { name: 'Make authority' }).click();
  const made = page.getByRole('list', { name: 'Made here' });
  await expect(made).toContainText('Trial root CA');
  await expect(made).toContainText('Trial issuing CA');
  await expect(page.getByLabel('Host name')).toHaveValue('sso.fabrikam.example');
  await page.getByRole('button', { name: 'Make server certificate' }).click();
  await expect(made).toContainText('sso.fabrikam.example');
  await page.getByLabel('Name of the person').fill('Alice Marsh');
  await page.getByLabel('User principal name').fill('alice@fabrikam.example');
  await page.getByLabel('SID', { exact: true }).fill('1104');
  await page.getByRole('button', { name: 'Make client certificate' }).click();
  await expect(page.getByText(/is no security identifier/)).toBeVisible();
  await page.getByLabel('SID', { exact: true }).fill('S-1-5-21-1004336348-1177238915-682003330-1104');
  await page.getByRole('button', { name: 'Make client certificate' }).click();
  await expect(made).toContainText('Alice Marsh');
  const saveButton = (name: string, words: RegExp) =>
    page.getByRole('button', { name: new RegExp(`of ${name}: save ${words.source}`) });
  await saveButton('Alice Marsh', /key and chain/).click();
  await expect(page.getByText(/Choose a passphrase/)).toBeVisible();
  await choosePassphrase('Passphrase for keys');
  const person = await saved(saveButton('Alice Marsh', /key and chain/));
  expect(openssl('pkcs12', '-in', person, '-passin', `pass:${passphrase}`, '-nodes', '-nokeys')).toContain(
    'For trying out only',
  );
  const root = await saved(saveButton('Trial root CA', /certificate and chain/));
  const server = await saved(saveButton('sso.fabrikam.example', /certificate and chain/));
  const verify = ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'sso.fabrikam.example'];
  expect(openssl(...verify, '-CAfile', root, '-untrusted', server, server)).toContain('OK');
  const authority = await saved(saveButton('Trial issuing CA', /key and chain/));
  await expect(made.getByText('saved')).toHaveCount(2);
  expect(left).toEqual([]);
  // What is not saved is asked about before the page is left.
  await page.getByRole('link', { name: 'Repair a PFX' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('forgotten');
  await dialog.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page.getByRole('heading', { name: 'Repair a PFX' })).toBeVisible();

  const later = await openTool('/workshop/trial', 'Trial authority');
  await dropFiles(page, /trial authority/, [authority]);
  await page.getByLabel(/^Passphrase of saved-/).fill(passphrase);
  await page.getByLabel(/^Passphrase of saved-/).press('Enter');
  await page.getByLabel('Name of the person').fill('Bob Marsh');
  await page.getByRole('button', { name: 'Make client certificate' }).click();
  await expect(made).toContainText('Bob Marsh');
  const chain = await saved(saveButton('Bob Marsh', /certificate and chain/));
  expect(
    openssl('verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', root, '-untrusted', chain, chain),
  ).toContain('OK');
  await choosePassphrase('Passphrase for keys');
  await saved(saveButton('Bob Marsh', /key as PEM/));
  expect(later).toEqual([]);
});

test('a request asks for the connection’s host, and its key opens', async () => {
  const left = await openTool(`/workshop/request?connection=${connectionId}`, 'Certificate request');
  await expect(page.getByLabel('Host name')).toHaveValue('sso.fabrikam.example');
  // No connector is there to make it on.
  await expect(page.getByRole('radio', { name: /On a connector/ })).toBeDisabled();
  await expect(page.getByRole('radio', { name: /In this browser/ })).toBeChecked();
  await page.getByLabel('Country').fill('S1');
  await choosePassphrase('Passphrase of the key');
  await page.getByRole('button', { name: 'Make key and request' }).click();
  await expect(page.getByText(/two letters/).first()).toBeVisible();
  await page.getByLabel('Country').fill('se');
  await page.getByRole('button', { name: 'Make key and request' }).click();
  const request = await saved(page.getByRole('button', { name: /\.csr$/ }));
  const text = openssl('req', '-in', request, '-verify', '-noout', '-text');
  expect(text).toContain('verify OK');
  expect(text).toContain('DNS:sso.fabrikam.example');
  expect(text).toContain('C = SE');
  const key = await saved(page.getByRole('button', { name: /\.key$/ }));
  expect(openssl('pkey', '-in', key, '-passin', `pass:${passphrase}`, '-pubout')).toBe(
    openssl('req', '-in', request, '-pubkey', '-noout'),
  );
  expect(left).toEqual([]);
  await page.getByRole('link', { name: 'All tools' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page.getByRole('link', { name: /Split and join/ }).first()).toBeVisible();
});

test('the Certificates page leads here where the workshop can help', async () => {
  await page.goto(`${gatehouse.url}/connections/${connectionId}/certificates`);
  await expect(page.getByRole('link', { name: 'Request one' })).toHaveAttribute(
    'href',
    `/workshop/request?connection=${connectionId}`,
  );
  await dropFiles(page, /certificate, its key/i, [trial('server-windows.pfx')]);
  await givePassphrase(page, 'server-windows.pfx', 'gatehouse');
  await expect(page.getByRole('link', { name: 'Repair it in the workshop' })).toHaveAttribute(
    'href',
    '/workshop/repair',
  );
});

test('every tool is usable by keyboard', async () => {
  await openTool('/workshop/request', 'Certificate request');
  await page.getByLabel('Host name').focus();
  await page.keyboard.type('keyboard.example');
  // Key, organisation, country, passphrase, once more.
  for (let fields = 0; fields < 4; fields += 1) await page.keyboard.press('Tab');
  await page.keyboard.type(passphrase);
  await page.keyboard.press('Tab');
  await page.keyboard.type(passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /\.key$/ })).toBeVisible();
});

for (const look of looks) {
  test(`in ${look.scheme}, ${look.width} px wide`, async ({ browser }) => {
    const broken = await writeBrokenChain();
    const state = await page.context().storageState();
    const at = (path: string, heading: string) => async (other: Page) => {
      await other.goto(`${gatehouse.url}${path}`);
      await expect(other.getByRole('heading', { name: heading }).first()).toBeVisible();
    };
    const options = { storageState: state };
    await picture(
      browser,
      look,
      'workshop',
      async (other) => {
        await at('/workshop', 'Workshop')(other);
        const overlap = await other
          .getByRole('navigation', { name: 'Main' })
          .evaluate((rail) => rail.scrollWidth - rail.clientWidth);
        expect(overlap, 'the places of the rail lie under the account').toBeLessThanOrEqual(0);
      },
      options,
    );
    await picture(
      browser,
      look,
      'workshop-repair',
      async (other) => {
        await at('/workshop/repair', 'Repair a PFX')(other);
        await dropFiles(other, /Drop a PFX/, [trial('server-windows.pfx'), broken]);
        await givePassphrase(other, 'server-windows.pfx', 'gatehouse');
        await expect(other.getByRole('list', { name: 'What is wrong' })).toContainText(/3DES/);
        await other.getByLabel('Passphrase of the new file').fill('Gate-house7!');
      },
      options,
    );
    await picture(
      browser,
      look,
      'workshop-bundles',
      async (other) => {
        await at('/workshop/bundles', 'Split and join')(other);
        await dropFiles(other, /Drop bundles/, [trial('server-modern.pfx')]);
        await givePassphrase(other, 'server-modern.pfx', 'gatehouse');
        await other.getByLabel('Keys', { exact: true }).selectOption('bare');
        await other.getByRole('button', { name: 'Write files' }).click();
        await expect(other.getByRole('list', { name: 'Written files' })).toBeVisible();
      },
      options,
    );
    await picture(
      browser,
      look,
      'workshop-trial',
      async (other) => {
        await at(`/workshop/trial?connection=${connectionId}`, 'Trial authority')(other);
        await other.getByRole('button', { name: 'Make authority' }).click();
        await other.getByRole('button', { name: 'Make server certificate' }).click();
        await expect(other.getByRole('list', { name: 'Made here' })).toContainText('sso.fabrikam.example');
        await other.getByRole('button', { name: 'Generate one' }).click();
      },
      options,
    );
    await picture(
      browser,
      look,
      'workshop-request',
      async (other) => {
        await at(`/workshop/request?connection=${connectionId}`, 'Certificate request')(other);
        await other.getByRole('button', { name: 'Generate one' }).click();
        await other.getByRole('button', { name: 'Make key and request' }).click();
        await other.getByText('The request as text').click();
        await expect(other.getByText('BEGIN CERTIFICATE REQUEST')).toBeVisible();
      },
      options,
    );
  });
}

/** A chain that ends below an authority nobody has dropped. */
async function writeBrokenChain(): Promise<string> {
  const path = trial('foreign.pem');
  const text = openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    '/dev/null',
    '-subj',
    '/CN=Contoso Root CA',
    '-days',
    '30',
  );
  await writeFile(path, text.slice(text.indexOf('-----BEGIN CERTIFICATE')));
  return path;
}
