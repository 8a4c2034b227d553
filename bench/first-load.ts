import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BrowserContext, chromium } from '@playwright/test';
import { startGatehouse } from '#e2e/world/gatehouse.ts';
import { launchOptions } from '#playwright.config.ts';
import type { BenchRow } from './bench-row.ts';
import { prepareConsole, signInByRequest } from './prepare-console.ts';

const limitKb = 200;

/**
 * What each page makes a browser load in scripts, compressed as on the wire: those its document names, which the first load is,
 * and all that come until the page is idle and nobody has touched it, diagrams among them. Needs a finished build.
 */
export async function firstLoad(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const { connectionId, signIn } = await prepareConsole(folder);
  const gatehouse = await startGatehouse({ GATEHOUSE_DATA: folder });
  const browser = await chromium.launch(launchOptions);
  try {
    const signedIn = await browser.newContext({ baseURL: gatehouse.url });
    await signInByRequest(signedIn);
    const cookies = await signedIn.cookies();
    const rows: BenchRow[] = [];
    for (const route of pageRoutes()) {
      // Nobody signed in sees the pages before the sign-in, and every page is met with an empty cache.
      const context = await browser.newContext({ baseURL: gatehouse.url });
      if (isConsole(route)) await context.addCookies(cookies);
      if (route.startsWith('/door/')) await context.addCookies([{ ...signIn.cookie, url: gatehouse.url }]);
      const path = route
        .replace('[connectionId]', connectionId)
        .replace('[signInId]', signIn.id)
        .replace('[token]', 'x'.repeat(43));
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

/** Pages that lead to another one: always, or because the sign-in here stands at the password form. */
const leadsOn = [
  '/',
  '/settings',
  ...['certificate', 'kerberos', 'refused', 'done'].map((step) => `/door/[signInId]/${step}`),
];

function isConsole(route: string): boolean {
  return !['/door/', '/setup/', '/invitation/'].some((start) => route.startsWith(start)) && route !== '/sign-in';
}

function pageRoutes(): string[] {
  const manifest = new URL('../.next/app-path-routes-manifest.json', import.meta.url);
  const routes = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>;
  return Object.entries(routes)
    .filter(([file, route]) => file.endsWith('/page') && !route.startsWith('/_') && !leadsOn.includes(route))
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
