import type { PublicKeyFacts } from '#lib/pki/certificate/certificate.ts';
import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

const minimumRsaBits = 2048;
const minimumCurveBits = 224;

/** NIST SP 800-57 part 1 table 2: less than 112 bits of security. */
export function isKeyWeak({ algorithm, bits }: PublicKeyFacts): boolean {
  if (algorithm === 'RSA' || algorithm === 'DSA') return bits < minimumRsaBits;
  return algorithm === 'EC' && bits !== 0 && bits < minimumCurveBits;
}

/** RFC 5280 section 6.1.3 (a)(1) and NIST SP 800-57 part 1 table 2, as OpenSSL's security level 2 has it: RSA of at least 2048 bits, the root included. */
export const checkKeyStrength: PathRule = (place) => {
  const { publicKey } = place.certificate;
  if (!isKeyWeak(publicKey)) return undefined;
  return {
    refusal: 'weak-key',
    paragraph: 'NIST SP 800-57 part 1 table 2',
    message: `${whose(place)} has a key of ${publicKey.bits} bits (${publicKey.algorithm}), which is too short today.`,
    remedy: remedyAt(place),
  };
};
