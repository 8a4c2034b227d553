import { request as httpRequest } from 'node:http';
import { expect, test } from '@playwright/test';
import { ada, setUpAdministrator } from './world/console.ts';
import { type Gatehouse, startGatehouse } from './world/gatehouse.ts';

let gatehouse: Gatehouse;

test.beforeAll(async () => {
  gatehouse = await startGatehouse();
});
test.afterAll(async () => gatehouse.remove());

test('the first administrator is made behind a link that works once', async ({ page, browser }) => {
  const link = await gatehouse.setupLink();

  await test.step('nobody gets to the console without signing in', async () => {
    await page.goto(`${gatehouse.url}/connections`);
    await expect(page).toHaveURL(/\/sign-in/);
    expect((await page.request.get(`${gatehouse.url}/api/connections`)).status()).toBe(401);
  });

  await test.step('a link that was not printed opens nothing', async () => {
    await page.goto(`${gatehouse.url}/setup/${'A'.repeat(43)}`);
    await expect(page.getByRole('main')).toContainText(/link/i);
    await expect(page.getByRole('button', { name: 'Create administrator' })).toHaveCount(0);
  });

  await test.step('a short password is answered with a sentence, and what was typed stays', async () => {
    await page.goto(link);
    await page.getByLabel('Your name').fill(ada.name);
    await page.getByLabel('E-mail address').fill(ada.email);
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await expect(page.getByText('Use at least 12 characters')).toBeVisible();
    await expect(page.getByLabel('E-mail address')).toHaveValue(ada.email);
  });

  await setUpAdministrator(page, link);

  await test.step('the link is gone afterwards', async () => {
    const other = await (await browser.newContext()).newPage();
    await other.goto(link);
    await expect(other.getByRole('button', { name: 'Create administrator' })).toHaveCount(0);
    await other.context().close();
  });

  await test.step('a restart prints no other link', async () => {
    await gatehouse.restart();
    expect(gatehouse.part().output()).not.toContain('/setup/');
    await page.goto(`${gatehouse.url}/connections`);
    await expect(page.getByRole('heading', { name: 'Connections' })).toBeVisible();
  });
});

test('signing in tells nobody which names exist, and slows guessing down', async ({ page }) => {
  const answerTo = async (email: string, password: string) => {
    await page.goto(`${gatehouse.url}/sign-in`);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const notice = page.getByRole('main').getByRole('alert');
    await expect(notice).toBeVisible();
    return notice.textContent();
  };
  const known = await answerTo(ada.email, 'not her password at all');
  const unknown = await answerTo('nobody@fabrikam.example', 'not her password at all');
  expect(unknown).toBe(known);
  let last = known;
  for (let guess = 0; guess < 12 && last === known; guess += 1)
    last = await answerTo(ada.email, `guess number ${guess}`);
  expect(last).not.toBe(known);
});

test('pages carry a strict policy, and changes from elsewhere are refused', async ({ request }) => {
  const page = await request.get(`${gatehouse.url}/sign-in`);
  const policy = page.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic'/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("script-src 'self' 'unsafe-inline'");
  expect(page.headers()['x-content-type-options']).toBe('nosniff');
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  const again = (await request.get(`${gatehouse.url}/sign-in`)).headers()['content-security-policy'] ?? '';
  expect(again).not.toContain(String(nonce));

  const foreign = await request.post(`${gatehouse.url}/api/auth/callback/password`, {
    headers: { origin: 'https://elsewhere.example' },
    form: { email: ada.email, password: ada.password },
  });
  expect(foreign.status()).toBe(403);
  expect(await foreign.json()).toMatchObject({ code: 'wrong-origin' });

  // Only the headers: the answer must come before the body does.
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const huge = httpRequest(
      `${gatehouse.url}/connections`,
      { method: 'POST', headers: { origin: gatehouse.url, 'content-length': 6 * 1024 * 1024 } },
      (response) => {
        resolve(response.statusCode);
        huge.destroy();
      },
    );
    huge.on('error', reject);
    huge.flushHeaders();
  });
  expect(status).toBe(413);
});
