import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { enrolConnector } from './world/connector.ts';
import { createConnection, newTicket, openTab, setUpAdministrator } from './world/console.ts';
import { startGatehouse } from './world/gatehouse.ts';
import { writeTrialFiles } from './world/trial-files.ts';

test('on plain http from another host the page says why nothing can be dropped, and what to do', async () => {
  const gatehouse = await startGatehouse();
  const browser = await chromium.launch({
    ...(existsSync('/usr/bin/chromium') ? { executablePath: '/usr/bin/chromium' } : {}),
    args: [
      '--host-resolver-rules=MAP gatehouse.fabrikam.example 127.0.0.1',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://gatehouse.fabrikam.example:${gatehouse.port}/sign-in`);
    await expect(page.getByText(/came over plain http/)).toBeVisible();
    await expect(page.getByText('GATEHOUSE_TLS_CERT')).toBeVisible();
  } finally {
    await browser.close();
    await gatehouse.remove();
  }
});

test('with a certificate and key of its own, console and connectors come over TLS', async ({ browser }) => {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-tls-'));
  await writeTrialFiles(directory);
  const gatehouse = await startGatehouse({
    GATEHOUSE_TLS_CERT: join(directory, 'server-chain.pem'),
    GATEHOUSE_TLS_KEY: join(directory, 'server-key.pem'),
  });
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    const page = await context.newPage();
    await setUpAdministrator(page, await gatehouse.setupLink());
    const cookies = (await context.cookies()).filter(({ name }) => name.includes('session-token'));
    expect(cookies.map(({ secure, httpOnly, sameSite }) => ({ secure, httpOnly, sameSite }))).toEqual([
      { secure: true, httpOnly: true, sameSite: 'Lax' },
    ]);
    await createConnection(page, 'Fabrikam HQ');
    await openTab(page, 'Connectors');
    const connector = await enrolConnector({
      ticketUrl: await newTicket(page),
      name: 'hq-1',
      directory,
      env: { NODE_EXTRA_CA_CERTS: join(directory, 'really-pem.p7b') },
    });
    try {
      await expect(page.getByRole('dialog')).toContainText('It is online from 127.0.0.1');
    } finally {
      await connector.stop();
    }
  } finally {
    await context.close();
    await gatehouse.remove();
    await rm(directory, { recursive: true, force: true });
  }
});
