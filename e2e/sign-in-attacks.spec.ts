import { readFile } from 'node:fs/promises';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { directoryOf, from, openSite, type Site } from './world/broken-site.ts';
import { freePort } from './world/free-port.ts';
import { askRaw } from './world/raw-request.ts';
import type { SampleApplication } from './world/sample-application.ts';
import { canRunSlapd, type Slapd, startSlapd } from './world/slapd.ts';
import { askToSignIn, typePassword } from './world/visitor.ts';

/* Somebody tries to get in as somebody else, or to get somebody else in as themselves. Two connections, one directory. */
test.describe.configure({ mode: 'serial' });
test.skip(!canRunSlapd, 'OpenLDAP needs Debian’s packages');

const alice = { uid: 'alice', password: 'Passw0rd-alice', displayName: 'Alice Andersson' };
const mallory = { uid: 'mallory', password: 'Passw0rd-mallory', displayName: 'Mallory Malm' };
type Somebody = typeof alice;

let site: Site;
let slapd: Slapd;
let hqPort: number;
let branchPort: number;
/** Of the one connection, and of the other. */
let wiki: SampleApplication;
let desk: SampleApplication;

test.beforeAll(async ({ browser }) => {
  [site, slapd] = await Promise.all([openSite(browser), startSlapd({ people: [alice, mallory] })]);
  [hqPort, branchPort] = [await freePort(), await freePort()];
  for (const [name, connector, port] of [
    ['Fabrikam HQ', 'hq-1', hqPort],
    ['Fabrikam Branch', 'branch-1', branchPort],
  ] as const)
    await site.connect({
      name,
      frontFacingUrl: `https://localhost:${port}`,
      connectors: [{ name: connector, port, config: { directory: directoryOf(slapd) } }],
    });
  wiki = await site.addApplication('Wiki', 'Fabrikam HQ');
  desk = await site.addApplication('Desk', 'Fabrikam Branch');
});

test.afterAll(async () => {
  await site?.close();
  await slapd?.remove();
});

const signedIn = (page: Page, { displayName }: Somebody) => page.getByText(`Signed in as ${displayName}`);
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });

/** A browser that goes nowhere by itself: without scripts, the page that leads to the connector waits for a press. */
const patient = (address: string) => site.visitor(address, { javaScriptEnabled: false });

/** The certificate and key of somebody, as a program shows them. */
async function certificateOf({ uid, displayName }: Somebody) {
  const { certify, passphrase } = site.company;
  const { pfx } = await certify({ name: displayName, upn: `${uid}@example.test` });
  return { pfxPath: pfx, passphrase };
}

/** Where the sign-in that waits on this page would send the browser, and the number of the request it would carry. */
async function wayToConnector(page: Page): Promise<{ readonly url: string; readonly requestId: string }> {
  const door = page.url().replace(/\/certificate$/, '');
  const answer = await page.request.get(`${door}/go`, { maxRedirects: 0 });
  const url = answer.headers()['location'] ?? '';
  const payload = new URL(url).searchParams.get('request')?.split('.')[1] ?? '';
  const { jti } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { jti: string };
  return { url, requestId: jti };
}

/** Goes to a connector without a browser. */
async function visitConnector(url: string, { pfxPath, passphrase }: Awaited<ReturnType<typeof certificateOf>>) {
  return askRaw(new URL(url), { pfx: await readFile(pfxPath), passphrase });
}

async function expectNobodySignedIn(context: BrowserContext, application: SampleApplication): Promise<void> {
  const page = await context.newPage();
  await page.goto(application.url);
  await expect(page.getByText('Nobody is signed in')).toBeVisible();
  await page.close();
}

test.describe('a sign-in that somebody else began', () => {
  test('is not shown to, and not gone on with by, another browser', async () => {
    const attacker = await (await patient(from.desk)).newPage();
    const visited: string[] = [];
    attacker.on('request', (request) => visited.push(request.url()));
    await attacker.goto(wiki.url);
    await attacker.getByRole('link', { name: 'Sign in' }).click();
    const begun = attacker.url();
    const interaction = visited.find((url) => url.includes('/oidc/interaction/')) ?? '';
    const context = await site.visitor(from.home);
    const victim = await context.newPage();
    for (const step of ['certificate', 'password', 'refused', 'done']) {
      await victim.goto(begun.replace(/certificate$/, step));
      await expect(heading(victim, 'This sign-in is over')).toBeVisible();
      await expect(victim.getByLabel('Password')).toHaveCount(0);
    }
    for (const url of [interaction, `${interaction}/finish`, `${interaction}/cancel`]) {
      const answer = await victim.goto(url);
      expect(answer?.status()).toBe(400);
      await expect(heading(victim, 'This sign-in cannot go on')).toBeVisible();
    }
    await expectNobodySignedIn(context, wiki);
    // The one who began it is not held up by the attempt.
    await attacker.goto(interaction);
    await expect(attacker).toHaveURL(begun);
    await expect(attacker.getByRole('link', { name: /Continue to localhost/ })).toBeVisible();
  });

  test('is not finished in a browser that did not pass the door', async () => {
    const attacker = await askToSignIn(await patient(from.home), wiki);
    const { promise: finish, resolve } = Promise.withResolvers<string>();
    await attacker.route('**/finish', (route) => {
      resolve(route.request().url());
      return route.abort();
    });
    await typePassword(attacker, mallory.uid, mallory.password);
    const context = await site.visitor(from.home);
    const victim = await context.newPage();
    expect((await victim.goto(await finish))?.status()).toBe(400);
    await expectNobodySignedIn(context, wiki);
    await attacker.unroute('**/finish');
    await attacker.goto(await finish);
    await expect(signedIn(attacker, mallory)).toBeVisible();
  });

  test('does not end well for whoever began it when another browser shows its certificate', async () => {
    const attacker = await askToSignIn(await patient(from.desk), wiki);
    const { url, requestId } = await wayToConnector(attacker);
    const context = await site.visitor(from.desk, {
      clientCertificates: [{ origin: `https://localhost:${hqPort}`, ...(await certificateOf(alice)) }],
    });
    const victim = await context.newPage();
    await victim.goto(url);
    // The connector has answered; only the browser that began may come back with that.
    await expect(heading(victim, 'This sign-in belongs to another browser')).toBeVisible();
    await expectNobodySignedIn(context, wiki);
    const back = `${site.gatehouse.url}/door/return?request=${requestId}`;
    for (const tried of [back, `${back}&receipt=`, `${back}&receipt=${'A'.repeat(43)}`]) {
      await attacker.goto(tried);
      await expect(heading(attacker, /not (?:known|taken|arrived)|cannot go on/)).toBeVisible();
    }
    await expectNobodySignedIn(attacker.context(), wiki);
  });
});

