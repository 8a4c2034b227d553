import type { DistinguishedName } from '#lib/pki/certificate/certificate.ts';

/** Keywords of wincrypt.h (szOID_… and their X.500 key names); whatever has none is written `OID.2.5.4.44`. */
const keywords: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'S',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'T',
  '2.5.4.13': 'Description',
  '2.5.4.17': 'PostalCode',
  '2.5.4.18': 'POBox',
  '2.5.4.20': 'Phone',
  '2.5.4.42': 'G',
  '2.5.4.43': 'I',
  '2.5.4.46': 'dnQualifier',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'E',
};

/**
 * A name as altSecurityIdentities holds it: CertNameToStr with CERT_X500_NAME_STR, without spaces between. That is the order of the encoding,
 * the most general first: the reverse of what Windows and RFC 4514 show.
 */
export function windowsName({ rdns }: DistinguishedName): string {
  return rdns
    .map((rdn) => rdn.map(({ oid, value }) => `${keywords[oid] ?? `OID.${oid}`}=${quoted(value)}`).join('+'))
    .join(',');
}

/**
 * CertNameToStr: a value is quoted "if it contains leading or trailing white space or one of the following characters: , + = " \n < > # ;", and
 * where it is empty; quotes inside are doubled.
 */
function quoted(value: string): string {
  const isQuoted = value === '' || /^\s|\s$|[,+="\n<>#;]/.test(value);
  return isQuoted ? `"${value.replaceAll('"', '""')}"` : value;
}
