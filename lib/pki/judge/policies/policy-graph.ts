/** `anyPolicy ::= { certificatePolicies 0 }`, RFC 5280 section 4.2.1.4. */
export const anyPolicy = '2.5.29.32.0';

/** A policy that a path up to one certificate is valid under, and what stands for it one certificate further (RFC 9618 section 5.1). */
export type PolicyNode = {
  readonly policy: string;
  readonly expected: ReadonlySet<string>;
  readonly parents: readonly PolicyNode[];
};

/** The nodes of one depth, one for each policy: where RFC 5280 has a tree, whose nodes can double at every depth, RFC 9618 section 5.1 has a graph. */
export type PolicyLevel = ReadonlyMap<string, PolicyNode>;

export function initialLevel(): PolicyLevel {
  return new Map([[anyPolicy, { policy: anyPolicy, expected: new Set([anyPolicy]), parents: [] }]]);
}

/** RFC 9618 section 5.3 (d): the nodes of the next depth, from the certificate's policies. `isAnyAllowed`: inhibit_anyPolicy > 0, or self-issued and not the last. */
export function nextLevel(above: PolicyLevel, policies: readonly string[], isAnyAllowed: boolean): PolicyLevel {
  const byExpected = new Map<string, PolicyNode[]>();
  for (const node of above.values()) {
    for (const policy of node.expected) {
      const nodes = byExpected.get(policy);
      if (nodes === undefined) byExpected.set(policy, [node]);
      else nodes.push(node);
    }
  }
  const level = new Map<string, PolicyNode>();
  const add = (policy: string, parents: readonly PolicyNode[]) =>
    level.set(policy, { policy, expected: new Set([policy]), parents });
  const any = above.get(anyPolicy);
  for (const policy of policies) {
    if (policy === anyPolicy) continue;
    const parents = byExpected.get(policy);
    if (parents !== undefined) add(policy, parents);
    else if (any !== undefined) add(policy, [any]);
  }
  if (policies.includes(anyPolicy) && isAnyAllowed) {
    for (const [policy, parents] of byExpected) if (!level.has(policy)) add(policy, parents);
  }
  return level;
}

/** RFC 9618 section 5.4 (b): the nodes after the certificate's mappings, each issuerDomainPolicy with all its subjectDomainPolicies. */
export function mappedLevel(
  level: PolicyLevel,
  mappings: ReadonlyMap<string, ReadonlySet<string>>,
  isMappingAllowed: boolean,
): PolicyLevel {
  const mapped = new Map(level);
  const any = level.get(anyPolicy);
  for (const [policy, expected] of mappings) {
    const node = level.get(policy);
    if (!isMappingAllowed) mapped.delete(policy);
    else if (node !== undefined) mapped.set(policy, { ...node, expected });
    else if (any !== undefined) mapped.set(policy, { policy, expected, parents: any.parents });
  }
  return mapped;
}

/**
 * RFC 9618 section 5.5 (g): the policies, as the first authority names them, that a path is valid under. Only nodes that something at the last depth
 * descends from count, which is what deleting childless nodes comes to (RFC 5280 section 6.1.3 (d)(3)).
 */
export function authorityPolicies(last: PolicyLevel): ReadonlySet<string> {
  const seen = new Set<PolicyNode>(last.values());
  const policies = new Set<string>();
  // A set is walked to its end, with what is added on the way.
  for (const node of seen) {
    const isFirst = node.parents.every((parent) => parent.policy === anyPolicy);
    if (node.policy === anyPolicy) {
      if (last.get(anyPolicy) === node) policies.add(anyPolicy);
    } else if (isFirst) policies.add(node.policy);
    for (const parent of node.parents) seen.add(parent);
  }
  return policies;
}
