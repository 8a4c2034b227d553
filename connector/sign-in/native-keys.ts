import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { Bytes } from '#lib/core/bytes.ts';
import type { SignBytes, VerifyBytes } from '#lib/wire/compact-jws.ts';

/*
 * ECDSA P-256 in the turn it is asked for. WebCrypto hands each signature to another thread and back, which costs a sign-in more than
 * the signature itself. RFC 7518 section 3.4 has both numbers side by side, as IEEE P1363 does.
 */

const dsaEncoding = 'ieee-p1363';

export function nativeSigner(pkcs8: Bytes): SignBytes {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  return (bytes) => new Uint8Array(sign('sha256', bytes, { key, dsaEncoding }));
}

export function nativeVerifier(spki: Bytes): VerifyBytes {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  return (bytes, signature) => verify('sha256', bytes, { key, dsaEncoding }, signature);
}
