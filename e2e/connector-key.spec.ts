import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { enrolConnector, type RunningConnector } from './world/connector.ts';
import {
  createConnection,
  dropFiles,
  newTicket,
  openTab,
  publish,
  saveToDraft,
  setUpAdministrator,
} from './world/console.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { keyNeedles } from './world/key-needles.ts';
import { looks, picture } from './world/picture.ts';
import { foundInMemory } from './world/process-memory.ts';

/*
 * The key of the SSL certificate is made on a connector: asked for in the workshop, certified by an authority, served, and never anywhere
 * else. Pictures go to screenshots/.
 */

test.describe.configure({ mode: 'serial' });

let gatehouse: Gatehouse;
let context: BrowserContext;
let page: Page;
let directory: string;
let connectionId: string;
let first: RunningConnector;
let second: RunningConnector | undefined;
/** Everything the browser sent and got. */
const traffic: Promise<Buffer>[] = [];
const at = (name: string) => join(directory, name);

test.beforeAll(async ({ browser }) => {
  await mkdir('screenshots', { recursive: true });
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-key-'));
  makeAuthority();
  gatehouse = await startGatehouse();
  context = await browser.newContext({ acceptDownloads: true });
  page = await context.newPage();
  page.on('request', (request) => traffic.push(Promise.resolve(request.postDataBuffer() ?? Buffer.alloc(0))));
  // Some have no body that could still be read: redirects, and streams that never end.
  page.on('response', (response) => {
    if (!response.url().endsWith('/api/events')) traffic.push(response.body().catch(() => Buffer.alloc(0)));
  });
  await setUpAdministrator(page, await gatehouse.setupLink());
  await createConnection(page, 'Fabrikam HQ');
  connectionId = new URL(page.url()).pathname.split('/')[2] ?? '';
  first = await enrol('hq-1');
  await openTab(page, 'Methods');
  await page.getByRole('switch', { name: 'Client certificates' }).click();
  await page.getByRole('textbox', { name: /URL/ }).fill(`https://localhost:${first.port}`);
  await saveToDraft(page);
});

test.afterAll(async () => {
  await Promise.all([first?.stop(), second?.stop()]);
  await gatehouse.remove();
  await rm(directory, { recursive: true, force: true });
});

async function enrol(name: string): Promise<RunningConnector> {
  await openTab(page, 'Connectors');
  const connector = await enrolConnector({ ticketUrl: await newTicket(page), name, directory });
  await expect(page.getByRole('dialog')).toContainText(`${name} is enrolled.`);
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(page.getByRole('listitem', { name }).getByText('online', { exact: true })).toBeVisible();
  return connector;
}

function openssl(...args: string[]): string {
  return execFileSync('sh', ['-c', 'openssl "$@" 2>&1', 'openssl', ...args], { encoding: 'utf8' });
}

function makeAuthority(): void {
  const subject = ['-subj', '/O=Fabrikam/CN=Fabrikam Root CA', '-days', '3650'];
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('ca.key'), '-out', at('ca.pem'), ...subject);
}

/** What the authority makes of a request. */
async function certify(request: string, certificate: string): Promise<void> {
  const asked = openssl('req', '-in', request, '-noout', '-text');
  const names = asked.match(/DNS:\S.*/)?.[0] ?? '';
  await writeFile(at('extensions'), `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`);
  const by = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '90', '-sha256'];
  openssl('x509', '-req', '-in', request, '-out', certificate, '-extfile', at('extensions'), ...by);
}

async function askFor(hosts?: string): Promise<string> {
  await page.goto(`${gatehouse.url}/workshop/request?connection=${connectionId}`);
  await expect(page.getByRole('radio', { name: /On a connector/ })).toBeChecked();
  await expect(page.getByLabel('Connector', { exact: true }).locator('option:checked')).toHaveText('hq-1');
  if (hosts !== undefined) await page.getByLabel('Host name').fill(hosts);
  await page.getByLabel('Organisation').fill('Fabrikam');
  await page.getByRole('button', { name: 'Make key on hq-1' }).click();
  await expect(page.getByText('The key is on hq-1 and stays there')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /\.csr$/ }).click(),
  ]);
  const path = at(`${hosts ?? 'first'}.csr`);
  await download.saveAs(path);
  return path;
}

