import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { launchOptions } from '../../playwright.config.ts';

/** Somebody without certificates and tickets, at an address that the company's proxy tells. Each has a browser of their own. */
export async function visitorFrom(
  address: string,
  browsers: Browser[],
  more: Parameters<Browser['newContext']>[0] = {},
): Promise<BrowserContext> {
  const browser = await chromium.launch(launchOptions);
  browsers.push(browser);
  return browser.newContext({ ignoreHTTPSErrors: true, extraHTTPHeaders: { 'x-forwarded-for': address }, ...more });
}

/** Opens an application and asks it to sign in. */
export async function askToSignIn(context: BrowserContext, application: { readonly url: string }): Promise<Page> {
  const page = await context.newPage();
  await page.goto(application.url);
  await page.getByRole('link', { name: 'Sign in' }).click();
  return page;
}

export async function typePassword(page: Page, userName: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(userName);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
