import { netbiosDomain, realm } from '#e2e/world/samba-base.ts';

/** smb.conf of one domain controller that keeps everything in its folder and listens on one address. */
export function sambaConfig(options: {
  readonly folder: string;
  readonly ip: string;
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
  readonly isPlainAllowed: boolean;
}): string {
  const { folder, ip, tls } = options;
  const global: Readonly<Record<string, string>> = {
    'netbios name': 'DC1',
    realm,
    workgroup: netbiosDomain,
    'server role': 'active directory domain controller',
    // LDAP and Kerberos alone: one process, ready in a quarter of a second.
    'server services': 'ldap, kdc',
    interfaces: `${ip}/8`,
    'bind interfaces only': 'yes',
    'disable netbios': 'yes',
    'ldap server require strong auth': options.isPlainAllowed ? 'no' : 'yes',
    'private dir': `${folder}/ad/private`,
    'lock directory': `${folder}/ad`,
    'state directory': `${folder}/ad/state`,
    'cache directory': `${folder}/ad/cache`,
    'binddns dir': `${folder}/ad/bind-dns`,
    'pid directory': `${folder}/run`,
    'ncalrpc dir': `${folder}/run/ncalrpc`,
    'ntp signd socket directory': `${folder}/run/ntp_signd`,
    'winbindd socket directory': `${folder}/run/winbindd`,
    'usershare path': '',
    'log file': `${folder}/log/log.%m`,
    'vfs objects': 'dfs_samba4 acl_xattr xattr_tdb',
    'xattr_tdb:file': `${folder}/ad/xattr.tdb`,
    'tls cafile': tls.ca,
    'tls certfile': tls.cert,
    'tls keyfile': tls.key,
  };
  return `[global]\n${Object.entries(global)
    .map(([name, value]) => `\t${name} = ${value}\n`)
    .join('')}`;
}
