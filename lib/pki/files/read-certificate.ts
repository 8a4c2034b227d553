import type { Bytes } from '#lib/core/bytes.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { type Place, type ReadingCollector, whereIn } from '#lib/pki/files/reading-collector.ts';

/** Reads one certificate; `bytes` are its own. */
export async function readCertificate(bytes: Bytes, place: Place, collector: ReadingCollector): Promise<void> {
  const parsed = await parseCertificate(bytes, collector.elements);
  if (parsed.ok) return collector.addCertificate(parsed.value, place);
  if (collector.elements.isSpent) return collector.refuseElements();
  const { message, offset } = parsed.problem;
  const where = whereIn(place, offset);
  collector.refuse(
    'broken-encoding',
    where,
    `${collector.name}: the certificate is broken at ${where}: ${message}.`,
    'Export this certificate again, or fetch it anew from its issuer.',
  );
}
