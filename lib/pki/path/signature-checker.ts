import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { type SignatureResult, verifySignature } from '#lib/pki/path/verify-signature.ts';

/** Asks `verifySignature`, once for each pair, as long as the budget lasts; names are compared before anyone asks. */
export type SignatureChecker = (
  certificate: Certificate,
  issuer: Certificate,
) => Promise<SignatureResult | 'out-of-budget'>;

/** RFC 4158 section 2.4.1 warns of certificates made to keep a path builder busy: the budget bounds the costly step. */
export function signatureChecker(budget: number): SignatureChecker {
  const known = new Map<string, Promise<SignatureResult>>();
  let left = budget;
  return async (certificate, issuer) => {
    const pair = `${certificate.fingerprint} ${issuer.spkiFingerprint}`;
    const before = known.get(pair);
    if (before !== undefined) return before;
    if (left <= 0) return 'out-of-budget';
    left -= 1;
    const result = verifySignature(certificate, issuer);
    known.set(pair, result);
    return result;
  };
}
