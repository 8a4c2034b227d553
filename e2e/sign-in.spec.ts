import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
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
import { personWithTickets } from './world/kerberos-person.ts';
import { canBePerson, personWith } from './world/person.ts';
import { canRunSamba, type Samba, startSamba } from './world/samba.ts';
import type { SambaPerson } from './world/samba-people.ts';
import { type SampleApplication, startSampleApplication } from './world/sample-application.ts';
import { createApplication, pasteNetworks, setNetworkMethods } from './world/sign-in-console.ts';
import { askToSignIn, typePassword, visitorFrom } from './world/visitor.ts';

/*
 * People sign in to an application through Gatehouse: against an Active Directory, with certificates, tickets and passwords, from
 * inside and outside the company's networks.
 */
test.describe.configure({ mode: 'serial' });
test.skip(
  !canRunSamba || !canBePerson,
  'a domain controller and browsers of several people need root and Debian’s packages',
);

/** One address in each network, as the company's proxy tells it; the last one is at home. */
const from = { office: '24.12.34.56', ticketsOnly: '24.12.35.10', cardsOnly: '24.12.36.10', home: '198.51.100.20' };

let gatehouse: Gatehouse;
let samba: Samba;
let company: Company;
let connector: RunningConnector;
let admin: Page;
let directory: string;
let wiki: SampleApplication;
let shop: SampleApplication;
let alice: SambaPerson;
let kerberosPort: number;
let revoked: string;
const browsers: Browser[] = [];

