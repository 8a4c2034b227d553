import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

const netscapeCertificateType = '2.16.840.1.113730.1.1';
const sslClientBit = 0x80;
const sslServerBit = 0x40;

/**
 * Netscape's certificate type, the forerunner of extended key usage, still written by older recipes: `NetscapeCertType ::= BIT STRING { ssl-client(0),
 * ssl-server(1), … }`. RFC 5280 section 4.2 leaves private extensions to their makers; OpenSSL holds the certificates of people and of servers to this one.
 */
export const checkNetscapeType: PathRule = (place) => {
  if (place.depth > 0) return undefined;
  const type = place.certificate.extensions?.find(({ oid }) => oid === netscapeCertificateType);
  // Tag, length and the number of unused bits come first.
  const isServer = place.purpose.kind === 'server';
  if (type === undefined || ((type.value[3] ?? 0) & (isServer ? sslServerBit : sslClientBit)) !== 0) return undefined;
  if (isServer) {
    return {
      refusal: 'wrong-purpose',
      paragraph: 'RFC 5280 section 4.2',
      message: `${whose(place)} is not made for a server (its Netscape type lacks SSL server).`,
      remedy: remedyAt(place),
    };
  }
  return {
    refusal: 'wrong-purpose',
    paragraph: 'RFC 5280 section 4.2',
    message: `${whose(place)} is made for another purpose than signing in (its Netscape type lacks SSL client).`,
    remedy: 'Choose another of your certificates, or ask your administrator for one made for signing in.',
  };
};
