import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, type Page } from '@playwright/test';

export const ada = { name: 'Ada Marsh', email: 'ada@fabrikam.example', password: 'quiet harbour seven lamps' };

/** First run: the set-up link, and from there straight to the connections. */
export async function setUpAdministrator(page: Page, setupLink: string): Promise<void> {
  await page.goto(setupLink);
  await page.getByLabel('Your name').fill(ada.name);
  await page.getByLabel('E-mail address').fill(ada.email);
  await page.getByLabel('Password').fill(ada.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await scriptsLoaded(page);
  await expect(page.getByRole('heading', { name: 'Connections' })).toBeVisible();
}

export async function signIn(page: Page, url: string, who: { email: string; password: string } = ada): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail address').fill(who.email);
  await page.getByLabel('Password').fill(who.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await scriptsLoaded(page);
  await expect(page.getByRole('heading', { name: 'Connections' })).toBeVisible();
}

/** A page that a form goes on to can be seen before its scripts run, and a click then does nothing. */
const scriptsLoaded = (page: Page) => page.waitForURL('**/connections', { waitUntil: 'load' });

/** Makes a connection; afterwards the page is in it. */
export async function createConnection(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New connection' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: /^Create/ }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

export async function openTab(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('navigation').getByRole('link', { name, exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-current', 'page');
}

/** Makes a ticket on the connectors page and reads its URL; leaves the dialog open. */
export async function newTicket(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Enrol a connector' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Enrol a connector' });
  await expect(dialog.getByText(/\/enrol\/[\w-]{43}#[0-9a-f]{64}/).first()).toBeVisible();
  const url = (await dialog.textContent())?.match(/https?:\/\/[^\s']+\/enrol\/[\w-]{43}#[0-9a-f]{64}/)?.[0];
  if (url === undefined) throw new Error('the dialog shows no ticket URL');
  return url;
}

/** Drops files from disk, as a person drags them, onto the zone with this name. */
export async function dropFiles(page: Page, zone: RegExp, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), base64: (await readFile(path)).toString('base64') })),
  );
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      data.items.add(new File([bytes], name));
    }
    return data;
  }, files);
  const target = page.getByRole('group', { name: zone });
  await target.dispatchEvent('dragenter', { dataTransfer: transfer });
  await target.dispatchEvent('dragover', { dataTransfer: transfer });
  await target.dispatchEvent('drop', { dataTransfer: transfer });
}

export async function givePassphrase(page: Page, fileName: string, passphrase: string): Promise<void> {
  const field = page.getByLabel(`Passphrase of ${fileName}`);
  await field.fill(passphrase);
  await field.press('Enter');
}

export async function saveToDraft(page: Page): Promise<void> {
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await bar.getByRole('button', { name: 'Save to draft' }).click();
  await expect(bar).toBeHidden();
}

/** Opens the publish dialog, publishes and waits until every connector serves the revision. */
export async function publish(page: Page, options: { connectors: number }): Promise<void> {
  await page.getByRole('button', { name: 'Publish', exact: false }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('dialog')).toContainText(
    options.connectors === 1 ? 'The connector serves it.' : `All ${options.connectors} connectors serve it.`,
  );
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
}
