import { expect, type Page } from '@playwright/test';

/** Adds networks by pasting, one `BLOCK label` a line. */
export async function pasteNetworks(page: Page, lines: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: /Paste/ }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Paste networks' });
  await dialog.getByRole('textbox', { name: 'Networks' }).fill(lines.join('\n'));
  await dialog.getByRole('button', { name: /^Add/ }).click();
  await expect(dialog).toBeHidden();
}

/** Puts rules from certificate to person in place of the one that is there; the methods tab is open. */
export async function setMapping(page: Page, rules: readonly (readonly [from: string, attribute: string])[]) {
  for (const [at, [from, attribute]] of rules.entries()) {
    if (at > 0) await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByLabel(`Rule ${at + 1}: from the certificate`).selectOption({ label: from });
    await page.getByLabel(`Rule ${at + 1}: directory attribute`).fill(attribute);
  }
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

/** `clientSecret` is absent for a public application. */
export type MadeApplication = { readonly issuer: string; readonly clientId: string; readonly clientSecret?: string };

type NewApplication = {
  readonly name: string;
  readonly redirectUri: string;
  readonly afterSignOut: string;
  /** One without a secret. */
  readonly isPublic?: boolean;
  /** Absent: the first one. */
  readonly connection?: string;
};

/** Makes an application in the console and reads what it has to be told. */
export async function createApplication(page: Page, application: NewApplication): Promise<MadeApplication> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'New application' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(application.name);
  if (application.connection !== undefined)
    await dialog.getByLabel('Connection').selectOption({ label: application.connection });
  if (application.isPublic) await dialog.getByRole('radio', { name: /In a browser or on a device/ }).check();
  await dialog.getByLabel('Redirect URIs').fill(application.redirectUri);
  await dialog.getByLabel('Where people go after signing out').fill(application.afterSignOut);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toContainText(
    application.isPublic ? 'It has no secret; it must use PKCE' : 'The secret is shown only now',
  );
  const told = async (name: string) => {
    const text = await dialog.getByRole('term').filter({ hasText: name }).locator('+ dd').textContent();
    return (text ?? '').trim();
  };
  const made = {
    issuer: await told('Issuer'),
    clientId: await told('Client ID'),
    ...(application.isPublic ? {} : { clientSecret: await told('Client secret') }),
  };
  await dialog.getByRole('button', { name: 'Done' }).click();
  return made;
}
