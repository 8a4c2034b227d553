import { oneLine } from '#connector/sign-in/one-line.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import type { CertificateFacts } from '#lib/wire/method-result.ts';

export function certificateFacts(certificate: Certificate): CertificateFacts {
  return {
    name: oneLine(displayName(certificate), 500),
    subject: oneLine(certificate.subject.text, 2_000),
    issuer: oneLine(certificate.issuer.text, 2_000),
    serial: certificate.serial.slice(0, 200),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    fingerprint: certificate.fingerprint,
  };
}
