import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { type RuleRefusal, remedyAt, type Voice, whose } from '#lib/pki/judge/checks/path-rule.ts';
import {
  anyPolicy,
  authorityPolicies,
  initialLevel,
  mappedLevel,
  nextLevel,
  type PolicyLevel,
} from '#lib/pki/judge/policies/policy-graph.ts';
import { isSelfIssued } from '#lib/pki/path/is-self-signed.ts';

/** What whoever judges asks of policies, RFC 5280 section 6.1.1 (c) and (e) to (g); by default nothing. */
export type PolicyInputs = {
  /** user-initial-policy-set, object identifiers; absent: any-policy. */
  readonly initialPolicies?: readonly string[];
  /** initial-explicit-policy: the path must be valid for at least one of the policies above. */
  readonly requireExplicitPolicy?: boolean;
  /** initial-policy-mapping-inhibit. */
  readonly inhibitPolicyMapping?: boolean;
  /** initial-any-policy-inhibit. */
  readonly inhibitAnyPolicy?: boolean;
};

type State = {
  level: PolicyLevel;
  explicitPolicy: number;
  policyMapping: number;
  inhibitAnyPolicy: number;
};

/**
 * Whether a path, from the certificate at depth 0 to its trust anchor, is valid for a policy where one is asked for: RFC 5280 sections 6.1.2 to 6.1.5 with the
 * graph of RFC 9618 in place of the tree. The anchor says nothing here (section 6.1: it is not part of the path). The refusal has the depth at which it arose.
 */
export function checkPolicies(
  path: readonly Certificate[],
  inputs: PolicyInputs,
  voice: Voice = 'holder',
): ({ readonly depth: number } & RuleRefusal) | undefined {
  const count = path.length - 1;
  const state: State = {
    level: initialLevel(),
    explicitPolicy: inputs.requireExplicitPolicy === true ? 0 : count + 1,
    policyMapping: inputs.inhibitPolicyMapping === true ? 0 : count + 1,
    inhibitAnyPolicy: inputs.inhibitAnyPolicy === true ? 0 : count + 1,
  };
  for (const [below, certificate] of path.slice(0, -1).reverse().entries()) {
    const depth = count - 1 - below;
    const refuse = (paragraph: string, why: string) => ({
      depth,
      refusal: 'policy-not-allowed' as const,
      paragraph,
      message: `${whose({ certificate, depth, voice })} ${why}`,
      remedy: remedyAt({ depth, voice }),
    });
    enter(state, certificate, depth === 0);
    // RFC 5280 section 6.1.3 (f): "Verify that either explicit_policy is greater than 0 or the valid_policy_tree is not equal to NULL".
    if (state.explicitPolicy === 0 && state.level.size === 0) {
      return refuse('RFC 5280 section 6.1.3 (f)', 'is not issued under a policy that the certificates above it allow.');
    }
    if (depth > 0) {
      if (mapsAnyPolicy(certificate)) {
        return refuse(
          'RFC 5280 section 6.1.4 (a)',
          'maps a policy from or to “any policy”, which no certificate may do.',
        );
      }
      leave(state, certificate);
    } else if (!isAccepted(state, certificate, inputs.initialPolicies)) {
      return refuse('RFC 5280 section 6.1.5 (g)', 'is not issued under a policy that is accepted here.');
    }
  }
  return undefined;
}

/** RFC 5280 section 6.1.3 (d) and (e). */
function enter(state: State, certificate: Certificate, isLast: boolean): void {
  const isAnyAllowed = state.inhibitAnyPolicy > 0 || (!isLast && isSelfIssued(certificate));
  state.level = nextLevel(state.level, certificate.policies ?? [], isAnyAllowed);
}

/** RFC 5280 section 6.1.4 (a): "verify that the special value anyPolicy does not appear as an issuerDomainPolicy or a subjectDomainPolicy". */
function mapsAnyPolicy({ policyMappings = [] }: Certificate): boolean {
  return policyMappings.some(
    ({ issuerDomainPolicy, subjectDomainPolicy }) =>
      issuerDomainPolicy === anyPolicy || subjectDomainPolicy === anyPolicy,
  );
}

/** RFC 5280 section 6.1.4 (b) and (h) to (j), before the next certificate. */
function leave(state: State, certificate: Certificate): void {
  const mappings = new Map<string, Set<string>>();
  for (const { issuerDomainPolicy, subjectDomainPolicy } of certificate.policyMappings ?? []) {
    const known = mappings.get(issuerDomainPolicy);
    if (known === undefined) mappings.set(issuerDomainPolicy, new Set([subjectDomainPolicy]));
    else known.add(subjectDomainPolicy);
  }
  state.level = mappedLevel(state.level, mappings, state.policyMapping > 0);
  if (!isSelfIssued(certificate)) {
    state.explicitPolicy = Math.max(0, state.explicitPolicy - 1);
    state.policyMapping = Math.max(0, state.policyMapping - 1);
    state.inhibitAnyPolicy = Math.max(0, state.inhibitAnyPolicy - 1);
  }
  const { policyConstraints = {}, inhibitAnyPolicy = Infinity } = certificate;
  const { requireExplicitPolicy = Infinity, inhibitPolicyMapping = Infinity } = policyConstraints;
  state.explicitPolicy = Math.min(state.explicitPolicy, requireExplicitPolicy);
  state.policyMapping = Math.min(state.policyMapping, inhibitPolicyMapping);
  state.inhibitAnyPolicy = Math.min(state.inhibitAnyPolicy, inhibitAnyPolicy);
}

/** RFC 5280 section 6.1.5 (a), (b) and (g), at the certificate at depth 0. */
function isAccepted(
  state: State,
  { policyConstraints }: Certificate,
  initial: PolicyInputs['initialPolicies'],
): boolean {
  const isExplicit = state.explicitPolicy <= 1 || policyConstraints?.requireExplicitPolicy === 0;
  if (!isExplicit) return true;
  const policies = authorityPolicies(state.level);
  if (initial === undefined || initial.includes(anyPolicy)) return policies.size > 0;
  return initial.some((policy) => policies.has(policy) || policies.has(anyPolicy));
}
