import { type CertificateReader, readSettingsCertificate } from '#lib/contracts/read-settings-certificates.ts';

/** Remembers what certificates say, the longest unused forgotten first: a connection with 144 authorities is read at every look at it. */
export function createCertificateCache(maxEntries: number): CertificateReader {
  const readings = new Map<string, ReturnType<CertificateReader>>();
  return (base64) => {
    const known = readings.get(base64);
    const reading = known ?? readSettingsCertificate(base64);
    // Maps keep the order of insertion, so what was used last stands last.
    readings.delete(base64);
    readings.set(base64, reading);
    const [oldest] = readings.keys();
    if (readings.size > maxEntries && oldest !== undefined) readings.delete(oldest);
    return reading;
  };
}

export const readCachedCertificate = createCertificateCache(4_000);
