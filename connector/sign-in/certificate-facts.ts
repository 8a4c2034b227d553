import { oneLine } from '#connector/sign-in/one-line.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { strongNames } from '#lib/pki/mapping/strong-names.ts';
import type { CertificateFacts, Mapped } from '#lib/wire/method-result.ts';

/** What the log keeps of a certificate, and of how it found its person, if it did. */
export function certificateFacts(certificate: Certificate, mapped: Mapped | undefined): CertificateFacts {
  return {
    name: oneLine(displayName(certificate), 500),
    subject: oneLine(certificate.subject.text, 2_000),
    issuer: oneLine(certificate.issuer.text, 2_000),
    serial: certificate.serial.slice(0, 200),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    fingerprint: certificate.fingerprint,
    strongNames: strongNames(certificate),
    ...(mapped === undefined ? {} : { mapped }),
  };
}
