import { existsSync, globSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildKerberos } from './build-kerberos.ts';
import { withoutStartingDaemons } from './without-starting-daemons.ts';

/** What tests need beside Node: a Debian package, and how to tell that it is there. */
const parts: readonly { readonly debian: string; readonly isThere: () => boolean }[] = [
  { debian: 'chromium', isThere: () => isOnPath('chromium') },
  { debian: 'libnss3-tools', isThere: () => isOnPath('certutil') },
  { debian: 'openssl', isThere: () => isOnPath('openssl') },
  { debian: 'postgresql', isThere: () => postgresPrograms() !== undefined },
  { debian: 'nats-server', isThere: () => isOnPath('nats-server') },
  { debian: 'slapd', isThere: () => isOnPath('slapd') },
  { debian: 'ldap-utils', isThere: () => isOnPath('ldapmodify') },
  { debian: 'krb5-kdc', isThere: () => isOnPath('krb5kdc') },
  { debian: 'krb5-admin-server', isThere: () => isOnPath('kadmin.local') },
  { debian: 'krb5-user', isThere: () => isOnPath('kinit') },
  { debian: 'libfaketime', isThere: () => isThereUnderLib('faketime/libfaketime.so.1') },
  // The optional package kerberos is compiled against it.
  { debian: 'libkrb5-dev', isThere: () => isOnPath('krb5-config') && existsSync('/usr/include/gssapi/gssapi.h') },
  { debian: 'build-essential', isThere: () => isOnPath('g++') && isOnPath('make') },
  { debian: 'samba', isThere: () => isOnPath('smbd') },
  { debian: 'samba-ad-dc', isThere: () => isOnPath('samba') },
  { debian: 'samba-ad-provision', isThere: () => existsSync('/usr/share/samba/setup') },
  { debian: 'samba-dsdb-modules', isThere: () => isThereUnderLib('samba/ldb/acl.so') },
  { debian: 'samba-vfs-modules', isThere: () => isThereUnderLib('samba/vfs/acl_xattr.so') },
  { debian: 'samba-common-bin', isThere: () => isOnPath('samba-tool') },
  { debian: 'winbind', isThere: () => isOnPath('winbindd') },
  { debian: 'python3-samba', isThere: () => existsSync('/usr/lib/python3/dist-packages/samba/samdb.py') },
];

/** Where initdb and postgres are; Debian keeps them off PATH. */
export function postgresPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), ...pathFolders()].find((folder) =>
    ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))),
  );
}

function pathFolders(): string[] {
  // Servers are in sbin, which is not on everybody's PATH.
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
}

function isOnPath(program: string): boolean {
  return pathFolders().some((folder) => existsSync(join(folder, program)));
}

/** Debian has a folder for every architecture. */
function isThereUnderLib(path: string): boolean {
  return globSync(`/usr/lib/*/${path}`).length > 0;
}

type Run = (command: string, args: readonly string[], environment?: Record<string, string>) => Promise<boolean>;

/** Installs what is missing where it may; else says what to install. Resolves with whether all is there. */
export async function installTestParts(run: Run): Promise<boolean> {
  const areParts = await installParts(run);
  return (await buildKerberos(run)) && areParts;
}

async function installParts(run: Run): Promise<boolean> {
  const missing = () => parts.filter(({ isThere }) => !isThere()).map(({ debian }) => debian);
  const wanted = missing();
  if (wanted.length === 0) return true;
  const command = `apt-get install -y --no-install-recommends ${wanted.join(' ')}`;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    console.error(`Some tests need programs that are not installed here. On Debian, as root: ${command}`);
    return false;
  }
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = (...names: readonly string[]) =>
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], quiet);
  await withoutStartingDaemons(async () => {
    await run('apt-get', ['update', '-qq'], quiet);
    if (await install(...wanted)) return;
    // One name that this release of Debian does not know keeps apt from installing any of them.
    for (const name of missing()) await install(name);
  });
  const left = missing();
  if (left.length > 0) console.error(`Could not be installed: ${left.join(', ')}. Tests that need them will fail.`);
  return left.length === 0;
}
