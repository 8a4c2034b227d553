import type { Page } from '@playwright/test';

/** The numbers of the connections over which a page's documents came from this origin, in order; the browser gives each connection one number. */
export async function connectionsUsed(page: Page, origin: string): Promise<() => readonly number[]> {
  const used: number[] = [];
  const session = await page.context().newCDPSession(page);
  session.on('Network.responseReceived', ({ type, response }) => {
    if (type === 'Document' && new URL(response.url).origin === origin) used.push(response.connectionId);
  });
  await session.send('Network.enable');
  return () => used;
}
