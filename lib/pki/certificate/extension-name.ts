const names: Readonly<Record<string, string>> = {
  '2.5.29.14': 'subject key identifier',
  '2.5.29.17': 'subject alternative names',
  '2.5.29.18': 'issuer alternative names',
  '2.5.29.30': 'name constraints',
  '2.5.29.31': 'CRL distribution points',
  '2.5.29.32': 'certificate policies',
  '2.5.29.33': 'policy mappings',
  '2.5.29.35': 'authority key identifier',
  '2.5.29.36': 'policy constraints',
  '2.5.29.46': 'freshest CRL',
  '2.5.29.54': 'inhibit anyPolicy',
  '1.3.6.1.4.1.311.21.10': 'Microsoft application policies',
  '1.3.6.1.5.5.7.1.1': 'authority information access',
  '1.3.6.1.5.5.7.1.14': 'proxy certificate',
};

/** An extension in words that can be looked up, `name constraints (2.5.29.30)`; by its object identifier alone where it is a stranger (RFC 5280 section 4.2). */
export function extensionName(oid: string): string {
  const name = names[oid];
  return name === undefined ? oid : `${name} (${oid})`;
}
