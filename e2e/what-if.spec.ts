import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { type Download, expect, type Page, test } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { signIns } from '#lib/db/schema.ts';
import type { Method } from '#lib/flow/flow-settings.ts';
import { createApplication } from '#lib/services/application/create-application.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { emptyTry } from '#lib/services/sign-in/advance.ts';
import { beginSignIn } from '#lib/services/sign-in/begin-sign-in.ts';
import { startTemporaryPostgres, type TemporaryPostgres } from '../script/temporary-postgres.ts';
import { openTab, saveToDraft, setUpAdministrator } from './world/console.ts';
import { openConsoleServices, publishAs, publishableSettings, valueFrom } from './world/console-services.ts';
import { enrolSimulated } from './world/enrol-simulated.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';
import { pictures } from './world/picture.ts';
import { setMapping, setNetworkMethods } from './world/sign-in-console.ts';

/*
 * People sign in; the networks are changed; before it is published the console says who of them would be refused and who would change
 * flow, on a page and in the publish dialog, which asks whether a grave change is meant.
 */

test.describe.configure({ mode: 'serial' });

const secret = 'a secret of the what-if test, long enough';

let postgres: TemporaryPostgres;
let gatehouse: Gatehouse;
let services: Awaited<ReturnType<typeof openConsoleServices>>;
let page: Page;
let connectionUrl: string;
let applicationId: string;

test.beforeAll(async ({ browser }) => {
  await mkdir('screenshots', { recursive: true });
  postgres = await startTemporaryPostgres();
  gatehouse = await startGatehouse({ DATABASE_URL: postgres.url, GATEHOUSE_SECRET: secret });
  services = await openConsoleServices({ databaseUrl: postgres.url, publicUrl: gatehouse.url, secret });
  const { ctx } = services;
  const { id: connectionId } = valueFrom(await createConnection(ctx, { name: 'Fabrikam HQ' }));
  connectionUrl = `${gatehouse.url}/connections/${connectionId}`;
  await enrolSimulated(valueFrom(await createTicket(ctx, { connectionId })).url, 'hq-1');
  const callback = 'https://times.fabrikam.example/callback';
  const client = { name: 'Timesheets', connectionId, kind: 'public', redirectUris: [callback] };
  applicationId = valueFrom(await createApplication(ctx, { ...client, postLogoutRedirectUris: [] })).id;
  const { settings, sealedKeys } = await publishableSettings(ctx, connectionId);
  const networks = [
    { block: '198.51.100.0/24', label: 'Head office' },
    { block: '2001:db8:12::/48', label: 'Branch' },
  ];
  const isPublished = await publishAs(
    ctx,
    connectionId,
    { ...settings, clientCertificate: { enabled: true }, kerberos: { enabled: true, frontFacingUrl: '' }, networks },
    sealedKeys,
  );
  if (!isPublished) throw new Error('the settings cannot be published');
  page = await (await browser.newContext()).newPage();
  await setUpAdministrator(page, await gatehouse.setupLink());
});

test.afterAll(async () => {
  await page.context().close();
  await services.database.close();
  await gatehouse.remove();
  await postgres.stop();
});

/** The door decides and writes the row; how the person got in is written as the connector's answer would have been. */
async function comes(userName: string, address: string, method: Method): Promise<void> {
  const { ctx, database } = services;
  const interactionId = randomUUID().replaceAll('-', '');
  const actor = { kind: 'anonymous', address } as const;
  const { signInId } = valueFrom(await beginSignIn({ ...ctx, actor }, { applicationId, interactionId, via: [] }));
  const at = Date.now();
  const certificate = {
    name: userName,
    subject: `CN=${userName}`,
    issuer: 'CN=Fabrikam Root CA',
    serial: '0a',
    notBefore: at,
    notAfter: at,
    fingerprint: 'ab'.repeat(32),
    mapped: { source: 'san-upn', attribute: 'userPrincipalName', isWeak: true },
  };
  const one = { ...emptyTry(method, at), result: 'accepted', tookMs: 1 } as const;
  await database.db
    .update(signIns)
    .set({
      state: 'signed-in',
      method,
      userName,
      endedAt: at,
      tries: [method === 'client-certificate' ? { ...one, certificate } : one],
    })
    .where(eq(signIns.id, signInId));
}

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}

test('before anybody signed in, pasted addresses are decided', async () => {
  await page.goto(connectionUrl);
  await openTab(page, 'What if');
  await expect(page.getByText('Nobody came during the last 7 days.')).toBeVisible();
  await page.getByRole('button', { name: 'Paste addresses' }).click();
  await page
    .getByLabel('Text with addresses in it')
    .fill('Nov 23 12:30:45 fw: 198.51.100.7:4711 -> [2001:DB8:12::9]:443, again 198.51.100.7; 300.1.1.1');
  await expect(page.getByText('None of 2 addresses would change flow.')).toBeVisible();
  await expect(page.getByText('300.1.1.1', { exact: true })).toBeVisible();
});

