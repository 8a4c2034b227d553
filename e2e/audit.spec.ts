import { mkdir } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { eq, gt } from 'drizzle-orm';
import { audit, auditHead } from '#lib/db/schema.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { renameConnection } from '#lib/services/rename-connection.ts';
import { startTemporaryPostgres, type TemporaryPostgres } from '../script/temporary-postgres.ts';
import { createConnection as createInConsole, setUpAdministrator } from './world/console.ts';
import { openConsoleServices, publishAs, publishableSettings, valueFrom } from './world/console-services.ts';
import { enrolSimulated } from './world/enrol-simulated.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { pictures } from './world/picture.ts';

/*
 * What administrators change appears in the audit log as it happens; the browser verifies its chain, and finds what somebody did to it in
 * the database: an entry that was altered, and entries that were taken off its end together with the signed head.
 */

test.describe.configure({ mode: 'serial' });

const secret = 'a secret of the audit test, long enough';

let postgres: TemporaryPostgres;
let gatehouse: Gatehouse;
let services: Awaited<ReturnType<typeof openConsoleServices>>;
let page: Page;
let connectionId: string;
let kept: string;

test.beforeAll(async ({ browser }) => {
  await mkdir('screenshots', { recursive: true });
  postgres = await startTemporaryPostgres();
  gatehouse = await startGatehouse({ DATABASE_URL: postgres.url, GATEHOUSE_SECRET: secret });
  services = await openConsoleServices({ databaseUrl: postgres.url, publicUrl: gatehouse.url, secret });
  page = await (await browser.newContext()).newPage();
  await setUpAdministrator(page, await gatehouse.setupLink());
});

test.afterAll(async () => {
  await page.context().close();
  await services.database.close();
  await gatehouse.remove();
  await postgres.stop();
});

const log = (on: Page) => on.getByRole('list', { name: 'Audit log' });
const entries = (on: Page) => log(on).locator('summary');

async function verify(on: Page, head = ''): Promise<void> {
  await on.getByLabel('A head you kept').fill(head);
  await on.getByRole('button', { name: 'Verify' }).click();
}

test('changes appear while the page is open', async () => {
  await page.getByRole('navigation').getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible();
  await expect(entries(page).last()).toContainText('Gatehouse issued the set-up link');
  const other = await page.context().newPage();
  await other.goto(`${gatehouse.url}/connections`);
  await createInConsole(other, 'Northwind');
  await expect(entries(page).first()).toContainText('Ada Marsh created Northwind');
  await other.close();
});

test('each says who did what to which thing, with before and after', async () => {
  const { ctx } = services;
  connectionId = valueFrom(await createConnection(ctx, { name: 'Fabrikam' })).id;
  valueFrom(await renameConnection(ctx, { connectionId, name: 'Fabrikam HQ' }));
  await enrolSimulated(valueFrom(await createTicket(ctx, { connectionId })).url, 'hq-1');
  const { settings, sealedKeys } = await publishableSettings(ctx, connectionId);
  const networks = [{ block: '24.12.34.56/32', label: 'Head office' }];
  const wanted = { ...settings, clientCertificate: { enabled: true }, networks };
  if (!(await publishAs(ctx, connectionId, wanted, sealedKeys))) throw new Error('the settings cannot be published');

  await page.reload();
  await expect(entries(page).nth(0)).toContainText('ada@fabrikam.example published revision 1 of Fabrikam HQ');
  await expect(entries(page).nth(1)).toContainText('saved the draft of Fabrikam HQ');
  await expect(entries(page).nth(2)).toContainText('enrolled hq-1 with a ticket');
  await expect(entries(page).nth(4)).toContainText('renamed Fabrikam to Fabrikam HQ');

  await entries(page).nth(1).focus();
  await page.keyboard.press('Enter');
  const changes = log(page).getByRole('list', { name: 'Changes' });
  await expect(changes).toContainText('Added: network Head office 24.12.34.56/32');
  await expect(changes).toContainText('Added: CA certificate Fabrikam Root CA');
  await entries(page).nth(4).click();
  await expect(log(page).getByRole('list', { name: 'Facts' }).last()).toContainText('name: Fabrikam → Fabrikam HQ');
});

