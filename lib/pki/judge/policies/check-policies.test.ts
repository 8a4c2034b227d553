import { beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { type Minted, mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import type { ExtensionToWrite } from '#lib/pki/issue/write-extensions.ts';
import { checkPolicies, type PolicyInputs } from '#lib/pki/judge/policies/check-policies.ts';
import {
  policyConstraintsExtension as constraints,
  inhibitAnyPolicyExtension as inhibitAny,
  mappingsExtension as map,
  policiesExtension as policies,
} from '#lib/pki/judge/policies/mint-policies.test-support.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const any = '2.5.29.32.0';
/** NIST-test-policy-1 to 5, PKITS section 3. */
const [p1, p2, p3, p4, p5] = ['1', '2', '3', '4', '5'].map((number) => `2.16.840.1.101.3.2.1.48.${number}`) as [
  string,
  string,
  string,
  string,
  string,
];

let key: KeyPair;
let root: Minted;

beforeAll(async () => {
  key = await generateKeyPair('P-256');
  root = await mintAuthority('Trust Anchor', undefined, { ownKey: key });
});

/** What stands in each certificate, from the one below the anchor down to the last; `self` makes it self-issued. */
type Link = readonly (ExtensionToWrite | 'self')[];

async function pathOf(links: readonly Link[]): Promise<readonly Certificate[]> {
  const path: Minted[] = [root];
  for (const [at, link] of links.entries()) {
    const furtherExtensions = link.filter((one) => one !== 'self');
    const above = path.at(-1);
    const isSelfIssued = link.includes('self');
    const subject = isSelfIssued && above !== undefined ? { subject: above.signer.name } : {};
    const options = { ownKey: key, furtherExtensions, ...subject };
    const isLast = at === links.length - 1;
    path.push(await (isLast ? mintClient('EE', above, options) : mintAuthority(`CA ${at}`, above, options)));
  }
  return path.map(({ certificate }) => certificate).reverse();
}

const explicit = { requireExplicitPolicy: true };
const only = (...initialPolicies: readonly string[]): PolicyInputs => ({ initialPolicies });

type Row = readonly [name: string, links: readonly Link[], inputs: PolicyInputs, depth: number | 'valid'];

const overlapping: readonly Link[] = [
  [policies(p1, p2, p3, p4), constraints(0)],
  [policies(p1, p2, p3)],
  [policies(p1, p2)],
  [policies(p1)],
];
const mappingP12toP3: readonly Link[] = [
  [policies(p1, p2), constraints(0)],
  [policies(p1), map([p1, p2])],
  [policies(p2)],
];
const p1Mapping1234: readonly Link[] = [
  [policies(p1, p2, p3, p4), constraints(0), map([p1, p5], [p2, p5])],
  [policies(p5)],
];

/** Named after the tests of PKITS whose paths they have (sections 4.8 to 4.12), with the inputs that its text gives them. */
const rows: readonly Row[] = [
  ['4.8.1 same policy', [[policies(p1)], [policies(p1)]], {}, 'valid'],
  ['4.8.1.2 explicit', [[policies(p1)], [policies(p1)]], explicit, 'valid'],
  ['4.8.1.3 explicit, policy 1', [[policies(p1)], [policies(p1)]], { ...explicit, ...only(p1) }, 'valid'],
  ['4.8.1.4 explicit, policy 2', [[policies(p1)], [policies(p1)]], { ...explicit, ...only(p2) }, 0],
  ['4.8.1.4 explicit, policies 1 and 2', [[policies(p1)], [policies(p1)]], { ...explicit, ...only(p1, p2) }, 'valid'],
  ['4.8.1 policy 2, not explicit', [[policies(p1)], [policies(p1)]], only(p2), 'valid'],
  ['4.8.2 no policies', [[], []], {}, 'valid'],
  ['4.8.2.2 no policies, explicit', [[], []], explicit, 1],
  ['4.8.3 different policies', [[policies(p1)], [policies(p2)], [policies(p1)]], {}, 'valid'],
  ['4.8.3.2 different policies, explicit', [[policies(p1)], [policies(p2)], [policies(p1)]], explicit, 1],
  ['4.8.4 different policies at the end', [[policies(p1), constraints(0)], [policies(p1)], [policies(p2)]], {}, 0],
  ['4.8.6 overlapping', overlapping, {}, 'valid'],
  ['4.8.6.2 overlapping, policy 1', overlapping, only(p1), 'valid'],
  ['4.8.6.3 overlapping, policy 2', overlapping, only(p2), 0],
  ['4.8.10 same policies', [[policies(p1, p2)], [policies(p1, p2)]], { ...explicit, ...only(p2) }, 'valid'],
  ['4.8.11 anyPolicy', [[policies(any)], [policies(any)]], { ...explicit, ...only(p1) }, 'valid'],
  ['4.8.12 no policy in common', [[policies(p3), constraints(0)], [policies(p4)]], {}, 0],
  ['4.8.14.1 anyPolicy above policy 1', [[policies(any), constraints(0)], [policies(p1)]], only(p1), 'valid'],
  ['4.8.14.2 anyPolicy above policy 1', [[policies(any), constraints(0)], [policies(p1)]], only(p2), 0],
  ['4.9.1 explicit after ten', [[policies(p1), constraints(10)], [], [], []], {}, 'valid'],
  ['4.9.2 explicit after five', [[constraints(5)], [], [], []], {}, 'valid'],
  ['4.9.3 explicit after four, four certificates', [[constraints(4)], [], [], []], {}, 'valid'],
  ['4.9.3 explicit after two', [[constraints(2)], [], [], []], {}, 0],
  ['4.9.5 explicit at once', [[constraints(7)], [constraints(2)], [constraints(0)], []], {}, 0],
  ['4.9.6 self-issued does not count', [[constraints(2)], ['self'], []], {}, 'valid'],
  ['4.9.8 self-issued does not count', [[constraints(2)], ['self'], [], []], {}, 0],
  ['required by the last itself', [[], [constraints(0)]], {}, 0],
  [
    '4.10.1.1 mapping 1 to 2, policy 1',
    [[policies(p1), constraints(0), map([p1, p2])], [policies(p2)]],
    only(p1),
    'valid',
  ],
  ['4.10.1.2 mapping 1 to 2, policy 2', [[policies(p1), constraints(0), map([p1, p2])], [policies(p2)]], only(p2), 0],
  [
    '4.10.1.3 mapping inhibited by the inputs',
    [[policies(p1), constraints(0), map([p1, p2])], [policies(p2)]],
    { inhibitPolicyMapping: true },
    0,
  ],
  ['4.10.2 mapping without its policy', [[policies(p1), constraints(0), map([p1, p2])], [policies(p1)]], {}, 0],
  ['4.10.3.1 two domains, policy 1', mappingP12toP3, only(p1), 'valid'],
  ['4.10.3.2 two domains, policy 2', mappingP12toP3, only(p2), 0],
  ['4.10.5 two policies to one, policy 1', p1Mapping1234, only(p1), 'valid'],
  ['4.10.5 two policies to one, policy 2', p1Mapping1234, only(p2), 'valid'],
  ['4.10.5 two policies to one, policy 5', p1Mapping1234, only(p5), 0],
  ['4.10.7 mapping from anyPolicy', [[policies(any), map([any, p1])], [policies(p1)]], {}, 1],
  ['4.10.8 mapping to anyPolicy', [[policies(p1), map([p1, any])], [policies(p1)]], {}, 1],
  [
    '4.10.9 mapping below anyPolicy',
    [[policies(any), constraints(0), map([p1, p2])], [policies(p2)]],
    only(p1),
    'valid',
  ],
  [
    '4.10.13 one policy to itself and another',
    [[policies(p1), constraints(0), map([p1, p1], [p1, p2])], [policies(p1)]],
    only(p1),
    'valid',
  ],
  [
    '4.11.1 mapping inhibited at once',
    [[policies(p1), constraints(0, 0)], [policies(p1), map([p1, p2])], [policies(p2)]],
    {},
    0,
  ],
  [
    '4.11.2 mapping inhibited after one',
    [[policies(p1), constraints(0, 1)], [policies(p1), map([p1, p2])], [policies(p2)]],
    {},
    'valid',
  ],
  [
    '4.11.3 the second mapping inhibited',
    [[policies(p1), constraints(0, 1)], [policies(p1), map([p1, p2])], [policies(p2), map([p2, p3])], [policies(p3)]],
    {},
    0,
  ],
  [
    '4.11.8 self-issued does not count for mapping',
    [[policies(p1), constraints(0, 1)], ['self', policies(p1)], [policies(p1), map([p1, p2])], [policies(p2)]],
    {},
    'valid',
  ],
  ['4.12.1 anyPolicy inhibited at once', [[policies(p1, any), constraints(0), inhibitAny(0)], [policies(any)]], {}, 0],
  ['4.12.2 inhibited, and named', [[policies(p1, any), constraints(0), inhibitAny(0)], [policies(p1)]], {}, 'valid'],
  [
    '4.12.3.1 inhibited after one',
    [[policies(any), constraints(0), inhibitAny(1)], [policies(any)], [policies(p1)]],
    {},
    'valid',
  ],
  [
    '4.12.3.2 anyPolicy inhibited by the inputs',
    [[policies(any), constraints(0), inhibitAny(1)], [policies(any)], [policies(p1)]],
    { inhibitAnyPolicy: true },
    1,
  ],
  [
    '4.12.4 inhibited after one, twice',
    [[policies(any), constraints(0), inhibitAny(1)], [policies(any)], [policies(any)]],
    {},
    0,
  ],
  [
    '4.12.7 self-issued may have anyPolicy',
    [[policies(any), constraints(0), inhibitAny(0)], ['self', policies(any)], [policies(p1)]],
    {},
    'valid',
  ],
  [
    '4.12.10 the last may not, self-issued or not',
    [
      [policies(any), constraints(0), inhibitAny(0)],
      ['self', policies(any)],
    ],
    {},
    0,
  ],
];

describe('checkPolicies', () => {
  it.each(rows)('%s', async (_, links, inputs, expected) => {
    const refusal = checkPolicies(await pathOf(links), inputs, 'holder');
    expect(refusal?.depth ?? 'valid').toBe(expected);
    if (refusal !== undefined) expect(refusal.refusal).toBe('policy-not-allowed');
  });

  it('does not ask the trust anchor', async () => {
    const strict = await mintAuthority('Strict', undefined, { ownKey: key, furtherExtensions: [constraints(0)] });
    const leaf = await mintClient('EE', strict, { ownKey: key });
    expect(checkPolicies([leaf.certificate, strict.certificate], {}, 'holder')).toBeUndefined();
    expect(checkPolicies([strict.certificate], explicit, 'holder')).toBeUndefined();
  });

  it('is not slowed down by mappings that double a tree at every depth', async () => {
    // RFC 9618 section 3.1: two policies, each mapped to both, have 2^depth nodes in a tree.
    const doubling: Link = [policies(p1, p2), map([p1, p1], [p1, p2], [p2, p1], [p2, p2])];
    const links = [...Array.from({ length: 40 }, () => doubling), [policies(p1)]];
    const path = await pathOf(links);
    expect(checkPolicies(path, { ...explicit, ...only(p2) }, 'holder')).toBeUndefined();
    expect(checkPolicies(path, { ...explicit, ...only(p3) }, 'holder')).toMatchObject({ depth: 0 });
  });
});
