import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { postgresPrograms } from '../script/install-test-parts.ts';
import { startTemporaryPostgres, type TemporaryPostgres } from '../script/temporary-postgres.ts';
import { type Balancer, startBalancer } from './world/balancer.ts';
import { enrolConnector, type RunningConnector } from './world/connector.ts';
import { createConnection, newTicket, openTab, publish, setUpAdministrator, signIn } from './world/console.ts';
import { freePort } from './world/free-port.ts';
import { type Part, startPart } from './world/part.ts';
import { type SampleApplication, startSampleApplication } from './world/sample-application.ts';
import { createApplication, pasteNetworks } from './world/sign-in-console.ts';
import { askToSignIn, typePassword } from './world/visitor.ts';

/* Two real servers on one PostgreSQL behind one address, and two real connectors. */
test.describe.configure({ mode: 'serial' });
test.skip(postgresPrograms() === undefined, 'PostgreSQL needs Debian’s package');

type Server = { readonly port: number; readonly part: Part };

let postgres: TemporaryPostgres;
let balancer: Balancer;
let directory: string;
let a: Server;
let b: Server;
let admin: Page;
let wiki: SampleApplication;
const connectors: RunningConnector[] = [];

async function startServer(name: string): Promise<Server> {
  const port = await freePort();
  const part = startPart('node', ['server.ts'], {
    NODE_ENV: 'production',
    PORT: String(port),
    GATEHOUSE_URL: balancer.url,
    GATEHOUSE_DATA: join(directory, name),
    GATEHOUSE_SECRET: 'one secret for all processes of a Gatehouse',
    DATABASE_URL: postgres.url,
  });
  await part.says(/Gatehouse is ready/);
  return { port, part };
}

/** A connector next to a directory with Alice in it. */
async function enrol(name: string): Promise<RunningConnector> {
  const data = join(directory, name);
  await mkdir(data, { mode: 0o700 });
  const people = join(data, 'people.ldif');
  const alice = [
    'dn: uid=alice,dc=fabrikam,dc=example',
    'objectClass: inetOrgPerson',
    'uid: alice',
    'cn: Alice Andersson',
    'displayName: Alice Andersson',
  ];
  await writeFile(people, [...alice, 'sn: Andersson', 'userPassword: Passw0rd-alice', ''].join('\n'));
  const config = { directory: { kind: 'ldif', file: people } };
  await writeFile(join(data, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  await openTab(admin, 'Connectors');
  const connector = await enrolConnector({ ticketUrl: await newTicket(admin), name, directory });
  connectors.push(connector);
  await connector.part().says(/Enrolled as/);
  await expect(admin.getByRole('dialog')).toContainText(`${name} is enrolled.`);
  await admin.getByRole('button', { name: 'Close', exact: true }).last().click();
  return connector;
}

const shown = (name: string) => admin.getByRole('listitem', { name });

test.beforeAll(async ({ browser }) => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-many-'));
  [postgres, balancer] = await Promise.all([startTemporaryPostgres(), startBalancer()]);
  a = await startServer('a');
  b = await startServer('b');
  admin = await (await browser.newContext()).newPage();
});
test.afterAll(async () => {
  await wiki?.close();
  await Promise.all([a, b].map((server) => server?.part.stop()));
  await Promise.all(connectors.map((one) => one.stop('SIGKILL')));
  await balancer?.close();
  await postgres?.stop();
  await rm(directory, { recursive: true, force: true });
});

test('a page of one process sees what administrators and connectors do at the other', async ({ browser }) => {
  balancer.sendTo(a.port);
  const link = (await b.part.says(/https?:\/\/\S+\/setup\/[\w-]+/))[0];
  await setUpAdministrator(admin, link);
  await createConnection(admin, 'Fabrikam HQ');
  await openTab(admin, 'Connectors');

  await test.step('connectors come to B, and the page on A says so', async () => {
    balancer.sendTo(b.port);
    for (const name of ['hq-1', 'hq-2']) {
      await enrol(name);
      await expect(shown(name)).toContainText('online');
    }
  });

  await test.step('a publish on A reaches the connectors on B, and their answers the page on A', async () => {
    await openTab(admin, 'Networks');
    await pasteNetworks(admin, ['24.12.34.0/24 Desks']);
    await publish(admin, { connectors: 2 });
  });

  await test.step('what an administrator makes at B shows on the page on A', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, balancer.url);
    await createConnection(page, 'Contoso Branch');
    await context.close();
    await admin.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Connections' }).click();
    await expect(admin.getByText('Contoso Branch').first()).toBeVisible();
  });
});

test('a sign-in begun at one process goes on at the other, whichever holds the connector', async ({ browser }) => {
  const url = `http://localhost:${await freePort()}`;
  const made = await createApplication(admin, {
    name: 'Wiki',
    redirectUri: `${url}/callback`,
    afterSignOut: `${url}/`,
    connection: 'Fabrikam HQ',
  });
  wiki = await startSampleApplication({ ...made, port: Number(new URL(url).port) });
  for (const [begin, goOn] of [
    [a, b],
    [b, a],
  ] as const) {
    const context = await browser.newContext();
    balancer.sendTo(begin.port);
    const page = await askToSignIn(context, wiki);
    await expect(page.getByLabel('Password')).toBeVisible();
    balancer.sendTo(goOn.port);
    balancer.endPages();
    await typePassword(page, 'alice', 'Passw0rd-alice');
    await expect(page.getByText('Signed in as Alice Andersson')).toBeVisible();
    await context.close();
  }
});

test('a process that is killed gives its connectors up: one comes to the other process, and the page tells of both', async () => {
  balancer.sendTo(a.port);
  balancer.endPages();
  await admin.goto(`${balancer.url}/connections`);
  await admin.getByRole('link', { name: 'Fabrikam HQ' }).first().click();
  await openTab(admin, 'Connectors');
  balancer.sendTo(b.port);
  const [stays, goes] = connectors;
  if (stays === undefined || goes === undefined) throw new Error('two connectors were enrolled');
  // Both come to B once more, by a restart of their own.
  for (const one of [stays, goes]) {
    await one.stop();
    one.start();
    await one.part().says(/link to Gatehouse is up/);
    await expect(shown(one.name)).toContainText('online');
  }
  balancer.sendTo(a.port);
  goes.part().process.kill('SIGSTOP');
  await b.part.stop('SIGKILL');
  await expect(shown(goes.name)).toContainText('offline');
  await expect(shown(stays.name)).toContainText('online');
  goes.part().process.kill('SIGCONT');
  await expect(shown(goes.name)).toContainText('online');
});
