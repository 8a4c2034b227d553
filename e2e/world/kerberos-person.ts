import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';

/** A person at a machine of the domain: a browser that shows the person's tickets to the sites it may. */
export type KerberosPerson = { readonly context: BrowserContext; readonly leave: () => Promise<void> };

export async function personWithTickets(options: {
  /** krb5.conf of the person's machine. */
  readonly krb5Config: string;
  /** The ticket cache; absent: a machine of the domain at which nobody has logged on. */
  readonly tickets?: string;
  /** Hosts that may be shown tickets, as browsers' policies name them: `localhost,*.example.test`. */
  readonly allowed: string;
  /** PEM of the authority that the browser trusts. */
  readonly trusts: string;
  /** Of the browser's process, beside its own. */
  readonly env?: Readonly<Record<string, string>>;
}): Promise<KerberosPerson> {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-kerberos-person-'));
  const nss = join(home, '.pki', 'nssdb');
  const profile = join(home, 'profile');
  mkdirSync(nss, { recursive: true });
  mkdirSync(profile);
  execFileSync('certutil', ['-d', `sql:${nss}`, '-N', '--empty-password']);
  execFileSync('certutil', ['-d', `sql:${nss}`, '-A', '-n', 'trusted', '-t', 'C,,', '-i', options.trusts]);
  // On Linux a new profile does not load the GSS library before it has once been asked to negotiate, and loses that first request.
  const hasNegotiated = { net: { received_http_auth_negotiate_headers: true } };
  writeFileSync(join(profile, 'Local State'), JSON.stringify(hasNegotiated));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', `--auth-server-allowlist=${options.allowed}`],
    env: {
      ...process.env,
      ...options.env,
      HOME: home,
      KRB5_CONFIG: options.krb5Config,
      KRB5CCNAME: options.tickets ?? `FILE:${join(home, 'no-tickets')}`,
    },
  });
  return {
    context,
    leave: async () => {
      await context.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
