import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page } from '@playwright/test';

export const looks = [
  { width: 1280, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
] as const;
export type Look = (typeof looks)[number];
export type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

/**
 * Takes a picture into screenshots/ and holds the page to what every page keeps: no violation that axe finds, no word from the
 * Content-Security-Policy, nothing wider than the screen.
 */
export async function picture(
  browser: Browser,
  { width, height, scheme }: Look,
  name: string,
  visit: (page: Page) => Promise<void>,
  options: ContextOptions = {},
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy|hydrat/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await visit(page);
  await page.screenshot({ path: `screenshots/${name}-${width}-${scheme}.png`, fullPage: true });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`),
    `${name}, ${width} px, ${scheme}`,
  ).toEqual([]);
  expect(await overhang(page), `${name} is wider than ${width} px`).toBeLessThanOrEqual(0);
  if (width < 1000) {
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await overhang(page), `${name} is wider than 360 px`).toBeLessThanOrEqual(0);
  }
  expect(complaints, name).toEqual([]);
  await context.close();
}

function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
