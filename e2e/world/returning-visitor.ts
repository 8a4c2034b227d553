import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { launchOptions } from '../../playwright.config.ts';

/** Somebody whose browser keeps its profile: what lasts longer than a session is there again after a restart. */
export type ReturningVisitor = {
  readonly context: () => BrowserContext;
  /** Closes every window and starts the browser anew. */
  readonly restartBrowser: () => Promise<void>;
  readonly leave: () => Promise<void>;
};

export async function returningVisitor(address: string): Promise<ReturningVisitor> {
  const profile = mkdtempSync(join(tmpdir(), 'gatehouse-visitor-'));
  const start = () =>
    chromium.launchPersistentContext(profile, {
      ...launchOptions,
      ignoreHTTPSErrors: true,
      extraHTTPHeaders: { 'x-forwarded-for': address },
    });
  let context = await start();
  return {
    context: () => context,
    restartBrowser: async () => {
      await context.close();
      context = await start();
    },
    leave: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
