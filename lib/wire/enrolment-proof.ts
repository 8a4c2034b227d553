import { type Bytes, concatBytes, fromBase64, toBase64, utf8 } from '#lib/core/bytes.ts';
import type { EnrolmentFacts } from '#lib/wire/enrolment.ts';

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

function answeredBytes(facts: EnrolmentFacts, identityKey: string): Bytes {
  const { connectorId, connectorName, connectionId, connectionName, hubUrl } = facts;
  const told = [identityKey, connectorId, connectorName, connectionId, connectionName, hubUrl];
  // None of them holds a zero byte where Gatehouse signs, so that they can be taken apart in one way only.
  return utf8(`gatehouse-enrolled-1\0${told.join('\0')}`);
}

/** Gatehouse's half of an enrolment: the key the ticket names told these facts to the holder of this identity key (as it was sent). */
export async function proveEnrolled(
  facts: EnrolmentFacts,
  identityKey: string,
  gatehouseKey: CryptoKey,
): Promise<string> {
  const signature = await crypto.subtle.sign(ecdsa, gatehouseKey, answeredBytes(facts, identityKey));
  return toBase64(new Uint8Array(signature));
}

/** Whether the proof of an enrolment answer was made with the Gatehouse key, for this identity key. */
export async function isEnrolledProved(
  facts: EnrolmentFacts,
  identityKey: string,
  proof: string,
  gatehouseKey: CryptoKey,
): Promise<boolean> {
  const signature = fromBase64(proof);
  return (
    signature !== undefined && crypto.subtle.verify(ecdsa, gatehouseKey, signature, answeredBytes(facts, identityKey))
  );
}
