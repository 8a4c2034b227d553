import { writeFileSync } from 'node:fs';

/** krb5.conf that knows these realms and asks nobody else: no DNS, no defaults of the machine. */
export function writeKrb5Config(
  path: string,
  options: {
    readonly defaultRealm: string;
    readonly realms: readonly { readonly realm: string; readonly kdc: string }[];
    /** Host names, or domains after a dot, of another realm than the default one. */
    readonly hosts?: Readonly<Record<string, string>>;
    /** Further lines of [libdefaults]. */
    readonly defaults?: Readonly<Record<string, string>>;
  },
): void {
  const hosts = { localhost: options.defaultRealm, '.localhost': options.defaultRealm, ...options.hosts };
  const defaults = {
    default_realm: options.defaultRealm,
    dns_lookup_kdc: 'false',
    dns_lookup_realm: 'false',
    dns_canonicalize_hostname: 'false',
    rdns: 'false',
    // TCP at once.
    udp_preference_limit: '1',
    ...options.defaults,
  };
  const lines = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => `  ${name} = ${value}`);
  writeFileSync(
    path,
    [
      '[libdefaults]',
      ...lines(defaults),
      '[realms]',
      ...options.realms.map(({ realm, kdc }) => `  ${realm} = {\n    kdc = ${kdc}\n  }`),
      '[domain_realm]',
      ...lines(hosts),
      '',
    ].join('\n'),
  );
}
