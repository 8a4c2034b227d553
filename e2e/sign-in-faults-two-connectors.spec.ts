import { expect, type Page, test } from '@playwright/test';
import { Client } from 'ldapts';
import { type Connected, directoryOf, from, linkOf, openSite, type Site } from './world/broken-site.ts';
import type { RunningConnector } from './world/connector.ts';
import type { SampleApplication } from './world/sample-application.ts';
import { canRunSlapd, type Slapd, startSlapd } from './world/slapd.ts';
import { askToSignIn, typePassword } from './world/visitor.ts';

/* Two connectors, each with a directory server of its own that counts wrong passwords. */
test.describe.configure({ mode: 'serial' });
test.skip(!canRunSlapd, 'OpenLDAP needs Debian’s packages');

const alice = { uid: 'alice', password: 'Passw0rd-alice', displayName: 'Alice Andersson' };

let site: Site;
let servers: readonly [Slapd, Slapd];
let connected: Connected;
let connectors: readonly [RunningConnector, RunningConnector];
let wiki: SampleApplication;

test.beforeAll(async ({ browser }) => {
  [site, servers] = await Promise.all([
    openSite(browser),
    Promise.all([startSlapd({ people: [alice] }), startSlapd({ people: [alice] })]),
  ]);
  connected = await site.connect({
    name: 'Fabrikam HQ',
    connectors: servers.map((server, at) => ({ name: `hq-${at + 1}`, config: { directory: directoryOf(server) } })),
  });
  connectors = connected.connectors as [RunningConnector, RunningConnector];
  wiki = await site.addApplication('Wiki');
});

test.afterAll(async () => {
  await site?.close();
  await Promise.all((servers ?? []).map((one) => one.remove()));
});

const signedIn = (page: Page) => page.getByText('Signed in as Alice Andersson');

/** How many wrong passwords the directory servers have counted for Alice, all together. */
async function wrongPasswords(): Promise<number> {
  const counts = await Promise.all(
    servers.map(async ({ url, caPem, administrator, personDn }) => {
      const client = new Client({ url, tlsOptions: { ca: caPem } });
      await client.bind(administrator.dn, administrator.password);
      const { searchEntries } = await client.search(personDn(alice.uid), {
        scope: 'base',
        attributes: ['pwdFailureTime'],
      });
      await client.unbind();
      const times = searchEntries[0]?.['pwdFailureTime'] ?? [];
      return Array.isArray(times) ? times.length : 1;
    }),
  );
  return counts.reduce((sum, one) => sum + one);
}

const answered = () =>
  connectors.map((one) => one.part().output().split('password question answered').length - 1).reduce((a, b) => a + b);

test('a wrong password is asked of one of them, once', async () => {
  const page = await askToSignIn(await site.visitor(from.home), wiki);
  await typePassword(page, alice.uid, 'not it');
  await expect(page.getByRole('alert').first()).toContainText('password is wrong');
  expect([await wrongPasswords(), answered()]).toEqual([1, 1]);
  await typePassword(page, alice.uid, alice.password);
  await expect(signedIn(page)).toBeVisible();
  expect(answered()).toBe(2);
});

test('one that does not answer is given its time, then the other one is asked', async () => {
  const [first, second] = connectors;
  // Those whose directory fails are asked last, so the first one is asked first.
  await second.stop();
  await servers[1].kill();
  second.start();
  await linkOf(second);
  await expect(await connected.shown('hq-2')).toContainText('does not answer');
  const page = await askToSignIn(await site.visitor(from.home), wiki);
  await expect(page.getByLabel('Password')).toBeVisible();
  first.part().process.kill('SIGSTOP');
  const posted = page.waitForRequest((request) => request.url().endsWith('/password/check'));
  // Pressing the button lasts until there is an answer.
  const typed = typePassword(page, alice.uid, alice.password);
  await posted;
  await servers[1].restart();
  await typed;
  await expect(signedIn(page)).toBeVisible({ timeout: 30_000 });
  first.part().process.kill('SIGCONT');
  await site.admin.goto(`${site.gatehouse.url}/sign-ins`);
  await site.admin.getByRole('table', { name: 'Sign-ins' }).getByRole('link', { name: 'alice' }).first().click();
  const log = site.admin.getByRole('main');
  await expect(log).toContainText('hq-1: no-answer');
  await expect(log.getByRole('list', { name: 'Tries' }).getByRole('link', { name: 'hq-2' })).toBeVisible();
});

test('with both gone the person is told; one of them back is enough', async () => {
  const page = await askToSignIn(await site.visitor(from.home), wiki);
  await expect(page.getByLabel('Password')).toBeVisible();
  await Promise.all(connectors.map((one) => one.stop('SIGKILL')));
  await expect(await connected.shown('hq-1')).toContainText('offline');
  await expect(await connected.shown('hq-2')).toContainText('offline');
  await typePassword(page, alice.uid, alice.password);
  await expect(page.getByRole('alert').first()).toContainText('not available at the moment');
  await expect(await site.logOf(page)).toContainText('No connector');
  connectors[0].start();
  await linkOf(connectors[0]);
  await typePassword(page, alice.uid, alice.password);
  await expect(signedIn(page)).toBeVisible();
});
