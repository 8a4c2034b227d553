import { fromBase64 } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';

/** Reads a certificate as settings hold it: DER in base64. */
export type CertificateReader = (base64: string) => Promise<Outcome<Certificate, { readonly message: string }>>;

/** Without any memory of former readings; a server passes one that has. */
export const readSettingsCertificate: CertificateReader = async (base64) => {
  const der = fromBase64(base64);
  return der === undefined ? { ok: false, problem: { message: 'is not base64' } } : parseCertificate(der);
};

export type ReadCertificates = {
  readonly certificates: readonly Certificate[];
  /** Places in the list that hold no certificate. */
  readonly unreadable: readonly { readonly index: number; readonly message: string }[];
};

export async function readCertificates(
  list: readonly string[],
  read: CertificateReader = readSettingsCertificate,
): Promise<ReadCertificates> {
  const outcomes = await Promise.all(list.map(read));
  return {
    certificates: outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])),
    unreadable: outcomes.flatMap((outcome, index) => (outcome.ok ? [] : [{ index, message: outcome.problem.message }])),
  };
}
