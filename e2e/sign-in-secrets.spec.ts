import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { openDatabase } from '#lib/db/open-database.ts';
import { startTemporaryPostgres, type TemporaryPostgres } from '#script/temporary-postgres.ts';
import { enrolConnector, type RunningConnector } from './world/connector.ts';
import { createConnection, newTicket, openTab, publish, setUpAdministrator } from './world/console.ts';
import { freePort } from './world/free-port.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { foundInFile, foundInHeap, newSnapshotFolder, snapshotOptions } from './world/heap-snapshot.ts';
import { newPassword, passwordNeedles } from './world/password-needles.ts';
import { type SampleApplication, startSampleApplication } from './world/sample-application.ts';
import { createApplication, pasteNetworks } from './world/sign-in-console.ts';
import { canRunSlapd, type Slapd, startSlapd } from './world/slapd.ts';
import { askToSignIn, typePassword, visitorFrom } from './world/visitor.ts';

/*
 * People type passwords, right and wrong ones, and afterwards nothing of those is left: not in rows and files, not in what was
 * printed, not in an address or a cookie, and not in anything that Gatehouse or the connector can still reach in memory. What has
 * been let go of in memory is overwritten by whatever comes next, at no moment that could be promised.
 */
test.describe.configure({ mode: 'serial' });
test.skip(!canRunSlapd, 'a directory needs Debian’s packages');
test.setTimeout(240_000);

const userName = `grace-${Date.now().toString(36)}`;
const passwords = {
  'the right password': newPassword(),
  'a wrong password': newPassword(),
  'the password that nobody could check': newPassword(),
};
const needles = passwordNeedles(passwords);
/** What may be kept; each search has to find it where it is. */
const kept: ReadonlyMap<string, Buffer> = new Map([['the user name', Buffer.from(userName)]]);

