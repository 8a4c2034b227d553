import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
import { pictures } from './world/picture.ts';
import { canRunSamba, type Samba, startSamba } from './world/samba.ts';
import type { SambaPerson } from './world/samba-people.ts';
import { type SampleApplication, startSampleApplication } from './world/sample-application.ts';
import { createApplication, pasteNetworks, setNetworkMethods } from './world/sign-in-console.ts';
import { askToSignIn, visitorFrom } from './world/visitor.ts';

/*
 * From weak mapping to strong: who came weakly, the file for the directory, who would be locked out, and strong mapping required, against an
 * Active Directory.
 */
test.describe.configure({ mode: 'serial' });
test.skip(!canRunSamba, 'a domain controller needs root and Debian’s packages');
// Several pictures in one test take a while on a busy machine.
test.setTimeout(240_000);

const run = promisify(execFile);
const office = '24.12.34.56';
/** Names that LDIF has to encode, and that a script must not read as its own. */
const names = { alice: 'Alice Andersson', asa: 'Åsa O’Neil', bob: 'Bob Berg' } as const;

let gatehouse: Gatehouse;
let samba: Samba;
let company: Company;
let connector: RunningConnector;
let wiki: SampleApplication;
let admin: Page;
let session: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;
let directory: string;
let mappingUrl: string;
const people = new Map<string, { person: SambaPerson; pfx: string }>();
const browsers: Browser[] = [];

