import type { PathRule } from '#lib/pki/judge/checks/path-rule.ts';
import { departs } from '#lib/pki/judge/profile/profile-refusal.ts';

/** CA/Browser Forum Baseline Requirements section 6.1.5: an RSA modulus of at least 2048 bits whose "size, in bits, is evenly divisible by 8". */
export const checkModulusLength: PathRule = (place) => {
  const { algorithm, bits } = place.certificate.publicKey;
  if (algorithm !== 'RSA' || bits % 8 === 0) return undefined;
  const what = `has an RSA key of ${bits} bits, which is not divisible by 8`;
  return departs(place, 'Baseline Requirements section 6.1.5', what);
};
