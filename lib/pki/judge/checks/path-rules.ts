import { checkAuthority } from '#lib/pki/judge/checks/check-authority.ts';
import { checkClientPurpose } from '#lib/pki/judge/checks/check-client-purpose.ts';
import { checkClientUsage } from '#lib/pki/judge/checks/check-client-usage.ts';
import { checkCriticalExtensions } from '#lib/pki/judge/checks/check-critical-extensions.ts';
import { checkHost } from '#lib/pki/judge/checks/check-host.ts';
import { checkIssuerIdentity } from '#lib/pki/judge/checks/check-issuer-identity.ts';
import { checkKeyAlgorithm } from '#lib/pki/judge/checks/check-key-algorithm.ts';
import { checkKeyStrength } from '#lib/pki/judge/checks/check-key-strength.ts';
import { checkMalformedExtensions } from '#lib/pki/judge/checks/check-malformed-extensions.ts';
import { checkNetscapeType } from '#lib/pki/judge/checks/check-netscape-type.ts';
import { checkPathLength } from '#lib/pki/judge/checks/check-path-length.ts';
import { checkServerPurpose } from '#lib/pki/judge/checks/check-server-purpose.ts';
import { checkServerUsage } from '#lib/pki/judge/checks/check-server-usage.ts';
import { checkSignatureStrength } from '#lib/pki/judge/checks/check-signature-strength.ts';
import { checkSigningUsage } from '#lib/pki/judge/checks/check-signing-usage.ts';
import { checkValidity } from '#lib/pki/judge/checks/check-validity.ts';
import type { PathPurpose, PathRule } from '#lib/pki/judge/checks/path-rule.ts';
import { checkNameConstraints } from '#lib/pki/judge/names/check-name-constraints.ts';
import { profileRules } from '#lib/pki/judge/profile/profile-rules.ts';
import { checkNameForm } from '#lib/pki/judge/tls/check-name-form.ts';
import { checkTimeForm } from '#lib/pki/judge/tls/check-time-form.ts';

/** Of every path, whatever it is for (RFC 5280 section 6.1). */
const ofAllPaths: readonly PathRule[] = [
  checkSignatureStrength,
  checkKeyAlgorithm,
  checkKeyStrength,
  checkAuthority,
  checkSigningUsage,
  checkPathLength,
  checkIssuerIdentity,
  checkMalformedExtensions,
  checkNameConstraints,
  checkCriticalExtensions,
];

/** In the order in which they are told: what a person can do something about comes first. */
const rules: Readonly<Record<PathPurpose['kind'], readonly PathRule[]>> = {
  client: [
    checkValidity,
    checkClientPurpose,
    checkNetscapeType,
    checkClientUsage,
    ...ofAllPaths,
    checkNameForm,
    checkTimeForm,
  ],
  server: [
    checkValidity,
    checkHost,
    checkServerPurpose,
    checkNetscapeType,
    checkServerUsage,
    ...ofAllPaths,
    ...profileRules,
  ],
  signer: [checkValidity, ...ofAllPaths],
};

export function pathRulesFor({ kind }: PathPurpose): readonly PathRule[] {
  return rules[kind];
}
