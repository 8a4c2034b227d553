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
import { canRunKdc, type Kdc, startKdc } from './world/kdc.ts';
import { type ContextOptions, pictures } from './world/picture.ts';
import { type SampleApplication, startSampleApplication } from './world/sample-application.ts';
import { createApplication, pasteNetworks, setMapping, setNetworkMethods } from './world/sign-in-console.ts';
import { canRunSlapd, type Slapd, slapdPersonDn, startSlapd } from './world/slapd.ts';
import { typePassword } from './world/visitor.ts';

/*
 * What people see at the door, and what administrators see of it: light and dark, on a desk and on a telephone. Pictures go to
 * screenshots/.
 */
test.describe.configure({ mode: 'serial' });
test.skip(!canRunSlapd || !canRunKdc, 'a directory and a KDC need Debian’s packages');
// Eight pictures in one test take a while on a busy machine.
test.setTimeout(240_000);

const from = { office: '24.12.34.56', ticketsOnly: '24.12.35.10', cardsOnly: '24.12.36.10', home: '198.51.100.20' };

let gatehouse: Gatehouse;
let slapd: Slapd;
let kdc: Kdc;
let company: Company;
let connector: RunningConnector;
let admin: Page;
let session: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;
let directory: string;
let kerberosPort: number;
let connectionUrl: string;
let wiki: SampleApplication;

