import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { startTemporaryPostgres, type TemporaryPostgres } from '#script/temporary-postgres.ts';
import { type Company, makeCompany } from './world/company.ts';
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
import { freePort } from './world/free-port.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { canRunKdc, type Kdc, startKdc } from './world/kdc.ts';
import { personWithTickets } from './world/kerberos-person.ts';
import { canBePerson, personWith } from './world/person.ts';
import { returningVisitor } from './world/returning-visitor.ts';
import { type SampleApplication, startSampleApplication } from './world/sample-application.ts';
import { createApplication, pasteNetworks, setMapping, setNetworkMethods } from './world/sign-in-console.ts';
import { canRunSlapd, type Slapd, slapdGroupDn, slapdPersonDn, startSlapd } from './world/slapd.ts';
import { writeTrialFiles } from './world/trial-files.ts';
import { askToSignIn, typePassword, visitorFrom } from './world/visitor.ts';

/*
 * The same door with other parts behind it: Gatehouse on PostgreSQL, OpenLDAP over StartTLS with its password policy, an MIT KDC,
 * people found by the e-mail address or the name in their certificate, an application without a secret, a directory in a file.
 */
test.describe.configure({ mode: 'serial' });
test.skip(
  !canRunSlapd || !canRunKdc || !canBePerson,
  'directory, KDC and browsers of several people need root and Debian’s packages',
);

const run = promisify(execFile);
/** One address in each network, as the company's proxy tells it; the last one is at home. */
const from = { office: '24.12.34.56', ticketsOnly: '24.12.35.10', cardsOnly: '24.12.36.10', home: '198.51.100.20' };
const frontDesk = 'front-desk@example.test';

let postgres: TemporaryPostgres;
let gatehouse: Gatehouse;
let slapd: Slapd;
let kdc: Kdc;
let company: Company;
let connector: RunningConnector;
let trial: RunningConnector;
let admin: Page;
let directory: string;
let kerberosPort: number;
let wiki: SampleApplication;
let game: SampleApplication;
const browsers: Browser[] = [];

