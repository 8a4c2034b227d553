import type { Certificate, DistinguishedName } from '#lib/pki/certificate/certificate.ts';

/**
 * The assertion by which LDAP finds a certificate (RFC 4523 section 4.1 and appendix A.1): `{ serialNumber 18, issuer rdnSequence:"CN=…" }`.
 *
 * ```asn1
 * CertificateExactAssertion ::= SEQUENCE { serialNumber CertificateSerialNumber, issuer Name }
 * ```
 */
export function certificateAssertion({ serial, issuer }: Pick<Certificate, 'serial' | 'issuer'>): string {
  // RFC 3641 section 3.4: quotes inside a string are doubled.
  const name = ldapName(issuer).replaceAll('"', '""');
  return `{ serialNumber ${BigInt.asIntN(serial.length * 4, BigInt(`0x${serial}`))}, issuer rdnSequence:"${name}" }`;
}

/** RFC 4514 section 2.3 has keywords only for the most common types; every other one is written by its number, which all directories know. */
const keywords: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
};

function ldapName({ rdns }: DistinguishedName): string {
  return rdns
    .toReversed()
    .map((rdn) => rdn.map(({ oid, value }) => `${keywords[oid] ?? oid}=${escaped(value)}`).join('+'))
    .join(',');
}

/** RFC 4514 section 2.4. */
function escaped(value: string): string {
  return value
    .replaceAll(/[",+;<>\\]/g, '\\$&')
    .replaceAll('\0', '\\00')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ');
}