test('filters narrow it, and stand in the address', async () => {
  await page.getByLabel('Did what').selectOption('settings published');
  await expect(entries(page)).toHaveCount(1);
  await page.getByLabel('Did what').selectOption('anything');
  await page.getByLabel('Connection', { exact: true }).selectOption('Northwind');
  await expect(entries(page)).toHaveCount(1);
  await expect(entries(page)).toContainText('created Northwind');
  await page.reload();
  await expect(entries(page)).toHaveCount(1);
  await page.getByLabel('Until').fill('2020-01-01');
  await expect(page.getByText('No entry fits these filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.getByLabel('Who', { exact: true }).fill('nobody@fabrikam.example');
  await expect(page.getByText('No entry fits these filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(entries(page).first()).toContainText('published revision 1');
});

test('the browser verifies the chain, and says the head to keep', async () => {
  await verify(page);
  const count = await services.database.db.$count(audit);
  const verdict = page.getByRole('status').filter({ hasText: 'Verified' });
  await expect(verdict).toContainText(`Verified ${count} entries: none was changed, removed or put in.`);
  kept = (await verdict.getByText(/^\d+ [0-9a-f]{64}$/).textContent()) ?? '';
  expect(kept).toMatch(new RegExp(`^${count} `));

  valueFrom(await renameConnection(services.ctx, { connectionId, name: 'Fabrikam' }));
  await verify(page, `kept on Monday: ${kept}`);
  await expect(verdict).toContainText(`Verified ${count + 1} entries`);
  await expect(verdict).toContainText('This log contains the head you kept.');
  await verify(page, 'something else');
  await expect(page.getByText(/This is no head of this log/)).toBeVisible();
});

test('it looks well, light and dark, on a desk and on a telephone', async ({ browser }) => {
  test.setTimeout(360_000);
  const storageState = await page.context().storageState();
  const visit = async (other: Page) => {
    await other.goto(`${gatehouse.url}/audit`);
    await entries(other).nth(2).click();
    await expect(log(other).getByRole('list', { name: 'Changes' })).toBeVisible();
    await verify(other, kept);
    await expect(other.getByText(/This log contains the head you kept/)).toBeVisible();
  };
  await pictures(browser, 'audit', visit, { storageState });
});

test('an entry that was altered in the database is found and named', async ({ browser }) => {
  const { db } = services.database;
  const [row] = await db.select().from(audit).where(eq(audit.verb, 'publishSettings'));
  if (row === undefined) throw new Error('nothing was published');
  const isIt = eq(audit.sequence, row.sequence);
  await db
    .update(audit)
    .set({ actor: { ...row.actor, email: 'grace@fabrikam.example' } })
    .where(isIt);
  const visit = async (other: Page) => {
    await other.goto(`${gatehouse.url}/audit`);
    await verify(other);
    const alert = other.getByRole('alert').filter({ hasText: 'Entry' });
    await expect(alert).toContainText(`Entry ${row.sequence} was changed after it was written.`);
    await expect(alert).toContainText(`The ${row.sequence - 1} entries before it fit.`);
    const now = other.getByRole('region', { name: `Entry ${row.sequence} as it stands now` });
    await expect(now).toContainText('grace@fabrikam.example');
  };
  test.setTimeout(360_000);
  await pictures(browser, 'audit-altered', visit, { storageState: await page.context().storageState() });
  await db.update(audit).set({ actor: row.actor }).where(isIt);
  await verify(page);
  await expect(page.getByText(/none was changed, removed or put in/)).toBeVisible();
});

test('entries that were taken off the end are found, by the signed head or by a head that was kept', async () => {
  const { ctx, database } = services;
  const [older] = await database.db.select().from(auditHead);
  if (older === undefined) throw new Error('there is no head');
  valueFrom(await renameConnection(ctx, { connectionId, name: 'Fabrikam Harbour' }));
  valueFrom(await renameConnection(ctx, { connectionId, name: 'Fabrikam HQ' }));
  const [newest] = await database.db.select().from(auditHead);
  const head = `${newest?.sequence} ${newest?.hash}`;
  await database.db.delete(audit).where(gt(audit.sequence, older.sequence));
  await verify(page);
  await expect(page.getByRole('alert').filter({ hasText: 'The log ends before entry' })).toContainText(
    `The log ends before entry ${older.sequence + 1}, and entry ${older.sequence + 2} was written.`,
  );
  // Whoever saw an older head puts it back, with its good signature: only somebody who kept a newer one knows better.
  await database.db.update(auditHead).set(older);
  await verify(page);
  await expect(page.getByText(`Verified ${older.sequence} entries: none was changed`)).toBeVisible();
  await verify(page, head);
  await expect(page.getByRole('alert').filter({ hasText: 'you kept' })).toContainText(
    `The log ends with entry ${older.sequence}, and you kept entry ${older.sequence + 2}.`,
  );
});

test('a log that cannot be read to its end is not called tampered with', async () => {
  await page.route('**/api/audit/export', (route) =>
    route.fulfill({ contentType: 'application/jsonl', body: '{"format":"gatehouse-audit-export-1","publicKey":"",' }),
  );
  await verify(page);
  await expect(page.getByText('The chain could not be verified.')).toBeVisible();
  await page.unroute('**/api/audit/export');
});
