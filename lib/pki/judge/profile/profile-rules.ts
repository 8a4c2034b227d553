import type { PathRule } from '#lib/pki/judge/checks/path-rule.ts';
import { checkCriticality } from '#lib/pki/judge/profile/check-criticality.ts';
import { checkEndEntity } from '#lib/pki/judge/profile/check-end-entity.ts';
import { checkKeyIdentifiers } from '#lib/pki/judge/profile/check-key-identifiers.ts';
import { checkModulusLength } from '#lib/pki/judge/profile/check-modulus-length.ts';
import { checkPublicProfile } from '#lib/pki/judge/profile/check-public-profile.ts';
import { checkSerialNumber } from '#lib/pki/judge/profile/check-serial-number.ts';

/**
 * How RFC 5280 section 4 wants certificates made, as far as software that connects to a server refuses others. They hold for servers, because there somebody
 * else's software decides; a person is not sent away for the handwriting of an authority.
 */
export const profileRules: readonly PathRule[] = [
  checkSerialNumber,
  checkKeyIdentifiers,
  checkCriticality,
  checkEndEntity,
  checkModulusLength,
  checkPublicProfile,
];