test.describe('the address that a connector sends a browser back to', () => {
  test('is good for one browser and one time', async () => {
    const page = await askToSignIn(await patient(from.desk), wiki);
    const { url } = await wayToConnector(page);
    const { location } = await visitConnector(url, await certificateOf(alice));
    expect(location).toContain('receipt=');
    const thief = await (await site.visitor(from.desk)).newPage();
    await thief.goto(location);
    await expect(heading(thief, 'This sign-in belongs to another browser')).toBeVisible();
    await page.goto(location);
    await expect(signedIn(page, alice)).toBeVisible();
    await page.context().clearCookies({ name: /session/ });
    for (const again of [page, thief]) {
      await again.goto(location);
      await expect(heading(again, 'This sign-in belongs to another browser')).toBeVisible();
    }
    // Nor does the connector answer the same request a second time.
    expect(await visitConnector(url, await certificateOf(mallory))).toMatchObject({ status: 409, location: '' });
  });

  test('is of no use for another sign-in, another connection or another connector', async () => {
    const context = await patient(from.desk);
    const hq = await askToSignIn(context, wiki);
    const branch = await askToSignIn(context, desk);
    const [toHq, toBranch] = [await wayToConnector(hq), await wayToConnector(branch)];
    const elsewhere = await visitConnector(
      toHq.url.replace(`:${hqPort}`, `:${branchPort}`),
      await certificateOf(mallory),
    );
    expect([elsewhere.status, elsewhere.location]).toEqual([400, '']);
    expect(elsewhere.text).toContain('is for another connection');
    const { location } = await visitConnector(toHq.url, await certificateOf(alice));
    const mixed = location.replace(toHq.requestId, toBranch.requestId);
    await branch.goto(mixed);
    await expect(heading(branch, 'The answer has not arrived')).toBeVisible();
    const other = await visitConnector(toBranch.url, await certificateOf(mallory));
    await branch.goto(mixed);
    await expect(heading(branch, 'This answer was not taken')).toBeVisible();
    await expectNobodySignedIn(context, desk);
    // What was answered where it belongs still counts, each for itself.
    await hq.goto(location);
    await expect(signedIn(hq, alice)).toBeVisible();
    await branch.goto(other.location);
    // Somebody else’s session is ended first; where scripts run, by itself.
    await branch.getByRole('button', { name: 'Continue' }).click();
    await expect(signedIn(branch, mallory)).toBeVisible();
  });

  test('with a made-up failure leads to the next method and nowhere else', async () => {
    const context = await patient(from.desk);
    for (const failure of ['not-reachable', 'no-ticket', 'ntlm', 'not-delivered', 'request-expired', 'chosen']) {
      const page = await askToSignIn(context, wiki);
      const { requestId } = await wayToConnector(page);
      await page.goto(`${site.gatehouse.url}/door/return?request=${requestId}&failure=${failure}`);
      await expect(page).toHaveURL(/\/door\/sig_[\w-]+\/password$/);
      await expectNobodySignedIn(context, wiki);
    }
    const page = await askToSignIn(await patient(from.cards), wiki);
    const begun = page.url();
    const { requestId } = await wayToConnector(page);
    const back = `${site.gatehouse.url}/door/return?request=${requestId}`;
    for (const failure of ['accepted', 'signed-in', '', 'password', '<script>alert(1)</script>']) {
      await page.goto(`${back}&failure=${encodeURIComponent(failure)}`);
      await expect(heading(page, 'This sign-in cannot go on')).toBeVisible();
      await page.goto(begun);
      await expect(page).toHaveURL(begun);
    }
    // Where nothing follows, nobody gets in.
    await page.goto(`${back}&failure=chosen`);
    await expect(heading(page, 'You were not signed in')).toBeVisible();
  });
});

test('being signed in at one connection is worth nothing at another', async () => {
  const context = await site.visitor(from.home);
  const first = await askToSignIn(context, wiki);
  await typePassword(first, alice.uid, alice.password);
  await expect(signedIn(first, alice)).toBeVisible();
  const second = await askToSignIn(context, desk);
  await typePassword(second, mallory.uid, mallory.password);
  await expect(signedIn(second, mallory)).toBeVisible();
  await context.clearCookies({ name: /^sample-/ });
  await expect((await askToSignIn(context, wiki)).getByLabel('Password')).toBeVisible();
  await expect(signedIn(await askToSignIn(context, desk), mallory)).toBeVisible();
});
