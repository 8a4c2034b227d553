import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BrowserContext, chromium } from '@playwright/test';
import { startGatehouse } from '#e2e/world/gatehouse.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import type { Context, ServiceContext } from '#lib/services/context.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createFirstAdministrator } from '#lib/services/create-first-administrator.ts';
import { issueSetupLink } from '#lib/services/issue-setup-link.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';
import { loadKeyring } from '#lib/services/load-keyring.ts';
import { noGateway } from '#lib/wire/gateway.ts';
import { launchOptions } from '#playwright.config.ts';
import { loadSecret } from '#server/secret.ts';
import type { BenchRow } from './bench-row.ts';

const limitKb = 200;
const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery staple' };

/** What each page makes a browser load in scripts before anybody touches it, compressed as on the wire. Needs a finished build. */
export async function firstLoad(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const connectionId = await prepare(folder);
  const gatehouse = await startGatehouse({ GATEHOUSE_DATA: folder });
  const browser = await chromium.launch(launchOptions);
  try {
    const signedIn = await browser.newContext({ baseURL: gatehouse.url });
    await signIn(signedIn);
    const cookies = await signedIn.cookies();
    const rows: BenchRow[] = [];
    for (const route of pageRoutes()) {
      // Nobody signed in sees the pages before the sign-in, and every page is met with an empty cache.
      const context = await browser.newContext({ baseURL: gatehouse.url });
      if (route.startsWith('/connections')) await context.addCookies(cookies);
      const path = route.replace('[connectionId]', connectionId).replace('[token]', 'x'.repeat(43));
      const kb = (await scriptBytes(context, path)) / 1_000;
      await context.close();
      rows.push({
        name: `first-load JavaScript ${route}`,
        value: kb,
        unit: 'kB (gzip)',
        against: `${limitKb} kB`,
        ratio: limitKb / kb,
        aim: `under ${limitKb} kB`,
      });
    }
    return rows;
  } finally {
    await browser.close();
    await gatehouse.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes an administrator and a connection before the server starts. */
async function prepare(dataDirectory: string): Promise<string> {
  const masterSecret = loadSecret({ secret: undefined, dataDirectory });
  const database = await openDatabase({ dataDirectory });
  try {
    const fillRandom: ServiceContext['fillRandom'] = (target) => crypto.getRandomValues(target);
    const services: ServiceContext = {
      db: database.db,
      now: Date.now,
      fillRandom,
      gateway: noGateway,
      events: createLiveEvents(),
      keyring: await loadKeyring(database.db, masterSecret, fillRandom, Date.now),
      publicUrl: 'http://localhost',
      log: { info: () => {}, warn: console.error, error: console.error },
    };
    const as = (actor: Context['actor']): Context => ({ ...services, actor });
    const link = await issueSetupLink(as({ kind: 'system' }));
    const setupToken = link.ok ? (link.value?.url.split('/').at(-1) ?? '') : '';
    const made = await createFirstAdministrator(as({ kind: 'anonymous', address: '127.0.0.1' }), {
      setupToken,
      ...ada,
    });
    if (!made.ok) throw new Error(made.problem.message);
    const { id, email } = made.value;
    const connection = await createConnection(as({ kind: 'administrator', id, email }), { name: 'Fabrikam HQ' });
    if (!connection.ok) throw new Error(connection.problem.message);
    return connection.value.id;
  } finally {
    await database.close();
  }
}

async function signIn({ request }: BrowserContext): Promise<void> {
  const { csrfToken } = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string };
  const form = { csrfToken, email: ada.email, password: ada.password, json: 'true' };
  const answer = await request.post('/api/auth/callback/password', { form });
  if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}`);
}

function pageRoutes(): string[] {
  const manifest = new URL('../.next/app-path-routes-manifest.json', import.meta.url);
  const routes = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>;
  return Object.entries(routes)
    .filter(([file, route]) => file.endsWith('/page') && !route.startsWith('/_') && route !== '/')
    .map(([, route]) => route)
    .sort();
}

async function scriptBytes(context: BrowserContext, path: string): Promise<number> {
  const page = await context.newPage();
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      sizes.push(response.body().then((body) => gzipSync(body).length));
  });
  const answer = await page.goto(path, { waitUntil: 'networkidle' });
  if (answer === null || new URL(page.url()).pathname !== path) throw new Error(`${path} led to ${page.url()}`);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
