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

/**
 * What each page makes a browser load in scripts, compressed as on the wire: those its document names, which the first load is,
 * and all that come until the page is idle and nobody has touched it, diagrams among them. Needs a finished build.
 */
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
      const { named, all } = await scriptBytes(context, path);
      await context.close();
      rows.push(
        rowOf(`first-load JavaScript ${route}`, named, `under ${limitKb} kB`),
        rowOf(`first-load JavaScript and what follows until idle ${route}`, all, 'stated'),
      );
    }
    return rows;
  } finally {
    await browser.close();
    await gatehouse.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf(name: string, bytes: number, aim: string): BenchRow {
  const kb = bytes / 1_000;
  return { name, value: kb, unit: 'kB (gzip)', against: `${limitKb} kB`, ratio: limitKb / kb, aim };
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

async function scriptBytes(context: BrowserContext, path: string): Promise<{ named: number; all: number }> {
  const document = await (await context.request.get(path)).text();
  const page = await context.newPage();
  const sizes: Promise<{ isNamed: boolean; bytes: number }>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    const { pathname } = new URL(response.url());
    const isNamed = document.includes(`src="${pathname}`) || document.includes(`href="${pathname}`);
    sizes.push(response.body().then((body) => ({ isNamed, bytes: gzipSync(body).length })));
  });
  const answer = await page.goto(path, { waitUntil: 'networkidle' });
  if (answer === null || new URL(page.url()).pathname !== path) throw new Error(`${path} led to ${page.url()}`);
  const scripts = await Promise.all(sizes);
  const sum = (some: typeof scripts) => some.reduce((total, { bytes }) => total + bytes, 0);
  return { named: sum(scripts.filter(({ isNamed }) => isNamed)), all: sum(scripts) };
}