function served(port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', rejectUnauthorized: false }, () => {
    resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '');
    socket.destroy();
  });
  socket.on('error', reject);
  return promise;
}

const heldKeys = async () => (await readdir(first.dataDirectory)).filter((name) => name.startsWith('held-key-'));

test('a request is made whose key is in a file on the connector', async () => {
  const request = await askFor();
  const text = openssl('req', '-in', request, '-verify', '-noout', '-text');
  expect(text).toContain('verify OK');
  expect(text).toContain('Subject: O = Fabrikam, CN = localhost');
  expect(text).toContain('DNS:localhost');
  const [name = ''] = await heldKeys();
  expect(openssl('pkey', '-in', join(first.dataDirectory, name), '-pubout')).toBe(
    openssl('req', '-in', request, '-pubkey', '-noout'),
  );
  const open = page.getByRole('list', { name: 'Requests whose key is on a connector' });
  await expect(open.getByRole('listitem')).toContainText(/localhost.*waiting for its certificate.*asked for on hq-1/);
});

test('its certificate is dropped alone, published, and met in a handshake, also after a restart', async () => {
  await certify(at('first.csr'), at('first.pem'));
  await page.goto(`${gatehouse.url}/connections/${connectionId}/certificates`);
  await dropFiles(page, /certificate, its key/i, [at('first.pem')]);
  await expect(page.getByText('The key is on hq-1, where it was made')).toBeVisible();
  await expect(page.getByText(/is missing/)).toHaveCount(0);
  await dropFiles(page, /authorities/i, [at('ca.pem')]);
  await saveToDraft(page);
  await expect(page.getByText('key on hq-1', { exact: true })).toBeVisible();
  await publish(page, { connectors: 1 });
  const { fingerprint256 } = new X509Certificate(await readFile(at('first.pem')));
  expect(await served(first.port)).toBe(fingerprint256);
  await first.stop('SIGKILL');
  first.start();
  await expect.poll(() => served(first.port).catch(() => ''), { timeout: 20_000 }).toBe(fingerprint256);
});