for (const store of ['the embedded database', 'PostgreSQL'] as const)
  test.describe(`on ${store}`, () => {
    let directory: string;
    let snapshots: { readonly gatehouse: string; readonly connector: string };
    let postgres: TemporaryPostgres | undefined;
    let gatehouse: Gatehouse;
    let slapd: Slapd;
    let connector: RunningConnector;
    let wiki: SampleApplication;
    let person: BrowserContext;
    const browsers: Browser[] = [];
    const heard: string[] = [];

    test.beforeAll(async ({ browser }) => {
      directory = await mkdtemp(join(tmpdir(), 'gatehouse-secrets-'));
      snapshots = { gatehouse: await newSnapshotFolder(directory), connector: await newSnapshotFolder(directory) };
      if (store === 'PostgreSQL') postgres = await startTemporaryPostgres();
      slapd = await startSlapd({ people: [{ uid: userName, password: passwords['the right password'] }] });
      gatehouse = await startGatehouse({
        ...snapshotOptions(snapshots.gatehouse),
        LOG_LEVEL: 'debug',
        ...(postgres === undefined ? {} : { DATABASE_URL: postgres.url }),
      });
      const admin = await (await browser.newContext()).newPage();
      await setUpAdministrator(admin, await gatehouse.setupLink());
      await createConnection(admin, 'Example');
      connector = await enrol(admin);
      await openTab(admin, 'Networks');
      await pasteNetworks(admin, ['203.0.113.0/24 Lab']);
      await publish(admin, { connectors: 1 });
      const port = await freePort();
      const url = `http://localhost:${port}`;
      const registered = { name: 'Wiki', redirectUri: `${url}/callback`, afterSignOut: `${url}/` };
      wiki = await startSampleApplication({ ...(await createApplication(admin, registered)), port });
      await admin.context().close();
      person = await visitorFrom('127.0.0.1', browsers);
      person.on('request', (request) => heard.push(request.url()));
      person.on('response', (response) => heard.push(JSON.stringify(response.headers())));
    });

    async function enrol(admin: Page): Promise<RunningConnector> {
      const config = {
        directory: {
          kind: 'ldap',
          urls: [slapd.url],
          base: slapd.base,
          bindUser: slapd.service.dn,
          bindPassword: slapd.service.password,
          ca: [slapd.caPath],
        },
      };
      await mkdir(join(directory, 'hq-1'), { mode: 0o700 });
      await writeFile(join(directory, 'hq-1', 'config.json'), JSON.stringify(config), { mode: 0o600 });
      await openTab(admin, 'Connectors');
      const enrolled = await enrolConnector({
        ticketUrl: await newTicket(admin),
        name: 'hq-1',
        directory,
        env: { ...snapshotOptions(snapshots.connector), LOG_LEVEL: 'debug', NODE_DEBUG: 'ldapts' },
      });
      await expect(admin.getByRole('dialog')).toContainText('hq-1 is enrolled.');
      await admin.getByRole('button', { name: 'Close', exact: true }).last().click();
      await expect(admin.getByRole('listitem', { name: 'hq-1' })).toContainText('1 server answers');
      return enrolled;
    }

    test.afterAll(async () => {
      await Promise.all(browsers.map((one) => one.close()));
      await Promise.all([wiki?.close(), connector?.stop('SIGKILL')]);
      await Promise.all([gatehouse?.remove(), slapd?.remove()]);
      await postgres?.stop();
      await rm(directory, { recursive: true, force: true });
    });

    const pid = (part: { readonly process: { readonly pid?: number | undefined } }): number => {
      if (part.process.pid === undefined) throw new Error('the process has no id');
      return part.process.pid;
    };

    test('while a password is being checked it is in the heap, so the search would find it', async () => {
      const page = await askToSignIn(person, wiki);
      const stopped = connector.part().process;
      stopped.kill('SIGSTOP');
      try {
        const sent = page.waitForRequest(/\/password\/check$/);
        const answered = typePassword(page, 'somebody', passwords['the password that nobody could check']);
        await sent;
        await expect
          .poll(async () => (await foundInHeap(pid(gatehouse.part()), snapshots.gatehouse, needles)).found, {
            timeout: 60_000,
          })
          .toEqual(['the password that nobody could check as it is']);
        await answered;
      } finally {
        stopped.kill('SIGCONT');
      }
      await expect(page.getByRole('main')).toContainText(/not available|could not be/);
    });

    test('wrong passwords, twice, and the right one are typed', async () => {
      const page = await askToSignIn(person, wiki);
      for (const _time of ['once', 'twice']) {
        await typePassword(page, userName, passwords['a wrong password']);
        await expect(page.getByRole('alert').first()).toContainText(/wrong/);
        await expect(page.getByLabel('Password')).toHaveValue('');
        expect(await page.content()).not.toContain(passwords['a wrong password']);
      }
      await typePassword(page, userName, passwords['the right password']);
      await expect(page.getByText(`Signed in as Person ${userName}`)).toBeVisible();
    });

    test('no address, header or cookie of the browser holds any of them', async () => {
      const cookies = await person.cookies();
      const text = Buffer.from([...heard, JSON.stringify(cookies)].join('\n'));
      expect(foundIn(text, needles)).toEqual([]);
      expect(text.includes('/password/check')).toBe(true);
      expect(cookies.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^gatehouse-door-/));
    });

    test('nothing that was printed holds any of them, however much is printed', async () => {
      for (const [part, printed] of [
        [gatehouse.part(), 'A connector could not check a password'],
        [connector.part(), 'Sending message: '],
      ] as const) {
        expect(foundIn(Buffer.from(part.output()), needles)).toEqual([]);
        expect(part.output()).toContain(printed);
      }
    });

    test('nothing that Gatehouse or the connector can still reach holds any of them', async () => {
      for (const [part, folder] of [
        [gatehouse.part(), snapshots.gatehouse],
        [connector.part(), snapshots.connector],
      ] as const) {
        const heap = await foundInHeap(pid(part), folder, needles);
        expect(heap.found).toEqual([]);
        expect(heap.bytes).toBeGreaterThan(5_000_000);
      }
    });

    test('no row and no file holds any of them', async () => {
      await gatehouse.stop();
      const database = await openDatabase({
        databaseUrl: postgres?.url,
        dataDirectory: gatehouse.dataDirectory,
      });
      try {
        const { rows } = await database.pool.query<{ name: string }>(
          `select format('%I.%I', schemaname, tablename) as name from pg_tables
           where schemaname not in ('pg_catalog', 'information_schema')`,
        );
        const all: Buffer[] = [];
        for (const { name } of rows) {
          const table = await database.pool.query<{ row: string }>(`select row_to_json(t)::text as row from ${name} t`);
          all.push(...table.rows.map(({ row }) => Buffer.from(row)));
        }
        expect(foundIn(Buffer.concat(all), needles)).toEqual([]);
        expect(foundIn(Buffer.concat(all), kept)).toEqual(['the user name']);
      } finally {
        await database.close();
      }
      const folders = [gatehouse.dataDirectory, connector.dataDirectory, ...(postgres ? [folderOf(postgres)] : [])];
      expect(await foundInFolders(folders, needles)).toEqual([]);
      expect(await foundInFolders(folders, kept)).toEqual(['the user name']);
    });
  });

function foundIn(bytes: Buffer, wanted: ReadonlyMap<string, Buffer>): string[] {
  return [...wanted].filter(([, needle]) => bytes.includes(needle)).map(([name]) => name);
}

async function foundInFolders(folders: readonly string[], wanted: ReadonlyMap<string, Buffer>): Promise<string[]> {
  const found = new Set<string>();
  for (const folder of folders)
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      // A PostgreSQL that runs makes small files and removes them again.
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !existsSync(path)) continue;
      for (const name of (await foundInFile(path, wanted)).found) found.add(name);
    }
  return [...found];
}

/** It is reached by a socket in its folder. */
function folderOf({ url }: TemporaryPostgres): string {
  return new URL(url).searchParams.get('host') ?? '';
}