test.beforeAll(async ({ browser }) => {
  await mkdir('screenshots', { recursive: true });
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-mapping-'));
  [samba, company, gatehouse] = await Promise.all([
    startSamba(),
    makeCompany(join(directory, 'company')),
    startGatehouse({ GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1/32' }),
  ]);
  for (const [name, displayName] of Object.entries(names)) {
    const person = await samba.addPerson({ name, displayName, mail: `${name}@fabrikam.example` });
    const { pfx } = await company.certify({ name: displayName, upn: person.upn });
    people.set(name, { person, pfx });
  }
  admin = await (await browser.newContext()).newPage();
  await setUpAdministrator(admin, await gatehouse.setupLink());
  await createConnection(admin, 'Fabrikam HQ');
  mappingUrl = admin.url().replace(/(\/connections\/[\w-]+).*$/, '$1/mapping');
});

test.afterAll(async () => {
  await Promise.all(browsers.map((one) => one.close()));
  await Promise.all([wiki?.close(), connector?.stop()]);
  await Promise.all([gatehouse?.remove(), samba?.remove(), company?.close()]);
  await rm(directory, { recursive: true, force: true });
});

async function inConsole(browser: Browser, name: string, visit: (page: Page) => Promise<void>): Promise<void> {
  session = await admin.context().storageState();
  await pictures(browser, name, visit, { storageState: session });
}

/** A person shows their certificate where nothing else is allowed. */
async function show(name: keyof typeof names): Promise<Page> {
  const context = await visitorFrom(office, browsers, {
    clientCertificates: [
      {
        origin: `https://localhost:${connector.port}`,
        pfxPath: people.get(name)?.pfx ?? '',
        passphrase: company.passphrase,
      },
    ],
  });
  return askToSignIn(context, wiki);
}

test('a connection whose people sign in with certificates, and nobody did yet', async ({ browser }) => {
  const data = join(directory, 'hq-1');
  await mkdir(data, { mode: 0o700 });
  await writeFile(join(data, 'bind-password'), samba.administrator.password, { mode: 0o600 });
  const config = {
    directory: {
      kind: 'ldap',
      urls: [samba.url],
      base: samba.baseDn,
      bindUser: samba.administrator.upn,
      bindPasswordFile: 'bind-password',
      ca: [samba.caPath],
    },
  };
  await writeFile(join(data, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  await openTab(admin, 'Connectors');
  connector = await enrolConnector({ ticketUrl: await newTicket(admin), name: 'hq-1', directory });
  await expect(admin.getByRole('dialog')).toContainText('hq-1 is enrolled.');
  await admin.getByRole('button', { name: 'Close', exact: true }).last().click();
  await openTab(admin, 'Methods');
  await admin.getByRole('switch', { name: 'Client certificates' }).click();
  await admin.getByLabel('Front-facing URL').fill(`https://localhost:${connector.port}`);
  await saveToDraft(admin);
  await openTab(admin, 'Certificates');
  await dropFiles(admin, /certificate, its key/i, [company.serverPfx]);
  await givePassphrase(admin, 'server.pfx', company.passphrase);
  await dropFiles(admin, /authorities/i, [company.authoritiesPem]);
  await saveToDraft(admin);
  await openTab(admin, 'Networks');
  await pasteNetworks(admin, ['24.12.34.0/24 Cards']);
  await setNetworkMethods(admin, 'Cards', ['client certificate']);
  await publish(admin, { connectors: 1 });
  await openTab(admin, 'Methods');
  await admin.getByRole('link', { name: 'Who is mapped weakly?' }).click();
  await expect(admin).toHaveURL(mappingUrl);
  await expect(admin.getByRole('heading', { name: /Nobody came with a certificate/ })).toBeVisible();
  await inConsole(browser, 'mapping-nothing', async (page) => {
    await page.goto(mappingUrl);
    await expect(page.getByText('Nothing to map yet')).toBeVisible();
  });
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const made = await createApplication(admin, {
    name: 'Wiki',
    redirectUri: `${url}/callback`,
    afterSignOut: `${url}/`,
  });
  wiki = await startSampleApplication({ ...made, port });
});

test('two people come by a weak mapping, and the page says so', async ({ browser }) => {
  for (const name of ['alice', 'asa'] as const)
    await expect((await show(name)).getByText(`Signed in as ${names[name]}`)).toBeVisible();
  await admin.goto(mappingUrl);
  await expect(admin.getByRole('heading', { name: '2 of 2 people came by a weak mapping' })).toBeVisible();
  const asa = admin.getByRole('listitem').filter({ has: admin.getByRole('heading', { name: names.asa }) });
  await expect(asa).toContainText('found by user principal name in userPrincipalName');
  await expect(asa).toContainText('X509:<I>');
  await admin.getByLabel('Strong name').selectOption({ label: 'SHA-1 of the public key' });
  await expect(asa).toContainText('X509:<SHA1-PUKEY>');
  await admin.getByLabel('Strong name').selectOption({ label: 'Issuer and serial number' });
  await admin.getByLabel('For', { exact: true }).selectOption({ label: 'PowerShell' });
  await admin.getByRole('button', { name: 'Show and copy' }).click();
  const file = admin.getByRole('region', { name: 'The file' });
  await expect(file).toContainText("Set-ADUser -Identity '");
  await inConsole(browser, 'mapping-weak', async (page) => {
    await page.goto(mappingUrl);
    await page.getByRole('button', { name: 'Show and copy' }).click();
    await expect(page.getByRole('region', { name: 'The file' })).toContainText('changetype: modify');
  });
});

test('the strong rule is asked first; nobody notices', async () => {
  await admin.getByRole('button', { name: 'Put it into the draft' }).click();
  await expect(admin.getByText('The draft asks them before the weak ones')).toBeVisible();
  await publish(admin, { connectors: 1 });
  await expect((await show('alice')).getByText(`Signed in as ${names.alice}`)).toBeVisible();
});

test('before strong mapping is required, the dialog lists who would be locked out, and gives the file for exactly these', async ({
  browser,
}) => {
  await inConsole(browser, 'mapping-locked-out', async (page) => {
    await page.goto(mappingUrl.replace('/mapping', '/methods'));
    await page.getByRole('switch', { name: 'Require strong mapping' }).click();
    await expect(page.getByRole('alertdialog')).toContainText('2 of 2 people');
    await expect(page.getByRole('list', { name: 'Who would be locked out' })).toContainText(names.asa);
  });
  await openTab(admin, 'Methods');
  const requires = admin.getByRole('switch', { name: 'Require strong mapping' });
  await requires.focus();
  await admin.keyboard.press('Space');
  const dialog = admin.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: 'Lock out 2 people' })).toBeVisible();
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    dialog.getByRole('link', { name: 'LDIF for exactly these' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('fabrikam-hq-strong-mapping.ldif');
  const path = join(directory, 'changes.ldif');
  await download.saveAs(path);
  expect((await readFile(path, 'utf8')).match(/^changetype: modify$/gm)).toHaveLength(2);
  await admin.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(requires).not.toBeChecked();
  await expect(requires).toBeFocused();
  const { upn, password } = samba.administrator;
  await run('ldapmodify', ['-x', '-H', samba.url, '-D', upn, '-w', password, '-f', path], {
    env: { ...process.env, LDAPTLS_CACERT: samba.caPath },
  });
});

test('with the names in the directory the same people come strongly, and strong mapping can be required', async ({
  browser,
}) => {
  for (const name of ['alice', 'asa'] as const)
    await expect((await show(name)).getByText(`Signed in as ${names[name]}`)).toBeVisible();
  await admin.goto(mappingUrl);
  await expect(admin.getByRole('heading', { name: 'All 2 people came by a strong mapping' })).toBeVisible();
  await admin.getByRole('link', { name: 'Methods: whose certificate it is' }).click();
  await admin.getByRole('switch', { name: 'Require strong mapping' }).click();
  const dialog = admin.getByRole('alertdialog');
  await expect(dialog).toContainText('None of 2 people');
  await dialog.getByRole('button', { name: 'Require it' }).click();
  await saveToDraft(admin);
  await admin.getByRole('button', { name: 'Publish', exact: false }).first().click();
  // The replay says what the page Mapping says: their sign-ins from before the names were written refuse nobody.
  const publishing = admin.getByRole('dialog');
  await expect(publishing).toContainText('Nobody of 2 people who signed in during the last 7 days would change flow.');
  await publishing.getByRole('button', { name: 'Publish' }).click();
  await expect(publishing).toContainText('The connector serves it.');
  await publishing.getByRole('button', { name: 'Done' }).click();
  await expect((await show('asa')).getByText(`Signed in as ${names.asa}`)).toBeVisible();

  const page = await show('bob');
  await expect(page.getByRole('heading', { name: 'You were not signed in' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('not tied closely enough to your account');
  const incident = ((await page.getByRole('main').textContent()) ?? '').match(/sig_[\w-]+/)?.[0];
  await admin.goto(`${gatehouse.url}/sign-ins/${incident}`);
  await expect(admin.getByRole('main')).toContainText('Mapping too weak');
  await admin.getByRole('link', { name: 'weak', exact: true }).click();
  await expect(admin).toHaveURL(mappingUrl);
  await expect(admin.getByRole('heading', { name: '1 of 3 people came by a weak mapping' })).toBeVisible();
  const bob = admin.getByRole('listitem').filter({ has: admin.getByRole('heading', { name: 'CN=bob' }) });
  await expect(bob).toContainText('refused; would be found by user principal name in userPrincipalName');
  await inConsole(browser, 'mapping-refused', async (one) => {
    await one.goto(mappingUrl);
    await expect(one.getByText('1 person of them was refused for it.')).toBeVisible();
  });
});
