import type { Bytes } from '#lib/core/bytes.ts';

/** One attribute of a distinguished name (RFC 5280 section 4.1.2.4), decoded to text. */
export type NameAttribute = { readonly oid: string; readonly label: string; readonly value: string };

/** A distinguished name. `der` is what was signed and what is compared; `text` is for people (RFC 4514, most specific first). */
export type DistinguishedName = {
  readonly der: Bytes;
  readonly text: string;
  /** In the order of the encoding; the sets of a multi-valued RDN are kept together. */
  readonly rdns: readonly (readonly NameAttribute[])[];
};

/** RFC 5280 section 4.2.1.6. `upn` is Microsoft's otherName 1.3.6.1.4.1.311.20.2.3. */
export type AlternativeName = {
  readonly kind: 'dns' | 'ip' | 'email' | 'uri' | 'upn' | 'directory' | 'other';
  readonly value: string;
};

/**
 * A GeneralName as it stands in the encoding (RFC 5280 section 4.2.1.6), for whoever compares and does not show. `octets` are those of the
 * string or of the address; of an otherName they are the whole value.
 */
export type GeneralName =
  | {
      readonly form:
        | 'rfc822Name'
        | 'dNSName'
        | 'x400Address'
        | 'ediPartyName'
        | 'uniformResourceIdentifier'
        | 'iPAddress'
        | 'registeredID';
      readonly octets: Bytes;
    }
  | { readonly form: 'otherName'; readonly type: string; readonly octets: Bytes }
  | { readonly form: 'directoryName'; readonly name: DistinguishedName };

/** What an authority says about the names below it, RFC 5280 section 4.2.1.10; the bases of its subtrees. */
export type NameConstraints = { readonly permitted: readonly GeneralName[]; readonly excluded: readonly GeneralName[] };

/** RFC 5280 section 4.2.1.5, both as object identifiers. */
export type PolicyMapping = { readonly issuerDomainPolicy: string; readonly subjectDomainPolicy: string };

/** RFC 5280 section 4.2.1.11: after how many certificates each begins to hold. */
export type PolicyConstraints = { readonly requireExplicitPolicy?: number; readonly inhibitPolicyMapping?: number };

export type PublicKeyFacts = {
  readonly algorithm: 'RSA' | 'EC' | 'Ed25519' | 'Ed448' | 'DSA' | 'unknown';
  readonly oid: string;
  /** Bits of the RSA modulus or of the curve; 0 where unknown. */
  readonly bits: number;
  /** P-256, P-384, P-521, or the OID of another curve. */
  readonly curve?: string;
};

export type SignatureFacts = {
  readonly oid: string;
  readonly algorithm: 'RSA-PKCS1' | 'RSA-PSS' | 'ECDSA' | 'Ed25519' | 'Ed448' | 'unknown';
  readonly hash?: 'MD2' | 'MD5' | 'SHA-1' | 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512';
};

/** RFC 5280 section 4.2.1.3. */
export type KeyUsage =
  | 'digitalSignature'
  | 'contentCommitment'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

/** `Extension ::= SEQUENCE { extnID, critical, extnValue }`, RFC 5280 section 4.1; `value` is what the OCTET STRING holds. */
export type CertificateExtension = { readonly oid: string; readonly isCritical: boolean; readonly value: Bytes };

/**
 * What stands in one certificate, read once (RFC 5280 section 4.1). Plain data: it crosses from a worker to a page as it is.
 * Signatures, fingerprints and comparisons use the received bytes, never a re-encoding.
 */
export type Certificate = {
  readonly der: Bytes;
  /** SHA-256 over `der`, lower-case hexadecimal; the identity of a certificate throughout Gatehouse. */
  readonly fingerprint: string;
  /** SHA-1 over `der`, lower-case hexadecimal; only because Windows tools show it as "thumbprint". */
  readonly thumbprint: string;
  /** The signed part, as received. */
  readonly tbs: Bytes;
  readonly signature: Bytes;
  readonly signatureFacts: SignatureFacts;
  readonly version: 1 | 2 | 3;
  /** Two's complement content bytes as hexadecimal; a leading bit set means negative. */
  readonly serial: string;
  readonly isSerialNegative: boolean;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo, as received. */
  readonly spki: Bytes;
  /** SHA-256 over `spki`, lower-case hexadecimal. */
  readonly spkiFingerprint: string;
  /** SHA-1 over the public key's bits, lower-case hexadecimal (RFC 5280 section 4.2.1.2, method 1), whatever key identifier the certificate states. */
  readonly publicKeyDigest: string;
  readonly publicKey: PublicKeyFacts;
  readonly alternativeNames: readonly AlternativeName[];
  readonly basicConstraints?: { readonly isAuthority: boolean; readonly pathLength?: number };
  readonly keyUsage?: readonly KeyUsage[];
  /** Object identifiers, RFC 5280 section 4.2.1.12. */
  readonly extendedKeyUsage?: readonly string[];
  /** Lower-case hexadecimal. */
  readonly subjectKeyId?: string;
  readonly authorityKeyId?: string;
  /** The issuer's certificate by its issuer and serial number, RFC 5280 section 4.2.1.1; `openssl ca` writes it on request. */
  readonly authorityCertificate?: { readonly issuer?: DistinguishedName; readonly serial?: string };
  /** http(s) addresses of caIssuers, RFC 5280 section 4.2.2.1. */
  readonly issuerUrls: readonly string[];
  readonly nameConstraints?: NameConstraints;
  /** Object identifiers of certificatePolicies, RFC 5280 section 4.2.1.4; absent where the extension is. */
  readonly policies?: readonly string[];
  readonly policyMappings?: readonly PolicyMapping[];
  readonly policyConstraints?: PolicyConstraints;
  /** RFC 5280 section 4.2.1.14: after how many certificates anyPolicy stops counting. */
  readonly inhibitAnyPolicy?: number;
  /** Object identifiers of extensions whose values are not what their RFC says; the facts above leave them out, and the judge refuses. */
  readonly malformedExtensions?: readonly string[];
  /** Object identifiers of extensions that bind whoever accepts the certificate and that Gatehouse does not process. */
  readonly unknownCriticalExtensions: readonly string[];
  /** Every extension's object identifier, in order. */
  readonly extensionOids: readonly string[];
  /** The extensions as received, in order, for checks that need more than the facts above. */
  readonly extensions?: readonly CertificateExtension[];
};

/** The name a person would call this certificate by: common name, else first alternative name, else the whole subject. */
export function displayName(certificate: Pick<Certificate, 'subject' | 'alternativeNames' | 'serial'>): string {
  const attributes = certificate.subject.rdns.flat();
  const commonName = attributes.filter((attribute) => attribute.oid === '2.5.4.3').at(-1)?.value;
  return (
    commonName ??
    certificate.alternativeNames[0]?.value ??
    (certificate.subject.text || `serial number ${certificate.serial}`)
  );
}