test.beforeAll(async ({ browser }) => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-sign-in-'));
  [samba, company, gatehouse] = await Promise.all([
    startSamba(),
    makeCompany(join(directory, 'company')),
    startGatehouse({ GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1/32' }),
  ]);
  alice = await samba.addPerson({ name: 'alice', displayName: 'Alice Andersson', mail: 'alice@fabrikam.example' });
  // Before the connector fetches the list: it keeps one until the next is due.
  revoked = (await company.certify({ name: 'Rita Revoked', upn: alice.upn, isRevoked: true })).pfx;
  const staff = await samba.addGroup({ name: 'Staff', members: [alice.dn] });
  await samba.addGroup({ name: 'Everybody', members: [staff] });
  admin = await (await browser.newContext()).newPage();
  await setUpAdministrator(admin, await gatehouse.setupLink());
  await createConnection(admin, 'Fabrikam HQ');
});

test.afterAll(async () => {
  await Promise.all(browsers.map((one) => one.close()));
  await Promise.all([wiki?.close(), shop?.close(), connector?.stop()]);
  await Promise.all([gatehouse?.remove(), samba?.remove(), company?.close()]);
  await rm(directory, { recursive: true, force: true });
});

test('a connector beside the directory enrols, and says that the directory answers', async () => {
  const keytab = join(directory, 'http.keytab');
  await samba.exportKeytab('HTTP/localhost', keytab);
  const data = join(directory, 'hq-1');
  await mkdir(data, { mode: 0o700 });
  await writeFile(join(data, 'bind-password'), samba.administrator.password, { mode: 0o600 });
  kerberosPort = await freePort();
  const config = {
    directory: {
      kind: 'ldap',
      urls: [samba.url],
      base: samba.baseDn,
      bindUser: samba.administrator.upn,
      bindPasswordFile: 'bind-password',
      ca: [samba.caPath],
    },
    kerberos: { keytab, realms: [samba.realm], listen: { host: '127.0.0.1', port: kerberosPort } },
  };
  await writeFile(join(data, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  await openTab(admin, 'Connectors');
  connector = await enrolConnector({
    ticketUrl: await newTicket(admin),
    name: 'hq-1',
    directory,
    env: { KRB5_CONFIG: samba.krb5Config },
  });
  await expect(admin.getByRole('dialog')).toContainText('hq-1 is enrolled.');
  await admin.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(admin.getByRole('listitem', { name: 'hq-1' })).toContainText(/directory/i);
});

test('methods, certificates, mapping and networks are set and published', async () => {
  await openTab(admin, 'Methods');
  await admin.getByRole('switch', { name: 'Client certificates' }).click();
  await admin.getByRole('switch', { name: 'Kerberos' }).click();
  await admin.getByLabel('Front-facing URL').fill(`https://localhost:${connector.port}`);
  await admin.getByLabel('URL of its own for Kerberos').fill(`https://localhost:${kerberosPort}`);
  await admin.getByRole('radio', { name: /Looked up, and required/ }).check();
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

test('two applications are made in the console', async () => {
  const make = async (name: string): Promise<SampleApplication> => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const made = await createApplication(admin, { name, redirectUri: `${url}/callback`, afterSignOut: `${url}/` });
    return startSampleApplication({ ...made, port });
  };
  wiki = await make('Wiki');
  shop = await make('Shop');
});

const visitor = (address: string, more: Parameters<Browser['newContext']>[0] = {}) =>
  visitorFrom(address, browsers, more);

test('who holds a certificate signs in without typing, and to the second application without anything', async () => {
  const { pfx } = await company.certify({ name: 'Alice Andersson', upn: alice.upn });
  const person = await personWith({
    trusts: company.rootPem,
    pfx: { path: pfx, passphrase: company.passphrase },
    sites: [`https://localhost:${connector.port}`],
  });
  try {
    const context = await person.browser.newContext({ extraHTTPHeaders: { 'x-forwarded-for': from.office } });
    const page = await askToSignIn(context, wiki);
    await expect(page.getByText('Signed in as Alice Andersson')).toBeVisible();
    // Nested groups too: Alice is of Staff, and Staff of Everybody.
    await expect(page.getByText('"Everybody"').first()).toBeVisible();
    const second = await askToSignIn(context, shop);
    await expect(second.getByText('Signed in as Alice Andersson')).toBeVisible();
  } finally {
    await person.leave();
  }
});

test('who logged on to the domain signs in with the ticket, without typing and without a chooser', async () => {
  const person = await personWithTickets({
    krb5Config: samba.krb5Config,
    tickets: await samba.ticketsOf(alice),
    allowed: 'localhost',
    trusts: company.rootPem,
  });
  try {
    await person.context.setExtraHTTPHeaders({ 'x-forwarded-for': from.ticketsOnly });
    const page = await askToSignIn(person.context, wiki);
    await expect(page.getByText('Signed in as Alice Andersson')).toBeVisible();
  } finally {
    await person.leave();
  }
});

test('a stranger’s machine at the office falls from certificate over Kerberos to the password, and is told why', async () => {
  const page = await askToSignIn(await visitor(from.office), wiki);
  await expect(page.getByLabel('Password')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/no certificate/i);
  await expect(page.getByRole('main')).toContainText(/signed in as on this computer/i);
  await typePassword(page, 'alice', alice.password);
  await expect(page.getByText('Signed in as Alice Andersson')).toBeVisible();
});

test('at home the password is typed; a wrong one is told, and nothing more', async () => {
  const page = await askToSignIn(await visitor(from.home), wiki);
  await typePassword(page, 'alice', 'not it');
  await expect(page.getByRole('alert').first()).toBeVisible();
  const wrong = await page.getByRole('alert').first().textContent();
  await typePassword(page, 'nobody-of-that-name', 'not it');
  await expect(page.getByLabel('User name')).toHaveValue('nobody-of-that-name');
  // Whether somebody exists is nobody's business.
  expect(await page.getByRole('alert').first().textContent()).toBe(wrong);
  expect(page.url()).not.toContain('not it');
  await typePassword(page, 'alice', alice.password);
  await expect(page.getByText('Signed in as Alice Andersson')).toBeVisible();
});

for (const [name, options, words] of [
  ['disabled', { isDisabled: true }, /disabled/i],
  ['expired', { isExpired: true }, /expired|ended/i],
  ['mustchange', { mustChangePassword: true }, /change/i],
  ['oldpassword', { isPasswordExpired: true }, /expired/i],
] as const)
  test(`an account that is ${name} is told so`, async () => {
    const person = await samba.addPerson({ name, ...options });
    const page = await askToSignIn(await visitor(from.home), wiki);
    await typePassword(page, name, person.password);
    await expect(page.getByRole('main')).toContainText(words);
    await expect(page.getByLabel('Password')).toBeVisible();
  });

test('a locked account does not get in with the right password', async () => {
  const person = await samba.addPerson({ name: 'locked', isLocked: true });
  const page = await askToSignIn(await visitor(from.home), wiki);
  await typePassword(page, 'locked', person.password);
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByText('Signed in as')).toHaveCount(0);
});

for (const [what, who, words] of [
  ['an expired certificate', { name: 'Erik Ended', days: { from: -366, to: -1 } }, /expired|ended/i],
  ['a certificate of another authority', { name: 'Mallory Foreign', isForeign: true }, /authorit/i],
  ['a revoked certificate', { name: 'Rita Revoked' }, /revoked/i],
  [
    'a certificate of nobody in the directory',
    { name: 'Nemo Nobody', upn: 'nemo@nowhere.example' },
    /nobody|no account|belongs to/i,
  ],
] as const)
  test(`${what} is refused with its reason where nothing else is allowed`, async () => {
    const pfx = who.name === 'Rita Revoked' ? revoked : (await company.certify({ upn: alice.upn, ...who })).pfx;
    // Browsers hide certificates that cannot be accepted; this one shows them all the same.
    const context = await visitor(from.cardsOnly, {
      clientCertificates: [
        { origin: `https://localhost:${connector.port}`, pfxPath: pfx, passphrase: company.passphrase },
      ],
    });
    const page = await askToSignIn(context, wiki);
    await expect(page.getByRole('heading', { name: 'You were not signed in' })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(words);
    await expect(page.getByRole('main')).toContainText(who.name);
    await expect(page.getByRole('button', { name: /another certificate/i })).toBeVisible();
    const incident = ((await page.getByRole('main').textContent()) ?? '').match(/sig_[\w-]+/)?.[0];
    expect(incident).toBeDefined();
    // The number opens the row in the log.
    await admin.goto(`${gatehouse.url}/sign-ins/${incident}`);
    await expect(admin.getByRole('main')).toContainText(who.name);
    await expect(admin.getByRole('main')).toContainText(words);
  });

test('signing out at one application asks again at the next visit', async () => {
  const context = await visitor(from.home);
  const page = await askToSignIn(context, wiki);
  await typePassword(page, 'alice', alice.password);
  await expect(page.getByText('Signed in as Alice Andersson')).toBeVisible();
  await page.getByRole('link', { name: 'Sign out' }).click();
  await expect(page.getByText('Nobody is signed in.')).toBeVisible();
  const again = await askToSignIn(context, shop);
  await expect(again.getByLabel('Password')).toBeVisible();
});

test('the log shows who came how, and filters', async () => {
  await admin.goto(`${gatehouse.url}/sign-ins`);
  const rows = admin.getByRole('main');
  await expect(rows).toContainText('alice');
  await expect(rows).toContainText('24.12.34.0/24');
  await admin.getByLabel('Result').selectOption('refused');
  // The filter is part of the address, so that it can be handed on.
  await expect(admin).toHaveURL(/result=refused/);
  await expect(admin.getByRole('main')).toContainText('24.12.36.0/24');
  await expect(admin.getByRole('main')).not.toContainText('24.12.35.0/24');
});
