import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const realm = 'AD.EXAMPLE.TEST';
export const netbiosDomain = 'EXAMPLE';
export const baseDn = 'DC=ad,DC=example,DC=test';
export const administratorPassword = 'Adm1n-Passw0rd';
/** Wrong passwords until an account is locked, and for how many minutes. */
export const lockout = { threshold: 3, minutes: 30 };

/** Whatever differs from instance to instance is in smb.conf, so a provisioned folder can be copied. */
const provision = (folder: string): readonly string[] => [
  ...['domain', 'provision', `--configfile=${folder}/empty.conf`, `--targetdir=${folder}/ad`],
  ...[`--realm=${realm}`, `--domain=${netbiosDomain}`, `--adminpass=${administratorPassword}`, '--server-role=dc'],
  ...['--dns-backend=NONE', '--host-name=dc1', '--host-ip=127.0.0.5'],
  ...['interfaces=127.0.0.5/8', 'bind interfaces only=yes', 'server services=ldap, kdc', 'disable netbios=yes'].map(
    (option) => `--option=${option}`,
  ),
  '--option=vfs objects=dfs_samba4 acl_xattr xattr_tdb',
  ...[`xattr_tdb:file=${folder}/ad/xattr.tdb`, `pid directory=${folder}/run`, `ncalrpc dir=${folder}/run/ncalrpc`].map(
    (option) => `--option=${option}`,
  ),
];

const passwordRules: readonly string[] = [
  ...['domain', 'passwordsettings', 'set', '--complexity=off', '--min-pwd-length=4', '--min-pwd-age=0'],
  ...['--history-length=0', `--account-lockout-threshold=${lockout.threshold}`],
  ...[`--account-lockout-duration=${lockout.minutes}`, `--reset-account-lockout-after=${lockout.minutes}`],
];

/** A provisioned domain to copy from. Provisioning takes seconds, so one is kept for every recipe and version of Samba. */
export async function provisionedDomain(): Promise<string> {
  const { stdout: version } = await run('samba', ['--version']);
  const recipe = JSON.stringify([version, provision(''), passwordRules]);
  const name = createHash('sha256').update(recipe).digest('hex').slice(0, 16);
  const kept = join(tmpdir(), `gatehouse-samba-base-${process.getuid?.() ?? 0}-${name}`);
  if (existsSync(kept)) return kept;
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-samba-provision-'));
  try {
    // Without an own configuration Samba would start from /etc/samba/smb.conf.
    writeFileSync(join(folder, 'empty.conf'), '[global]\n');
    mkdirSync(join(folder, 'run'));
    await run('samba-tool', provision(folder));
    await run('samba-tool', [...passwordRules, '-s', join(folder, 'ad/etc/smb.conf')]);
    renameSync(join(folder, 'ad'), kept);
  } catch (cause) {
    // Another test provisioned at the same time and was first.
    if (!existsSync(kept)) throw cause;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return kept;
}
