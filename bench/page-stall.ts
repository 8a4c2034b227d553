import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { chromium } from '@playwright/test';
import { startGatehouse } from '#e2e/world/gatehouse.ts';
import { launchOptions } from '#playwright.config.ts';
import type { BenchRow } from './bench-row.ts';
import { prepareConsole, signInByRequest } from './prepare-console.ts';

const limitMs = 50;

/**
 * The longest the page stands still while the Mozilla bundle is dropped on it, read, checked and shown: the longest task the
 * browser reports (W3C Long Tasks; shorter ones than 50 ms are not reported and count as 50). Needs a finished build.
 */
export async function pageStall(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const { connectionId } = await prepareConsole(folder);
  const gatehouse = await startGatehouse({ GATEHOUSE_DATA: folder });
  const browser = await chromium.launch(launchOptions);
  try {
    const context = await browser.newContext({ baseURL: gatehouse.url });
    await signInByRequest(context);
    const page = await context.newPage();
    await page.goto(`/connections/${connectionId}/certificates`, { waitUntil: 'networkidle' });
    await page.evaluate(() => {
      const longest = { ms: 0 };
      Reflect.set(globalThis, 'longestTask', longest);
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
      }).observe({ type: 'longtask' });
    });
    const bundle = Buffer.from(rootCertificates.join('\n'));
    await page
      .getByLabel(/authorities/i)
      .locator('input[type=file]')
      .setInputFiles([{ name: 'ca-certificates.crt', mimeType: 'application/x-pem-file', buffer: bundle }]);
    await page.getByText(`Browsers will filter by ${rootCertificates.length} names`).waitFor();
    await page.waitForLoadState('networkidle');
    const ms = await page.evaluate(() => (Reflect.get(globalThis, 'longestTask') as { ms: number }).ms);
    const value = Math.max(ms, limitMs);
    return [
      {
        name: `page stall, ${rootCertificates.length} CA certificates dropped`,
        value,
        unit: ms === 0 ? 'ms or less' : 'ms',
        against: `${limitMs} ms`,
        ratio: limitMs / value,
        aim: `never more than ${limitMs} ms`,
      },
    ];
  } finally {
    await browser.close();
    await gatehouse.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
