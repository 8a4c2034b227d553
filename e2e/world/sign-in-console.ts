import { expect, type Page } from '@playwright/test';

/** Adds networks by pasting, one `BLOCK label` a line. */
export async function pasteNetworks(page: Page, lines: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: /Paste/ }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Paste networks' });
  await dialog.getByRole('textbox', { name: 'Networks' }).fill(lines.join('\n'));
  await dialog.getByRole('button', { name: /^Add/ }).click();
  await expect(dialog).toBeHidden();
}

/** Gives a network its own methods, in the connection's order. */
export async function setNetworkMethods(page: Page, label: string, methods: readonly string[]): Promise<void> {
  const row = page.getByRole('row').filter({ hasText: label });
  await row.getByRole('button', { name: /Edit/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit network' });
  await dialog.getByRole('radio', { name: /Its own/ }).check();
  for (const method of ['client certificate', 'Kerberos', 'password'])
    await dialog.getByRole('checkbox', { name: method, exact: true }).setChecked(methods.includes(method));
  await dialog.getByRole('button', { name: 'Save to draft' }).click();
  await expect(dialog).toBeHidden();
}

export type MadeApplication = { readonly issuer: string; readonly clientId: string; readonly clientSecret: string };

/** Makes an application in the console and reads what it has to be told. */
export async function createApplication(
  page: Page,
  application: { readonly name: string; readonly redirectUri: string; readonly afterSignOut: string },
): Promise<MadeApplication> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'New application' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(application.name);
  await dialog.getByLabel('Redirect URIs').fill(application.redirectUri);
  await dialog.getByLabel('Where people go after signing out').fill(application.afterSignOut);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toContainText('The secret is shown only now');
  const told = async (name: string) => {
    const text = await dialog.getByRole('term').filter({ hasText: name }).locator('+ dd').textContent();
    return (text ?? '').trim();
  };
  const made = {
    issuer: await told('Issuer'),
    clientId: await told('Client ID'),
    clientSecret: await told('Client secret'),
  };
  await dialog.getByRole('button', { name: 'Done' }).click();
  return made;
}
