import { fromBase64 } from '#lib/core/bytes.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { EnrolmentRequest } from '#lib/wire/enrolment.ts';
import { isEnrolmentProved } from '#lib/wire/enrolment-proof.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';

const leastSealingBits = 3072;

/** Whether the connector holds the identity key, and offers a certificate that keys can be sealed to; gives that certificate. */
export async function checkEnrolment(request: EnrolmentRequest): Promise<Outcome<Certificate>> {
  const der = fromBase64(request.sealingCertificate);
  if (der === undefined) return refused('sealingCertificate', 'is not base64');
  const sealing = await parseCertificate(der);
  if (!sealing.ok) return refused('sealingCertificate', sealing.problem.message);
  const { algorithm, bits } = sealing.value.publicKey;
  if (algorithm !== 'RSA' || bits < leastSealingBits) {
    return refused('sealingCertificate', `needs an RSA key of ${leastSealingBits} bits or more`);
  }
  const identityKey = await importPublicKey(request.identityKey).catch(() => undefined);
  if (identityKey === undefined) return refused('identityKey', 'is no ECDSA key on P-256');
  if (!(await isEnrolmentProved(der, request.proof, identityKey))) {
    return refused('proof', 'is not the identity key’s signature over the sealing certificate');
  }
  return success(sealing.value);
}

function refused(field: keyof EnrolmentRequest, what: string) {
  const sentence = `${field} ${what}. Use a connector of the same version as Gatehouse.`;
  return failure('invalid-input', sentence, { fields: { [field]: sentence } });
}
