import { expect, type Page, test } from '@playwright/test';
import { directoryOf, from, openSite, type Site } from './world/broken-site.ts';
import { type EvilSite, sendingForm, startEvilSite } from './world/evil-site.ts';
import { freePort } from './world/free-port.ts';
import { askRaw } from './world/raw-request.ts';
import type { SampleApplication } from './world/sample-application.ts';
import { canRunSlapd, type Slapd, startSlapd } from './world/slapd.ts';
import { askToSignIn, typePassword } from './world/visitor.ts';

/* A page of somebody else uses the browser of a person who is signing in: with forms, frames and addresses that lead away. */
test.describe.configure({ mode: 'serial' });
test.skip(!canRunSlapd, 'OpenLDAP needs Debian’s packages');

const alice = { uid: 'alice', password: 'Passw0rd-alice', displayName: 'Alice Andersson' };
const mallory = { uid: 'mallory', password: 'Passw0rd-mallory', displayName: 'Mallory Malm' };

let site: Site;
let slapd: Slapd;
let evil: EvilSite;
let port: number;
let wiki: SampleApplication;

test.beforeAll(async ({ browser }) => {
  [site, slapd, evil] = await Promise.all([
    openSite(browser),
    startSlapd({ people: [alice, mallory] }),
    startEvilSite(),
  ]);
  port = await freePort();
  await site.connect({
    name: 'Fabrikam HQ',
    frontFacingUrl: `https://localhost:${port}`,
    connectors: [{ name: 'hq-1', port, config: { directory: directoryOf(slapd) } }],
  });
  wiki = await site.addApplication('Wiki');
});

test.afterAll(async () => {
  await Promise.all([site?.close(), evil?.close()]);
  await slapd?.remove();
});

const signedIn = (page: Page) => page.getByText('Signed in as Alice Andersson');

test('a page of another origin cannot send the password form, nor any other of the door', async () => {
  const context = await site.visitor(from.home);
  const victim = await askToSignIn(context, wiki);
  const door = victim.url().replace(/\/password$/, '');
  const attack = await context.newPage();
  const typed = { userName: mallory.uid, password: mallory.password };
  for (const origin of [evil.foreign, evil.neighbour])
    for (const [path, fields, type] of [
      ['/password/check', typed, undefined],
      ['/password/check', typed, 'text/plain'],
      ['/skip', { method: 'password', failure: 'chosen' }, undefined],
      ['/retry', {}, undefined],
    ] as const) {
      evil.show(sendingForm(`${door}${path}`, fields, type));
      const answer = attack.waitForResponse(`${door}${path}`);
      await attack.goto(origin);
      expect((await answer).status()).toBe(403);
    }
  await victim.reload();
  await expect(victim.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
  await typePassword(victim, alice.uid, alice.password);
  await expect(signedIn(victim)).toBeVisible();

  evil.show(sendingForm(`${site.gatehouse.url}/oidc/logout/confirm`, { logout: 'yes' }));
  const answer = attack.waitForResponse(/logout\/confirm/);
  await attack.goto(evil.neighbour);
  expect((await answer).status()).toBe(403);
  await attack.goto(`${site.gatehouse.url}/oidc/logout`);
  await expect(attack.getByRole('heading', { name: 'Sign out?' })).toBeVisible();
  // Still signed in at Gatehouse: nothing is asked.
  await context.clearCookies({ name: /^sample-/ });
  await expect(signedIn(await askToSignIn(context, wiki))).toBeVisible();
});

test('a page of another origin shows no page of ours in a frame', async () => {
  const context = await site.visitor(from.home);
  const victim = await askToSignIn(context, wiki);
  const framed = [
    victim.url(),
    `${site.gatehouse.url}/oidc/logout`,
    `${site.gatehouse.url}/oidc/auth`,
    `${site.gatehouse.url}/door/problem?why=not-found`,
    `https://localhost:${port}/`,
    `https://localhost:${port}/check`,
    `https://localhost:${port}/sign-in?request=x`,
  ];
  for (const url of framed) {
    const answer = await victim.request.get(url);
    expect([url, answer.headers()['x-frame-options']]).toEqual([url, 'DENY']);
    expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  }
  evil.show(framed.map((url) => `<iframe src="${url.replaceAll('&', '&amp;')}"></iframe>`).join(''));
  for (const origin of [evil.foreign, evil.neighbour]) {
    const page = await context.newPage();
    await page.goto(origin);
    const frames = page.frames().slice(1);
    expect(frames).toHaveLength(framed.length);
    for (const frame of frames) expect(frame.url()).toBe('chrome-error://chromewebdata/');
    await page.close();
  }
});

test('no address of ours leads to a place of somebody else', async () => {
  const asked = await askForCode(wiki);
  const redirectUri = new URL(asked.searchParams.get('redirect_uri') ?? '');
  const elsewhere = (to: string) => {
    const url = new URL(asked);
    url.searchParams.set('redirect_uri', to);
    return url.href.slice(url.origin.length);
  };
  const paths = [
    ...[
      'https://evil.example/callback',
      `${redirectUri.href}/../../evil`,
      `${redirectUri.href}?next=https://evil.example`,
      `${redirectUri.href}#@evil.example`,
      `http://localhost:${redirectUri.port}@evil.example/callback`,
      `http://localhost:${redirectUri.port}.evil.example/callback`,
      `//evil.example${redirectUri.pathname}`,
      'javascript:alert(1)',
      'data:text/html,x',
    ].map(elsewhere),
    '/oidc/logout?post_logout_redirect_uri=https://evil.example/',
    `/oidc/logout?client_id=${asked.searchParams.get('client_id')}&post_logout_redirect_uri=https://evil.example/`,
    '/door/return?request=req_x&receipt=y&returnUrl=https://evil.example/&next=//evil.example',
    '/door/return?request=https://evil.example/&failure=chosen',
    '/door/problem?why=not-found&sign-in=//evil.example',
    '/sign-in?next=https://evil.example/',
    '/sign-in?next=//evil.example/',
    '//evil.example/',
    '//evil.example/%2e%2e',
    '/door//evil.example/',
    '/oidc//evil.example/',
    '/%5Cevil.example/',
    '/\\evil.example/',
  ];
  const headers = { accept: 'text/html' };
  for (const path of paths) {
    const { location, text } = await askRaw(new URL(site.gatehouse.url), { path, headers });
    expect([path, new URL(location, site.gatehouse.url).origin]).toEqual([path, site.gatehouse.url]);
    expect(text, path).not.toMatch(/(?:href|action|url)=["']?(?:https?:)?\/\/[^"']*evil/i);
  }
  // Whatever host a request names, the way on is to the address that Gatehouse has.
  const { location } = await askRaw(asked, { headers: { ...headers, host: 'evil.example' } });
  expect(location).toContain('/oidc/interaction/');
  expect(new URL(location, site.gatehouse.url).origin).toBe(site.gatehouse.url);
});

/** What an application asks of Gatehouse. */
async function askForCode(application: SampleApplication): Promise<URL> {
  const answer = await fetch(new URL('/sign-in', application.url), { redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? '');
}
