import { toBase64 } from '#lib/core/bytes.ts';
import {
  type AlternativeName,
  type Certificate,
  displayName,
  type KeyUsage,
  type PublicKeyFacts,
  type SignatureFacts,
} from '#lib/pki/certificate/certificate.ts';

/** What a page shows of one certificate. Smaller than what was parsed, so that a bundle crosses from the worker quickly. */
export type CertificateFacts = {
  /** SHA-256, lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly thumbprint: string;
  readonly spkiFingerprint: string;
  readonly name: string;
  readonly subject: string;
  readonly issuer: string;
  readonly issuerName: string;
  readonly serial: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: PublicKeyFacts;
  readonly signature: SignatureFacts;
  readonly alternativeNames: readonly AlternativeName[];
  readonly isAuthority: boolean;
  readonly pathLength: number | undefined;
  readonly keyUsage: readonly KeyUsage[] | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** The whole certificate, as settings hold it. */
  readonly base64: string;
  /** Lower-case hexadecimal; which key signed, and which key this is. */
  readonly authorityKeyId: string | undefined;
  readonly subjectKeyId: string | undefined;
};

/** Whether a certificate says of itself that it issues others; version 1 has no way to say so, there a self-issued one counts. */
export function claimsAuthority(certificate: Certificate): boolean {
  if (certificate.basicConstraints !== undefined) return certificate.basicConstraints.isAuthority;
  return (
    certificate.version === 1 && certificate.subject.text !== '' && certificate.subject.text === certificate.issuer.text
  );
}

export function certificateFacts(certificate: Certificate): CertificateFacts {
  return {
    fingerprint: certificate.fingerprint,
    thumbprint: certificate.thumbprint,
    spkiFingerprint: certificate.spkiFingerprint,
    name: displayName(certificate),
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    issuerName: displayName({ subject: certificate.issuer, alternativeNames: [], serial: '' }),
    serial: certificate.serial,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    publicKey: certificate.publicKey,
    signature: certificate.signatureFacts,
    alternativeNames: certificate.alternativeNames,
    isAuthority: claimsAuthority(certificate),
    pathLength: certificate.basicConstraints?.pathLength,
    keyUsage: certificate.keyUsage,
    extendedKeyUsage: certificate.extendedKeyUsage,
    base64: toBase64(certificate.der),
    authorityKeyId: certificate.authorityKeyId,
    subjectKeyId: certificate.subjectKeyId,
  };
}