test('the draft is saved, and the page says who would be refused and who would change flow', async () => {
  for (let at = 0; at < 12; at += 1) await comes(`person ${at}`, '198.51.100.7', 'client-certificate');
  await comes('erin', '2001:db8:12::9', 'kerberos');
  await comes('dora', '2001:db8:12::10', 'client-certificate');
  await comes('carol', '192.0.2.20', 'password');
  await comes('carol', '192.0.2.21', 'password');
  await openTab(page, 'Networks');
  await setNetworkMethods(page, 'Head office', ['Kerberos', 'password']);
  await openTab(page, 'Methods');
  await page.getByRole('radio', { name: /Nobody gets in/ }).click();
  // The rule that found everybody so far comes second from now on.
  await setMapping(page, [
    ['issuer and serial number', 'altSecurityIdentities'],
    ['user principal name', 'userPrincipalName'],
  ]);
  await saveToDraft(page);
  await openTab(page, 'What if');
  await expect(
    page.getByText(
      '1 of 15 people who signed in during the last 7 days would be refused. 12 change flow besides. For 1 it is not known: a rule that was never asked comes first.',
    ),
  ).toBeVisible();
  await expect(page.getByText('The draft is judged as it is saved, not as it is typed.')).toBeVisible();
  await expect(page.getByText('Unchanged: 1 sign-in.')).toBeVisible();
  const changes = page.getByRole('list', { name: 'Changes' }).getByRole('listitem');
  await expect(changes).toHaveCount(3);
  await expect(changes.nth(0)).toContainText('refused');
  await expect(changes.nth(0)).toContainText('1 person · 2 sign-ins');
  await expect(changes.nth(1)).toContainText('loses client certificate');
  await expect(changes.nth(1)).toContainText('12 people · 12 sign-ins');
  await expect(changes.nth(2)).toContainText('not known');
  await expect(changes.nth(2)).toContainText('1 person · 1 sign-in');
  await expect(changes.nth(2)).toContainText(
    'A rule that was never asked comes first: issuer and serial number in altSecurityIdentities.',
  );

  await test.step('by keyboard each opens to people and addresses', async () => {
    await changes.nth(0).locator('summary').focus();
    await page.keyboard.press('Enter');
    await expect(changes.nth(0).getByRole('table', { name: 'People' })).toContainText('carol');
    await expect(changes.nth(0).getByRole('table', { name: 'Addresses' })).toContainText('192.0.2.21');
  });

  await test.step('the lists are files', async () => {
    const begun = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Whole lists as CSV' }).click();
    const lines = (await textOf(await begun)).trim().split('\r\n');
    expect(lines.filter((line) => line.includes('"person"'))).toHaveLength(14);
    expect(lines[1]).toContain('"carol","2","0"');
    const text = page.waitForEvent('download');
    await page.getByRole('link', { name: 'As text' }).click();
    expect(await textOf(await text)).toContain('1 of 15 people who signed in during the last 7 days would be refused.');
  });

  await test.step('so are pasted addresses', async () => {
    await page.getByRole('radio', { name: 'Pasted addresses' }).check();
    await page.getByLabel('Text with addresses in it').fill('192.0.2.20 198.51.100.7 2001:db8:12::9');
    await expect(page.getByText('Of 3 addresses 1 would be refused, 1 would change flow.')).toBeVisible();
    const begun = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Whole lists as CSV' }).click();
    expect(await textOf(await begun)).toContain('"address","192.0.2.20"');
  });
});

const openPublish = async (on: Page) => {
  await on
    .getByRole('button', { name: /Publish/ })
    .first()
    .click();
  return on.getByRole('dialog');
};

test('both look well, light and dark, on a desk and on a telephone', async ({ browser }) => {
  // Twelve pictures, from six visits.
  test.setTimeout(360_000);
  const storageState = await page.context().storageState();
  const visit = async (other: Page) => {
    await other.goto(`${connectionUrl}/what-if`);
    await expect(other.getByText(/would be refused\./).first()).toBeVisible();
    await other.locator('summary').first().click();
    await other.locator('summary').last().click();
    await expect(other.getByRole('table', { name: 'People' })).toHaveCount(2);
  };
  await pictures(browser, 'what-if', visit, { storageState });
  const paste = async (other: Page) => {
    await other.goto(`${connectionUrl}/what-if`);
    await other.getByRole('radio', { name: 'Pasted addresses' }).check();
    await other.getByLabel('Text with addresses in it').fill('192.0.2.20\n198.51.100.7\n2001:db8:12::9\n300.1.1.1');
    await expect(other.getByText(/would be refused/).first()).toBeVisible();
  };
  await pictures(browser, 'what-if-pasted', paste, { storageState });
  const publish = async (other: Page) => {
    await other.goto(`${connectionUrl}/what-if`);
    const dialog = await openPublish(other);
    await dialog.getByRole('checkbox').scrollIntoViewIfNeeded();
  };
  await pictures(browser, 'what-if-publish', publish, { storageState });
});

test('publishing is not held up where it cannot be told', async () => {
  const route = /\/what-if\?days=7$/;
  await page.route(route, (asked) => asked.fulfill({ status: 500, json: { code: 'unexpected', message: 'Broken.' } }));
  await page.goto(`${connectionUrl}/networks`);
  const dialog = await openPublish(page);
  await expect(dialog).toContainText('It could not be told who is affected: Broken.');
  await expect(dialog.getByRole('button', { name: 'Publish' })).toBeEnabled();
  await page.unroute(route);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('what would lock the administrator’s own address out has to be meant', async () => {
  await page.goto(`${connectionUrl}/networks`);
  const dialog = await openPublish(page);
  await expect(dialog).toContainText('1 of 15 people who signed in during the last 7 days would be refused.');
  await expect(dialog).toContainText('From your own address');
  const publish = dialog.getByRole('button', { name: 'Publish' });
  await expect(publish).toBeDisabled();
  await dialog.getByRole('checkbox', { name: /Publish although 1 person of 15 may no longer get in/ }).check();
  await publish.click();
  await expect(dialog).toContainText('Revision 2 is published');
  await dialog.getByRole('button', { name: /Done|Close; it goes on/ }).click();
  await openTab(page, 'What if');
  await expect(
    page.getByText('Nobody of 15 people who signed in during the last 7 days would change flow.'),
  ).toBeVisible();
});
