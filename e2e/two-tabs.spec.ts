import { expect, test } from '@playwright/test';
import { createConnection, openTab, saveToDraft, setUpAdministrator } from './world/console.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';

let gatehouse: Gatehouse;

test.beforeAll(async () => {
  gatehouse = await startGatehouse();
});
test.afterAll(async () => gatehouse.remove());

test('the later of two saves is told about the earlier one, and neither loses anything', async ({ page, context }) => {
  await setUpAdministrator(page, await gatehouse.setupLink());
  await createConnection(page, 'Fabrikam HQ');
  await openTab(page, 'Methods');
  const other = await context.newPage();
  await other.goto(page.url());

  const url = (tab: typeof page) => tab.getByRole('textbox', { name: /URL/ });
  await url(page).fill('https://first.fabrikam.example');
  await url(other).fill('https://second.fabrikam.example');
  await other.getByRole('switch', { name: 'Client certificates' }).click();
  await page.getByRole('radio', { name: /Nobody gets in/ }).click();
  await saveToDraft(page);

  await test.step('the later one is shown what was saved, and what was typed stays', async () => {
    await other.getByRole('button', { name: 'Save to draft' }).click();
    const dialog = other.getByRole('dialog', { name: /before you/ });
    await expect(dialog).toContainText('ada@fabrikam.example');
    await expect(dialog).toContainText('first.fabrikam.example');
    await dialog.getByRole('button', { name: 'Keep theirs' }).click();
    await expect(url(other)).toHaveValue('https://second.fabrikam.example');
    await expect(url(page)).toHaveValue('https://first.fabrikam.example');
  });

  await test.step('put on top, the change keeps what the earlier save changed elsewhere', async () => {
    await other.getByRole('button', { name: 'Save to draft' }).click();
    await other.getByRole('dialog').getByRole('button', { name: 'Apply my change on top' }).click();
    await expect(other.getByRole('region', { name: 'Unsaved changes' })).toBeHidden();
    await page.reload();
    await expect(url(page)).toHaveValue('https://second.fabrikam.example');
    await expect(page.getByRole('switch', { name: 'Client certificates' })).toBeChecked();
    await expect(page.getByRole('radio', { name: /Nobody gets in/ })).toBeChecked();
  });
});
