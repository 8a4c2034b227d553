import type { Finding } from '#lib/core/finding.ts';
import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { type PkiFindingId, pkiFindingCatalogue } from '#lib/pki/findings/pki-finding-catalogue.ts';

/** A finding of the catalogue about a certificate; the remedy is the catalogue's unless a nearer one is known. */
export function aboutCertificate(
  id: PkiFindingId,
  certificate: Certificate,
  message: string,
  remedy?: string,
): Finding {
  return { ...aboutThing(id, displayName(certificate), message, remedy), fingerprint: certificate.fingerprint };
}

/** A finding of the catalogue about something else, in the words of the person who gave it. */
export function aboutThing(id: PkiFindingId, subject: string, message: string, remedy?: string): Finding {
  const entry = pkiFindingCatalogue[id];
  return { id, severity: entry.severity, area: entry.area, subject, message, remedy: remedy ?? entry.remedy };
}