test.beforeAll(async ({ browser }) => {
  await mkdir('screenshots', { recursive: true });
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-sign-in-screens-'));
  [slapd, kdc, company, gatehouse] = await Promise.all([
    startSlapd({
      people: [
        { uid: 'alice', cn: 'Alice Andersson', displayName: 'Alice Andersson' },
        { uid: 'mustchange', mustChangePassword: true },
      ],
      groups: [{ name: 'staff', members: [slapdPersonDn('alice')] }],
    }),
    startKdc(),
    makeCompany(join(directory, 'company')),
    startGatehouse({ GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1/32' }),
  ]);
  admin = await (await browser.newContext()).newPage();
  await setUpAdministrator(admin, await gatehouse.setupLink());
  session = await admin.context().storageState();
});

test.afterAll(async () => {
  await Promise.all([wiki?.close(), connector?.stop(), company?.close()]);
  await Promise.all([gatehouse?.remove(), slapd?.remove(), kdc?.remove()]);
  await rm(directory, { recursive: true, force: true });
});

async function inConsole(browser: Browser, name: string, visit: (page: Page) => Promise<void>): Promise<void> {
  await pictures(browser, name, visit, { storageState: session });
}

test('applications and the log, before there are any', async ({ browser }) => {
  await inConsole(browser, 'applications-nothing', async (page) => {
    await page.goto(`${gatehouse.url}/settings/applications`);
    await expect(page.getByRole('link', { name: 'Make a connection first' })).toBeVisible();
  });
  await createConnection(admin, 'Fabrikam HQ');
  connectionUrl = admin.url().replace(/\/(connectors|methods|networks|certificates|history)$/, '');
  await inConsole(browser, 'applications-empty', async (page) => {
    await page.goto(`${gatehouse.url}/settings/applications`);
    await expect(page.getByRole('button', { name: 'New application' })).toBeVisible();
  });
  await inConsole(browser, 'sign-ins-empty', async (page) => {
    await page.goto(`${gatehouse.url}/sign-ins`);
    await expect(page.getByText('Nobody has signed in yet')).toBeVisible();
  });
});

test('a connection with everything on is made', async () => {
  const keytab = join(directory, 'http.keytab');
  await kdc.exportKeytab('HTTP/localhost', keytab);
  kerberosPort = await freePort();
  await mkdir(join(directory, 'hq-1'), { mode: 0o700 });
  const config = {
    directory: {
      kind: 'ldap',
      urls: [slapd.url],
      base: slapd.base,
      bindUser: slapd.service.dn,
      bindPassword: slapd.service.password,
      ca: [slapd.caPath],
    },
    kerberos: { keytab, realms: [kdc.realm], listen: { host: '127.0.0.1', port: kerberosPort } },
  };
  await writeFile(join(directory, 'hq-1', 'config.json'), JSON.stringify(config), { mode: 0o600 });
  await openTab(admin, 'Connectors');
  const env = { KRB5_CONFIG: kdc.krb5Config };
  connector = await enrolConnector({ ticketUrl: await newTicket(admin), name: 'hq-1', directory, env });
  await expect(admin.getByRole('dialog')).toContainText('hq-1 is enrolled.');
  await admin.getByRole('button', { name: 'Close', exact: true }).last().click();
  await openTab(admin, 'Methods');
  await admin.getByRole('switch', { name: 'Client certificates' }).click();
  await admin.getByRole('switch', { name: 'Kerberos' }).click();
  await admin.getByLabel('Front-facing URL').fill(`https://localhost:${connector.port}`);
  await admin.getByLabel('URL of its own for Kerberos').fill(`https://localhost:${kerberosPort}`);
  await setMapping(admin, [
    ['e-mail address', 'mail'],
    ['common name', 'uid'],
    ['issuer and serial number', 'altSecurityIdentities'],
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
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const registered = { name: 'Wiki', redirectUri: `${url}/callback`, afterSignOut: `${url}/` };
  wiki = await startSampleApplication({ ...(await createApplication(admin, registered)), port });
});

test('methods, with rules from certificates to people', async ({ browser }) => {
  await inConsole(browser, 'methods-mapping', async (page) => {
    await page.goto(`${connectionUrl}/methods`);
    await expect(page.getByLabel('Rule 3: directory attribute')).toHaveValue('altSecurityIdentities');
  });
});

test('a connector that says how its directory and its keytab are', async ({ browser }) => {
  await inConsole(browser, 'connectors-directory', async (page) => {
    await page.goto(`${connectionUrl}/connectors`);
    await expect(page.getByRole('listitem', { name: 'hq-1' })).toContainText('1 server answers');
  });
});

test('applications: the list, a new one, its secret', async ({ browser }) => {
  const open = async (page: Page) => {
    await page.goto(`${gatehouse.url}/settings/applications`);
    await expect(page.getByRole('heading', { name: 'Wiki' })).toBeVisible();
  };
  await inConsole(browser, 'applications', open);
  await inConsole(browser, 'application-new', async (page) => {
    await open(page);
    await page.getByRole('button', { name: 'New application' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Shop');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
    await expect(page.getByRole('dialog').getByLabel('Redirect URIs')).toHaveAttribute('aria-invalid', 'true');
  });
  await inConsole(browser, 'application-secret', async (page) => {
    await open(page);
    await page.getByRole('button', { name: 'New application' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Shop');
    await dialog.getByLabel('Redirect URIs').fill('https://shop.fabrikam.example/callback');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect(dialog).toContainText('The secret is shown only now');
  });
});

/** A picture of a page at the door: somebody comes from the application, from this address. */
async function atTheDoor(
  browser: Browser,
  name: string,
  address: string,
  visit: (page: Page) => Promise<void>,
  more: ContextOptions = {},
): Promise<void> {
  const options = { ignoreHTTPSErrors: true, extraHTTPHeaders: { 'x-forwarded-for': address }, ...more };
  const come = async (page: Page) => {
    await page.goto(wiki.url);
    await visit(page);
  };
  await pictures(browser, name, come, options);
}

const signIn = (page: Page) => page.getByRole('link', { name: 'Sign in' }).click();

for (const [method, address, words] of [
  ['certificate', from.office, 'Looking for your certificate'],
  ['kerberos', from.ticketsOnly, 'Looking for your computer’s own sign-in'],
] as const)
  test(`the page that waits for ${method}`, async ({ browser }) => {
    // Gatehouse sends the browser on, and it gets nowhere; a browser that gets “no content” stays where it is, also when the wait is
    // over while pictures are taken. Its clock is put forward to when waiting is worth a word.
    const wait = async (page: Page) => {
      await page.clock.install();
      const { promise: sent, resolve } = Promise.withResolvers<void>();
      await page.route('**/door/*/go', async (route) => {
        await route.fetch({ maxRedirects: 0 });
        await route.fulfill({ status: 204 });
        resolve();
      });
      await page.route('**/door/*/skip', (route) => route.fulfill({ status: 204 }));
      await signIn(page);
      await expect(page.getByText(words)).toBeVisible();
      await sent;
      await page.clock.fastForward(3_500);
      await expect(page.getByText('Still waiting for')).toBeVisible();
    };
    await atTheDoor(browser, `door-${method}`, address, wait);
    if (method === 'kerberos') return;
    // Who comes back without an answer.
    await atTheDoor(browser, `door-${method}-away`, address, async (page) => {
      await wait(page);
      await page.reload();
      await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    });
  });

for (const [name, address, visit] of [
  ['door-password', from.home, async () => {}],
  [
    'door-password-explained',
    from.office,
    async (page: Page) => {
      await expect(page.getByLabel('What went before').first()).toBeVisible();
      await page.getByText('What was seen, and what helps').click();
    },
  ],
  [
    'door-password-wrong',
    from.home,
    async (page: Page) => {
      await typePassword(page, 'alice.andersson', 'not it');
      await expect(page.getByRole('alert').first()).toContainText('wrong');
    },
  ],
  [
    'door-password-must-change',
    from.home,
    async (page: Page) => {
      await typePassword(page, 'mustchange', 'password of mustchange');
      await expect(page.getByRole('alert').first()).toContainText('changed first');
    },
  ],
] as const)
  test(`${name}: the password form`, async ({ browser }) => {
    await atTheDoor(browser, name, address, async (page) => {
      await signIn(page);
      await expect(page.getByLabel('Password')).toBeVisible();
      await visit(page);
    });
  });

const refused = async (page: Page) => {
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'You were not signed in' })).toBeVisible();
};

test('a refusal, with the certificate that was seen', async ({ browser }) => {
  const days = { from: -366, to: -1 };
  const { pfx } = await company.certify({ name: 'Erik Ended', upn: 'erik@example.test', days });
  const origin = `https://localhost:${connector.port}`;
  const clientCertificates = [{ origin, pfxPath: pfx, passphrase: company.passphrase }];
  await atTheDoor(browser, 'door-refused-certificate', from.cardsOnly, refused, { clientCertificates });
});

test('a refusal without a certificate', async ({ browser }) => {
  await atTheDoor(browser, 'door-refused', from.cardsOnly, refused);
});

test('the page between the door and the application', async ({ browser }) => {
  await atTheDoor(browser, 'door-done', from.home, async (page) => {
    await page.route('**/oidc/interaction/*/finish', (route) => route.fulfill({ status: 204 }));
    await signIn(page);
    await typePassword(page, 'alice', 'password of alice');
    await expect(page.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
  });
});

for (const [name, path, heading] of [
  ['door-problem-other-browser', '/door/problem?why=other-browser', /another browser/],
  ['door-not-found', '/door/sig_0000000000000000/password', /is over/],
  ['oidc-unknown-application', '/oidc/auth?client_id=nobody&response_type=code', /not known here/],
] as const)
  test(`${name}: a page that leads nowhere says so`, async ({ browser }) => {
    await atTheDoor(browser, name, from.home, async (page) => {
      await page.goto(gatehouse.url + path);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(heading);
    });
  });

test('signing out asks first where the application did not show whom', async ({ browser }) => {
  await atTheDoor(browser, 'oidc-sign-out', from.home, async (page) => {
    await signIn(page);
    await typePassword(page, 'alice', 'password of alice');
    await expect(page.getByText('Signed in as Alice Andersson')).toBeVisible();
    await page.goto(`${gatehouse.url}/oidc/logout`);
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  });
});

test('a connector’s page for whoever comes without a request', async ({ browser }) => {
  await atTheDoor(browser, 'connector-no-request', from.home, async (page) => {
    await page.goto(`https://localhost:${connector.port}/sign-in`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('cannot go on');
  });
});

for (const [name, path, words] of [
  ['sign-ins', () => `${gatehouse.url}/sign-ins`, 'alice'],
  ['sign-ins-filtered', () => `${gatehouse.url}/sign-ins?text=nobody-is-called-so`, 'No sign-in fits these filters'],
  ['sign-ins-connection', () => `${connectionUrl}/sign-ins`, 'alice'],
] as const)
  test(`${name}: the log`, async ({ browser }) => {
    await inConsole(browser, name, async (page) => {
      await page.goto(path());
      await expect(page.getByRole('main')).toContainText(words);
    });
  });

for (const [name, filter] of [
  ['sign-in-accepted', 'state=signed-in'],
  ['sign-in-refused', 'reason=expired'],
  ['sign-in-explained', 'reason=no-ticket'],
  ['sign-in-password-wrong', 'text=alice.andersson'],
] as const)
  test(`${name}: one row of the log, with the way it went`, async ({ browser }) => {
    await inConsole(browser, name, async (page) => {
      await page.goto(`${gatehouse.url}/sign-ins?${filter}`);
      await page.getByRole('table', { name: 'Sign-ins' }).getByRole('rowheader').getByRole('link').first().click();
      await expect(page.getByRole('list', { name: 'Tries' })).toBeVisible();
      const diagram = page.getByLabel('Diagram of the flows');
      await expect(diagram.or(page.getByRole('list', { name: 'The way it went' }))).toBeVisible();
    });
  });
