import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';

const policyDirectory = '/etc/chromium/policies/managed';

/** A person with a browser of their own: an NSS database with their certificate and the authority they trust. */
export type Person = { readonly browser: Browser; readonly leave: () => Promise<void> };

/** Chromium shows an invisible chooser unless a managed policy picks the certificate; managed policies need root. */
export const canBePerson = process.getuid?.() === 0;

export async function personWith(options: {
  readonly trusts: string;
  readonly pfx?: { readonly path: string; readonly passphrase: string };
  /** Sites for which the browser picks the certificate by itself. */
  readonly sites: readonly string[];
}): Promise<Person> {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-person-'));
  const nss = join(home, '.pki', 'nssdb');
  mkdirSync(nss, { recursive: true });
  execFileSync('certutil', ['-d', `sql:${nss}`, '-N', '--empty-password']);
  execFileSync('certutil', ['-d', `sql:${nss}`, '-A', '-n', 'trusted', '-t', 'C,,', '-i', options.trusts]);
  if (options.pfx)
    execFileSync('pk12util', ['-d', `sql:${nss}`, '-i', options.pfx.path, '-W', options.pfx.passphrase, '-K', '']);
  mkdirSync(policyDirectory, { recursive: true });
  const policy = join(policyDirectory, 'gatehouse-e2e.json');
  writeFileSync(
    policy,
    JSON.stringify({
      AutoSelectCertificateForUrls: options.sites.map((pattern) => JSON.stringify({ pattern, filter: {} })),
    }),
  );
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
    env: { ...process.env, HOME: home },
  });
  return {
    browser,
    leave: async () => {
      await browser.close();
      rmSync(policy, { force: true });
      rmSync(home, { recursive: true, force: true });
    },
  };
}
