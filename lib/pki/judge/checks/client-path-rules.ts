import { checkAuthority } from '#lib/pki/judge/checks/check-authority.ts';
import { checkClientPurpose } from '#lib/pki/judge/checks/check-client-purpose.ts';
import { checkClientUsage } from '#lib/pki/judge/checks/check-client-usage.ts';
import { checkCriticalExtensions } from '#lib/pki/judge/checks/check-critical-extensions.ts';
import { checkIssuerIdentity } from '#lib/pki/judge/checks/check-issuer-identity.ts';
import { checkKeyAlgorithm } from '#lib/pki/judge/checks/check-key-algorithm.ts';
import { checkKeyStrength } from '#lib/pki/judge/checks/check-key-strength.ts';
import { checkNetscapeType } from '#lib/pki/judge/checks/check-netscape-type.ts';
import { checkPathLength } from '#lib/pki/judge/checks/check-path-length.ts';
import { checkSignatureStrength } from '#lib/pki/judge/checks/check-signature-strength.ts';
import { checkSigningUsage } from '#lib/pki/judge/checks/check-signing-usage.ts';
import { checkValidity } from '#lib/pki/judge/checks/check-validity.ts';
import type { PathRule } from '#lib/pki/judge/checks/path-rule.ts';

/** The rules for a client certificate's path (RFC 5280 section 6.1), in the order in which they are told: what a person can do something about comes first. */
export const clientPathRules: readonly PathRule[] = [
  checkValidity,
  checkClientPurpose,
  checkNetscapeType,
  checkClientUsage,
  checkSignatureStrength,
  checkKeyAlgorithm,
  checkKeyStrength,
  checkAuthority,
  checkSigningUsage,
  checkPathLength,
  checkIssuerIdentity,
  checkCriticalExtensions,
];
