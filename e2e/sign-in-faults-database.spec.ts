import { expect, type Page, test } from '@playwright/test';
import { postgresPrograms } from '../script/install-test-parts.ts';
import { startTemporaryPostgres, type TemporaryPostgres } from '../script/temporary-postgres.ts';
import { directoryOf, from, openSite, type Site } from './world/broken-site.ts';
import { type BrokenWay, startWay } from './world/broken-way.ts';
import { freePort } from './world/free-port.ts';
import type { SampleApplication } from './world/sample-application.ts';
import { canRunSlapd, type Slapd, startSlapd } from './world/slapd.ts';
import { askToSignIn, typePassword } from './world/visitor.ts';

/* PostgreSQL ends between two steps of a sign-in. Gatehouse goes on by itself once it is back, and nobody becomes somebody else. */
test.describe.configure({ mode: 'serial' });
test.skip(!canRunSlapd || postgresPrograms() === undefined, 'OpenLDAP and PostgreSQL need Debian’s packages');

const alice = { uid: 'alice', password: 'Passw0rd-alice', displayName: 'Alice Andersson' };
const bob = { uid: 'bob', password: 'Passw0rd-bob', displayName: 'Bob Berg' };

let postgres: TemporaryPostgres;
let site: Site;
let slapd: Slapd;
let way: BrokenWay;
let wiki: SampleApplication;

test.beforeAll(async ({ browser }) => {
  postgres = await startTemporaryPostgres();
  slapd = await startSlapd({ people: [alice, bob] });
  site = await openSite(browser, { env: { DATABASE_URL: postgres.url } });
  const port = await freePort();
  way = await startWay(port);
  await site.connect({
    name: 'Fabrikam HQ',
    frontFacingUrl: `https://localhost:${way.port}`,
    connectors: [{ name: 'hq-1', port, config: { directory: directoryOf(slapd) } }],
  });
  wiki = await site.addApplication('Wiki');
});

test.afterAll(async () => {
  await way?.cut();
  await site?.close();
  await Promise.all([slapd?.remove(), postgres?.stop()]);
});

const signedIn = (page: Page, { displayName }: typeof alice) => page.getByText(`Signed in as ${displayName}`);

test('between the page and the password: the person is told, and the same sign-in goes on when the database is back', async () => {
  const page = await askToSignIn(await site.visitor(from.home), wiki);
  await expect(page.getByLabel('Password')).toBeVisible();
  await postgres.kill();
  await typePassword(page, alice.uid, alice.password);
  await expect(page.getByRole('heading', { name: 'Signing in is not possible right now' })).toBeVisible();
  await page.goBack();
  await postgres.start();
  await page.getByRole('button', { name: 'Try again' }).click();
  await typePassword(page, alice.uid, alice.password);
  await expect(signedIn(page, alice)).toBeVisible();
});

test('whoever comes while the database is away is told so too', async () => {
  await postgres.kill();
  const page = await askToSignIn(await site.visitor(from.home), wiki);
  await expect(page.getByRole('main')).toContainText('Try again in a moment');
  await postgres.start();
  await page.reload();
  await typePassword(page, alice.uid, alice.password);
  await expect(signedIn(page, alice)).toBeVisible();
});

test('restarted while two people are at the connector: both come back, each as themselves', async () => {
  await way.swallow();
  const [first, second] = await Promise.all(
    [alice, bob].map(async ({ uid }) => {
      const { pfx } = await site.company.certify({ name: uid, upn: `${uid}@example.test` });
      const context = await site.visitor(from.cards, {
        clientCertificates: [
          { origin: `https://localhost:${way.port}`, pfxPath: pfx, passphrase: site.company.passphrase },
        ],
      });
      return askToSignIn(context, wiki);
    }),
  );
  if (first === undefined || second === undefined) throw new Error('two people came');
  await way.hasSwallowed(2);
  await postgres.kill();
  await postgres.start();
  await way.mend();
  await expect(signedIn(first, alice)).toBeVisible();
  await expect(signedIn(second, bob)).toBeVisible();
  await site.admin.goto(`${site.gatehouse.url}/sign-ins`);
  const log = site.admin.getByRole('table', { name: 'Sign-ins' }).getByRole('row').filter({ hasText: '24.12.36.0/24' });
  for (const { uid } of [alice, bob]) await expect(log.filter({ hasText: uid })).toContainText('signed in');
});

test('away while the connector answers: the answer is lost and nobody is signed in, until the method is tried again', async () => {
  await way.swallow();
  const { pfx } = await site.company.certify({ name: 'alice', upn: 'alice@example.test' });
  const context = await site.visitor(from.cards, {
    clientCertificates: [
      { origin: `https://localhost:${way.port}`, pfxPath: pfx, passphrase: site.company.passphrase },
    ],
  });
  const page = await askToSignIn(context, wiki);
  await way.hasSwallowed(1);
  await postgres.kill();
  await way.mend();
  await expect(page.getByRole('heading', { name: 'Signing in is not possible right now' })).toBeVisible();
  await postgres.start();
  await page.goBack();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(signedIn(page, alice)).toBeVisible();
});
