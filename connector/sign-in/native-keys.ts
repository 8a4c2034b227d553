import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { derToRaw, rawToDer } from '#connector/sign-in/ecdsa-signature.ts';
import type { Bytes } from '#lib/core/bytes.ts';
import type { SignBytes, VerifyBytes } from '#lib/wire/compact-jws.ts';

/*
 * ECDSA P-256 in the turn it is asked for. WebCrypto hands each signature to another thread and back, which costs a sign-in more than the
 * signature itself.
 */

export function nativeSigner(pkcs8: Bytes): SignBytes {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  return (bytes) => derToRaw(sign('sha256', bytes, key));
}

export function nativeVerifier(spki: Bytes): VerifyBytes {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  return (bytes, signature) => verify('sha256', bytes, key, rawToDer(signature));
}