test('the key is nowhere but on the connector', async () => {
  const [name = ''] = await heldKeys();
  expect(name).toMatch(/^held-key-[0-9a-f]{64}\.pem$/);
  const file = await readFile(join(first.dataDirectory, name), 'utf8');
  const needles = keyNeedles(file);
  // The search itself can find: this process holds the text of the key.
  expect(foundInMemory(process.pid, needles).found.length).toBeGreaterThan(0);

  const pid = gatehouse.part().process.pid;
  if (pid === undefined) throw new Error('the server has no pid');
  const memory = foundInMemory(pid, needles);
  expect(memory.bytes).toBeGreaterThan(50 * 1024 * 1024);
  expect(memory.found).toEqual([]);

  const bodies = await Promise.all(traffic);
  // What the request itself holds went to the browser: the ear was open.
  const csr = (await readFile(at('first.csr'), 'utf8')).split('\n')[1] ?? '';
  expect(bodies.some((body) => body.includes(csr))).toBe(true);
  const connectorFiles = (await readdir(first.dataDirectory)).filter((one) => one !== name && !one.endsWith('.lock'));
  const places: [string, Buffer][] = bodies.map((body) => ['the browser’s traffic', body]);
  for (const one of connectorFiles)
    places.push([one, await readFile(join(first.dataDirectory, one)).catch(() => Buffer.alloc(0))]);
  let bytes = 0;
  for (const entry of await readdir(gatehouse.dataDirectory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = await readFile(join(entry.parentPath, entry.name));
    bytes += content.length;
    places.push([entry.name, content]);
  }
  expect(bytes).toBeGreaterThan(1024 * 1024);
  places.push(['the connector’s log', Buffer.from(first.part().output())]);
  places.push(['Gatehouse’s log', Buffer.from(gatehouse.part().output())]);
  for (const [where, content] of places)
    for (const [form, needle] of needles) expect(content.includes(needle), `${form} in ${where}`).toBe(false);
});

test('a request nobody waits for is forgotten, and its key with it; the one that is served stays', async () => {
  await page.goto(`${gatehouse.url}/connections/${connectionId}/connectors`);
  await expect(page.getByRole('listitem', { name: 'hq-1' }).getByText('online', { exact: true })).toBeVisible({
    timeout: 45_000,
  });
  await askFor('other.fabrikam.example');
  expect(await heldKeys()).toHaveLength(2);
  const open = page.getByRole('list', { name: 'Requests whose key is on a connector' });
  const running = open.getByRole('listitem').filter({ hasText: 'its certificate runs' });
  await expect(running).toContainText('localhost');
  await expect(running.getByRole('button', { name: /Forget/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Forget request for other.fabrikam.example' }).click();
  const dialog = page.getByRole('alertdialog');
  const confirm = dialog.getByRole('button', { name: 'Delete key' });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(/to confirm/).fill('other.fabrikam.example');
  await confirm.click();
  await expect(open.getByRole('listitem')).toHaveCount(1);
  expect(await heldKeys()).toHaveLength(1);
});

for (const look of looks)
  test(`the key’s place in ${look.scheme}, ${look.width} px wide`, async ({ browser }) => {
    const visit = async (other: Page) => {
      await other.goto(`${gatehouse.url}/connections/${connectionId}/certificates`);
      await expect(other.getByText('key on hq-1', { exact: true })).toBeVisible();
    };
    await picture(browser, look, 'connector-key-here', visit, { storageState: await context.storageState() });
  });

test('a connector without the key is named, with what to do', async () => {
  await page.goto(`${gatehouse.url}/connections/${connectionId}`);
  second = await enrol('hq-2');
  await openTab(page, 'Certificates');
  await expect(page.getByText('The key is on hq-1, where it was made')).toBeVisible();
  await expect(page.getByText(/hq-2 has not got it/)).toBeVisible();
  await openTab(page, 'Connectors');
  await expect(page.getByRole('listitem', { name: 'hq-2' })).toContainText('not sealed to this connector');
});

for (const look of looks)
  test(`in ${look.scheme}, ${look.width} px wide`, async ({ browser }) => {
    const options = { storageState: await context.storageState() };
    await picture(
      browser,
      look,
      'connector-key-request',
      async (other) => {
        await other.goto(`${gatehouse.url}/workshop/request?connection=${connectionId}`);
        await expect(other.getByLabel('Connector', { exact: true })).toBeVisible();
        await other.getByRole('button', { name: 'Make key on hq-1' }).click();
        await expect(other.getByText('The key is on hq-1 and stays there')).toBeVisible();
        const open = other.getByRole('list', { name: 'Requests whose key is on a connector' });
        await expect(open.getByRole('listitem').first()).toContainText('waiting for its certificate');
      },
      options,
    );
    await picture(
      browser,
      look,
      'connector-key-line',
      async (other) => {
        await other.goto(`${gatehouse.url}/connections/${connectionId}/certificates`);
        await expect(other.getByText(/hq-2 has not got it/)).toBeVisible();
      },
      options,
    );
  });

test('the key’s file, taken from the connector and dropped, is sealed to the other one', async () => {
  const name = (await heldKeys()).find((one) => !one.endsWith('.new.pem')) ?? '';
  await page.goto(`${gatehouse.url}/connections/${connectionId}/certificates`);
  await expect(page.getByText(/hq-2 has not got it/)).toBeVisible();
  await dropFiles(page, /Drop files to replace it/i, [join(first.dataDirectory, name)]);
  await expect(page.getByText('key read', { exact: true })).toBeVisible();
  await saveToDraft(page);
  await publish(page, { connectors: 2 });
  const { fingerprint256 } = new X509Certificate(await readFile(at('first.pem')));
  expect(await served(second?.port ?? 0)).toBe(fingerprint256);
});
