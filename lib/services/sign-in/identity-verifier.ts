import { createPublicKey, verify } from 'node:crypto';
import type { VerifyBytes } from '#lib/wire/compact-jws.ts';

/**
 * Checks what connectors sign, in the turn it is asked for: WebCrypto would hand each signature to another thread and back. Keys that were
 * read are kept, the longest unused forgotten first.
 */
export function createIdentityVerifiers(maxEntries: number): (spki: string) => VerifyBytes {
  const verifiers = new Map<string, VerifyBytes>();
  return (spki) => {
    const verifier = verifiers.get(spki) ?? verifierOf(spki);
    // Maps keep the order of insertion, so what was used last stands last.
    verifiers.delete(spki);
    verifiers.set(spki, verifier);
    const [oldest] = verifiers.keys();
    if (verifiers.size > maxEntries && oldest !== undefined) verifiers.delete(oldest);
    return verifier;
  };
}

/** For an identity key as it is stored: SubjectPublicKeyInfo, base64. */
export const identityVerifier = createIdentityVerifiers(4_000);

function verifierOf(spki: string): VerifyBytes {
  const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
  // RFC 7518 section 3.4 has both numbers side by side, as IEEE P1363 does.
  return (bytes, signature) => verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
}
