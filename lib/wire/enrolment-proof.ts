import { type Bytes, concatBytes, fromBase64, toBase64, utf8 } from '#lib/core/bytes.ts';

const ecdsa = { name: 'ECDSA', hash: 'SHA-256' } as const;

function provedBytes(sealingCertificate: Uint8Array): Bytes {
  return concatBytes(utf8('gatehouse-enrol-1\0'), sealingCertificate);
}

/** The connector's half of an enrolment: whoever holds the identity key also chose this sealing certificate (DER). */
export async function proveEnrolment(sealingCertificate: Uint8Array, identityKey: CryptoKey): Promise<string> {
  return toBase64(new Uint8Array(await crypto.subtle.sign(ecdsa, identityKey, provedBytes(sealingCertificate))));
}

/** Whether the proof of an enrolment request was made with its identity key over its sealing certificate. */
export async function isEnrolmentProved(
  sealingCertificate: Uint8Array,
  proof: string,
  identityKey: CryptoKey,
): Promise<boolean> {
  const signature = fromBase64(proof);
  return (
    signature !== undefined && crypto.subtle.verify(ecdsa, identityKey, signature, provedBytes(sealingCertificate))
  );
}