test.beforeAll(async ({ browser }) => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-openldap-'));
  postgres = await startTemporaryPostgres();
  [slapd, kdc, company, gatehouse] = await Promise.all([
    startSlapd({
      people: [
        { uid: 'alice', cn: 'Alice Andersson', displayName: 'Alice Andersson' },
        { uid: 'bob', cn: 'Bob Berg', displayName: 'Bob Berg' },
        { uid: 'carol', mail: ['carol@example.test', frontDesk] },
        { uid: 'dave', mail: ['dave@example.test', frontDesk] },
        { uid: 'locked', isLocked: true },
        { uid: 'oldpassword', isPasswordExpired: true },
        { uid: 'mustchange', mustChangePassword: true },
      ],
      groups: [
        { name: 'staff', members: [slapdPersonDn('alice')] },
        { name: 'everybody', members: [slapdGroupDn('staff')], kind: 'groupOfUniqueNames' },
      ],
      // A bind without encryption is refused, so it is StartTLS that lets anybody in.
      isPlainRefused: true,
    }),
    startKdc(),
    makeCompany(join(directory, 'company')),
    startGatehouse({ DATABASE_URL: postgres.url, GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1/32' }),
  ]);
  admin = await (await browser.newContext()).newPage();
  await setUpAdministrator(admin, await gatehouse.setupLink());
  await createConnection(admin, 'Example');
});

test.afterAll(async () => {
  await Promise.all(browsers.map((one) => one.close()));
  await Promise.all([wiki?.close(), game?.close(), connector?.stop(), trial?.stop()]);
  await Promise.all([gatehouse?.remove(), slapd?.remove(), kdc?.remove(), company?.close()]);
  await postgres?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function writeConfig(name: string, config: unknown): Promise<void> {
  await mkdir(join(directory, name), { mode: 0o700 });
  await writeFile(join(directory, name, 'config.json'), JSON.stringify(config), { mode: 0o600 });
}

test('a connector reaches OpenLDAP by StartTLS, and says that it answers', async () => {
  const keytab = join(directory, 'http.keytab');
  await kdc.exportKeytab('HTTP/localhost', keytab);
  kerberosPort = await freePort();
  await writeConfig('hq-1', {
    directory: {
      kind: 'ldap',
      urls: [slapd.plainUrl],
      startTls: true,
      base: slapd.base,
      bindUser: slapd.service.dn,
      bindPassword: slapd.service.password,
      ca: [slapd.caPath],
    },
    kerberos: { keytab, realms: [kdc.realm], listen: { host: '127.0.0.1', port: kerberosPort } },
  });
  await openTab(admin, 'Connectors');
  connector = await enrolConnector({
    ticketUrl: await newTicket(admin),
    name: 'hq-1',
    directory,
    env: { KRB5_CONFIG: kdc.krb5Config },
  });
  await expect(admin.getByRole('dialog')).toContainText('hq-1 is enrolled.');
  await admin.getByRole('button', { name: 'Close', exact: true }).last().click();
  const item = admin.getByRole('listitem', { name: 'hq-1' });
  await expect(item).toContainText('1 server answers');
  await expect(item).toContainText(`HTTP/localhost@${kdc.realm}`);
});

test('ordered rules say whose a certificate is', async () => {
  await openTab(admin, 'Methods');
  await admin.getByRole('switch', { name: 'Client certificates' }).click();
  await admin.getByRole('switch', { name: 'Kerberos' }).click();
  await admin.getByLabel('Front-facing URL').fill(`https://localhost:${connector.port}`);
  await admin.getByLabel('URL of its own for Kerberos').fill(`https://localhost:${kerberosPort}`);
  await setMapping(admin, [
    ['e-mail address', 'mail'],
    ['common name', 'uid'],
    ['common name', 'cn'],
  ]);
  await admin.getByLabel('Days, for those who wish').fill('30');
  await saveToDraft(admin);
  await openTab(admin, 'Certificates');
  await dropFiles(admin, /certificate, its key/i, [company.serverPfx]);
  await givePassphrase(admin, 'server.pfx', company.passphrase);
  await dropFiles(admin, /authorities/i, [company.authoritiesPem]);
  await saveToDraft(admin);
  await openTab(admin, 'Networks');
  await pasteNetworks(admin, ['24.12.34.0/24 Head office', '24.12.35.0/24 Tickets', '24.12.36.0/24 Cards']);
  await setNetworkMethods(admin, 'Tickets', ['Kerberos', 'password']);
  await setNetworkMethods(admin, 'Cards', ['client certificate']);
  await publish(admin, { connectors: 1 });
});

async function newApplication(name: string, more: { isPublic?: boolean; connection?: string }) {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const registered = { name, redirectUri: `${url}/callback`, afterSignOut: `${url}/`, ...more };
  const made = await createApplication(admin, registered);
  expect(made.clientSecret === undefined).toBe(more.isPublic === true);
  return startSampleApplication({ ...made, port });
}

test('an application without a secret signs its people in by PKCE alone', async () => {
  wiki = await newApplication('Wiki', { isPublic: true });
  const page = await askToSignIn(await visitorFrom(from.home, browsers), wiki);
  await typePassword(page, 'alice', 'password of alice');
  await expect(page.getByText('Signed in as Alice Andersson')).toBeVisible();
  // Groups of groups too, of whichever kind.
  await expect(page.locator('#userinfo')).toContainText('"staff"');
  await expect(page.locator('#userinfo')).toContainText('"everybody"');
});

test('the e-mail address in a certificate finds its holder, who types nothing', async () => {
  const { pfx } = await company.certify({
    name: 'Nobody By This Name',
    upn: 'nobody@nowhere.example',
    more: { alternativeNames: [{ kind: 'email', value: 'alice@example.test' }] },
  });
  const person = await personWith({
    trusts: company.rootPem,
    pfx: { path: pfx, passphrase: company.passphrase },
    sites: [`https://localhost:${connector.port}`],
  });
  try {
    const context = await person.browser.newContext({ extraHTTPHeaders: { 'x-forwarded-for': from.office } });
    const page = await askToSignIn(context, wiki);
    await expect(page.getByText('Signed in as Alice Andersson')).toBeVisible();
    await expect(page.locator('#claims')).toContainText('"pop"');
  } finally {
    await person.leave();
  }
});

/** Somebody with a card, where nothing but cards is allowed; the browser shows the card whatever it is. */
async function withCard(name: string, emails: readonly string[]): Promise<BrowserContext> {
  const alternativeNames = emails.map((value) => ({ kind: 'email', value }) as const);
  const { pfx } = await company.certify({ name, upn: '', more: { alternativeNames } });
  const origin = `https://localhost:${connector.port}`;
  const clientCertificates = [{ origin, pfxPath: pfx, passphrase: company.passphrase }];
  return visitorFrom(from.cardsOnly, browsers, { clientCertificates });
}

for (const [what, name, emails] of [
  ['no e-mail address, by its name as user name', 'bob', []],
  ['an e-mail address of nobody, by its name as user name', 'bob', ['bob@elsewhere.example']],
  ['neither, by its name as written', 'Bob Berg', []],
] as const)
  test(`a certificate with ${what}, finds its holder by a later rule`, async () => {
    const page = await askToSignIn(await withCard(name, emails), wiki);
    await expect(page.getByText('Signed in as Bob Berg')).toBeVisible();
  });

for (const [what, name, emails, words, inLog] of [
  ['an address that two people share', 'carol', [frontDesk], /which account is meant/, /2 hits or more/],
  [
    'two addresses',
    'carol',
    ['alice@example.test', 'carol@example.test'],
    /more than one name/i,
    /the certificate holds 2: “alice@example\.test”, “carol@example\.test”/,
  ],
  ['names of nobody', 'nemo', [], /nobody|no account/i, /0 hits for/],
] as const)
  test(`a certificate with ${what} lets nobody in, and no later rule decides`, async () => {
    const page = await askToSignIn(await withCard(name, emails), wiki);
    await expect(page.getByRole('heading', { name: 'You were not signed in' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(words);
    const incident = ((await page.getByRole('main').textContent()) ?? '').match(/sig_[\w-]+/)?.[0];
    await admin.goto(`${gatehouse.url}/sign-ins/${incident}`);
    await expect(admin.getByRole('main')).toContainText(inLog);
    // The people of the shared address are the administrators' business alone.
    await expect(page.getByRole('main')).not.toContainText('dave');
  });

test('who holds a ticket of the MIT realm signs in without typing', async () => {
  const person = await personWithTickets({
    krb5Config: kdc.krb5Config,
    tickets: await kdc.ticketsOf(await kdc.addPerson('alice')),
    allowed: 'localhost',
    trusts: company.rootPem,
  });
  try {
    await person.context.setExtraHTTPHeaders({ 'x-forwarded-for': from.ticketsOnly });
    const page = await askToSignIn(person.context, wiki);
    await expect(page.getByText('Signed in as Alice Andersson')).toBeVisible();
    await expect(page.locator('#claims')).toContainText('"wia"');
  } finally {
    await person.leave();
  }
});

for (const [uid, words, inLog] of [
  ['locked', /wrong|locked/i, /account locked/i],
  ['oldpassword', /expired/i, /expired/i],
  ['mustchange', /changed first/i, /must be changed/i],
] as const)
  test(`the right password of ${uid} does not let in, and the log says why`, async () => {
    const page = await askToSignIn(await visitorFrom(from.home, browsers), wiki);
    await typePassword(page, uid, `password of ${uid}`);
    await expect(page.getByRole('alert').first()).toContainText(words);
    await admin.goto(`${gatehouse.url}/sign-ins?text=${uid}`);
    await admin.getByRole('row').filter({ hasText: uid }).getByRole('link').first().click();
    await expect(admin.getByRole('main')).toContainText(inLog);
  });

for (const isKept of [true, false])
  test(`who ${isKept ? 'asked' : 'did not ask'} to stay signed in ${isKept ? 'is' : 'is not'} after a restart of the browser`, async () => {
    const person = await returningVisitor(from.home);
    try {
      const page = await askToSignIn(person.context(), wiki);
      if (isKept) await page.getByRole('checkbox', { name: /Keep me signed in for 30 days/ }).check();
      await typePassword(page, 'bob', 'password of bob');
      await expect(page.getByText('Signed in as Bob Berg')).toBeVisible();
      await person.restartBrowser();
      const again = await askToSignIn(person.context(), wiki);
      await expect(isKept ? again.getByText('Signed in as Bob Berg') : again.getByLabel('Password')).toBeVisible();
    } finally {
      await person.leave();
    }
  });

test('a directory in a file lets people in, and is called one wherever it shows', async () => {
  await writeTrialFiles(join(directory, 'trial-files'));
  await writeConfig('try-1', { directory: { kind: 'ldif', file: join(directory, 'trial-files', 'people.ldif') } });
  await admin.goto(`${gatehouse.url}/connections`);
  await createConnection(admin, 'Trial');
  await openTab(admin, 'Connectors');
  trial = await enrolConnector({ ticketUrl: await newTicket(admin), name: 'try-1', directory });
  await expect(admin.getByRole('dialog')).toContainText('try-1 is enrolled.');
  await admin.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(admin.getByRole('listitem', { name: 'try-1' })).toContainText('LDIF file, for trying things out');
  await openTab(admin, 'Networks');
  await pasteNetworks(admin, ['203.0.113.0/24 Lab']);
  await publish(admin, { connectors: 1 });
  await openTab(admin, 'Flow');
  await expect(admin.getByRole('main')).toContainText('try-1 answers from an LDIF file, for trying things out.');

  game = await newApplication('Game', { connection: 'Trial' });
  const page = await askToSignIn(await visitorFrom(from.home, browsers), game);
  await typePassword(page, 'grace', company.passphrase);
  await expect(page.getByText('Signed in as Grace Password')).toBeVisible();
  // Another connection's people are other people: who is signed in for the wiki is asked again.
  const both = await visitorFrom(from.home, browsers);
  const first = await askToSignIn(both, wiki);
  await typePassword(first, 'alice', 'password of alice');
  await expect(first.getByText('Signed in as Alice Andersson')).toBeVisible();
  await expect((await askToSignIn(both, game)).getByLabel('Password')).toBeVisible();

  for (const command of ['doctor', 'status']) {
    const { stdout } = await run('node', ['connector/main.ts', command, '--data', trial.dataDirectory]);
    expect(stdout).toMatch(/LDIF file, for trying things out/);
  }
});
