import type { Certificate } from '#lib/pki/certificate.ts';

/** What is known of an issuer that is not there: enough to name it and to look for it (RFC 5280 sections 4.1.2.4, 4.2.1.1, 4.2.2.1). */
export type MissingIssuer = {
  readonly name: string;
  readonly keyId?: string;
  readonly urls: readonly string[];
};

/** The facts about a certificate's issuer that stand in the certificate itself (RFC 5280 sections 4.1.2.4, 4.2.1.1, 4.2.2.1). */
export function missingIssuerOf(certificate: Certificate): MissingIssuer {
  const commonName = certificate.issuer.rdns.flat().findLast((attribute) => attribute.oid === '2.5.4.3')?.value;
  return {
    name: commonName ?? (certificate.issuer.text || 'an authority without a name'),
    ...(certificate.authorityKeyId === undefined ? {} : { keyId: certificate.authorityKeyId }),
    urls: certificate.issuerUrls,
  };
}
