import type { Bytes } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';

/** What the worker holds of everything that was read or made; a page knows it by fingerprints. */
export type HeldThings = {
  /** PKCS#8, by the fingerprint of the public key. */
  readonly keys: Map<string, Bytes>;
  readonly certificates: Map<string, Certificate>;
};

/** Thrown where a call names what is not held; its message is for people. */
export class KeyNotHeld extends Error {
  override name = 'KeyNotHeld';
}

export function heldKey({ keys }: HeldThings, fingerprint: string): Bytes {
  const key = keys.get(fingerprint);
  if (key === undefined) throw new KeyNotHeld('The key is no longer in memory. Drop its file again.');
  return key;
}

/** Those that are held, in the order named. */
export function heldCertificates({ certificates }: HeldThings, fingerprints: readonly string[]): Certificate[] {
  return fingerprints.map((one) => certificates.get(one)).filter((one) => one !== undefined);
}
