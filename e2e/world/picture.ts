import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page } from '@playwright/test';

export const looks = [
  { width: 1280, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
] as const;
type Look = (typeof looks)[number];
export type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;
type Visit = (page: Page) => Promise<void>;

/**
 * Takes pictures of a page in every look into screenshots/ and holds it to what every page keeps: no violation that axe finds, no word
 * from the Content-Security-Policy, nothing wider than the screen. The page is visited once on the desk and once on the telephone; the
 * scheme is changed under it, as a person does in the evening: no script of ours looks at it.
 */
export async function pictures(browser: Browser, name: string, visit: Visit, options: ContextOptions = {}) {
  for (const width of new Set(looks.map((look) => look.width)))
    await visited(
      browser,
      name,
      visit,
      options,
      looks.filter((look) => look.width === width),
    );
}

/** One look alone, for pages that show themselves only once. */
export async function picture(browser: Browser, look: Look, name: string, visit: Visit, options: ContextOptions = {}) {
  await visited(browser, name, visit, options, [look]);
}

/** The looks are of one width. */
async function visited(
  browser: Browser,
  name: string,
  visit: Visit,
  options: ContextOptions,
  of: readonly Look[],
): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...viewOf(of[0]), ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy|hydrat/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await visit(page);
  for (const look of of) {
    await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' });
    await take(page, look, name);
  }
  if (of.some(({ width }) => width < 1000)) {
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await overhang(page), `${name} is wider than 360 px`).toBeLessThanOrEqual(0);
  }
  expect(complaints, name).toEqual([]);
  await context.close();
}

function viewOf(look: Look | undefined): ContextOptions {
  return look === undefined ? {} : { viewport: { width: look.width, height: look.height }, colorScheme: look.scheme };
}

async function take(page: Page, { width, scheme }: Look, name: string): Promise<void> {
  await page.screenshot({ path: `screenshots/${name}-${width}-${scheme}.png`, fullPage: true });
  // Legacy mode looks into no frames, and needs no second page; there are none.
  expect(page.frames(), `${name} has frames`).toHaveLength(1);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`),
    `${name}, ${width} px, ${scheme}`,
  ).toEqual([]);
  expect(await overhang(page), `${name} is wider than ${width} px`).toBeLessThanOrEqual(0);
}

function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
