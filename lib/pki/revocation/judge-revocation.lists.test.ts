import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '#lib/core/bytes.ts';
import { derNull } from '#lib/pki/asn1/write-der.ts';
import { issueCrl, type RevocationListRequest } from '#lib/pki/issue/issue-crl.ts';
import {
  certificateIssuerExtension,
  type DistributionPointToWrite,
  deltaIndicatorExtension,
  distributionPointsExtension,
  issuingDistributionPointExtension,
  type ScopeToWrite,
} from '#lib/pki/issue/issue-crl-extensions.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import type { NameParts } from '#lib/pki/issue/write-name.ts';
import { judgeCertificate } from '#lib/pki/judge/judge-certificate.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { opensslVerifies } from '#lib/pki/revocation/openssl-verify.test-support.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';
import type { RevocationMode } from '#lib/pki/revocation/revocation-verdict.ts';

const day = 86_400_000;
const pointA = 'http://pki.fabrikam.example/a.crl';
const pointB = 'http://pki.fabrikam.example/b.crl';
const keyCompromise = [1];
const theOtherReasons = [2, 3, 4, 5, 6, 7, 8];

let root: Minted;
let issuing: Minted;
/** Signs lists of others; the root made it an issuer of lists and nothing else. */
let clerk: Minted;

beforeAll(async () => {
  root = await mintAuthority('Root CA 1');
  issuing = await mintAuthority('Issuing CA 2', root);
  clerk = await mintClient('List Clerk', root, { keyUsage: ['cRLSign'], extendedKeyUsage: undefined });
});

const nameOf = ({ signer }: Minted): NameParts => signer.name as NameParts;
const serialOf = ({ certificate }: Minted) => Uint8Array.from(Buffer.from(certificate.serial, 'hex'));

type Wish = Partial<RevocationListRequest> & {
  readonly scope?: ScopeToWrite;
  readonly since?: number;
  readonly hasChanges?: boolean;
};
type Entry = RevocationListRequest['revoked'][number];

function listOf(by: Minted, { scope, since, hasChanges, furtherExtensions = [], ...wish }: Wish = {}): Promise<Bytes> {
  return issueCrl({
    signer: by.signer,
    thisUpdate: mintedAt - day,
    nextUpdate: mintedAt + day,
    revoked: [],
    ...wish,
    furtherExtensions: [
      ...(scope === undefined ? [] : [issuingDistributionPointExtension(scope)]),
      ...(since === undefined ? [] : [deltaIndicatorExtension(since)]),
      ...(hasChanges === true ? [distributionPointsExtension([{ names: [pointB] }], '2.5.29.46')] : []),
      ...furtherExtensions,
    ],
  });
}

function entryOf(minted: Minted, reason?: number, issuer?: NameParts): Entry {
  const furtherExtensions = issuer === undefined ? [] : [certificateIssuerExtension(issuer)];
  return {
    serial: serialOf(minted),
    at: mintedAt - 2 * day,
    furtherExtensions,
    ...(reason === undefined ? {} : { reason }),
  };
}

function person(
  points: readonly DistributionPointToWrite[] = [],
  more: MintOptions = {},
  by = issuing,
): Promise<Minted> {
  const furtherExtensions = points.length === 0 ? [] : [distributionPointsExtension(points)];
  return mintClient('Ada', by, { furtherExtensions, ...more });
}

type Scene = {
  readonly path: readonly Minted[];
  readonly lists: readonly Bytes[];
  readonly signers?: readonly Minted[];
};

async function judge({ path, lists, signers = [] }: Scene, mode: RevocationMode = 'fail-closed') {
  const crls = lists.map((list) => {
    const parsed = parseCrl(list);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    return parsed.value;
  });
  return judgeCertificate({
    presented: [...path, ...signers].map(({ certificate }) => certificate),
    authorities: path.slice(-1).map(({ certificate }) => certificate),
    at: mintedAt,
    purpose: { kind: 'client' },
    revocation: { modeOf: () => mode, gather: async () => ({ crls, ocsp: [] }) },
  });
}

const saying = async (scene: Scene, mode?: RevocationMode) => {
  const verdict = await judge(scene, mode);
  return verdict.accepted ? 'accepted' : verdict.refusal;
};

/** A path of one person, and lists that are made for that person. */
async function scene(
  points: readonly DistributionPointToWrite[],
  lists: (ada: Minted) => Promise<readonly Bytes[]>,
  signers: readonly Minted[] = [],
): Promise<Scene> {
  const ada = await person(points);
  return { path: [ada, issuing, root], lists: [...(await lists(ada)), await listOf(root)], signers };
}

type Expected = 'accepted' | 'revoked' | 'revocation-unknown';

/** What is expected of us; OpenSSL must let through the accepted ones and nobody else. */
const scenes: Record<string, readonly [expected: Expected, make: () => Promise<Scene>]> = {
  'a part by the name the certificate has': [
    'accepted',
    () => scene([{ names: [pointA] }], async () => [await listOf(issuing, { scope: { names: [pointA] } })]),
  ],
  'a part by one of several names': [
    'accepted',
    () => scene([{ names: [pointB, pointA] }], async () => [await listOf(issuing, { scope: { names: [pointA] } })]),
  ],
  'a part by a name in the directory': [
    'accepted',
    () => {
      const name: NameParts = [['CN', 'Part 1']];
      return scene([{ names: [name] }], async () => [await listOf(issuing, { scope: { names: [name] } })]);
    },
  ],
  'a part by another name': [
    'revocation-unknown',
    () => scene([{ names: [pointA] }], async () => [await listOf(issuing, { scope: { names: [pointB] } })]),
  ],
  'a part with a name, for a certificate without any': [
    'revocation-unknown',
    () => scene([], async () => [await listOf(issuing, { scope: { names: [pointA] } })]),
  ],
  'the person on the part': [
    'revoked',
    () =>
      scene([{ names: [pointA] }], async (ada) => [
        await listOf(issuing, { scope: { names: [pointA] }, revoked: [entryOf(ada)] }),
      ]),
  ],
  'the whole list, for a certificate with a point': [
    'accepted',
    () => scene([{ names: [pointA] }], async () => [await listOf(issuing)]),
  ],
  'a list for people': ['accepted', () => scene([], async () => [await listOf(issuing, { scope: { only: 'users' } })])],
  'a list for authorities': [
    'revocation-unknown',
    () => scene([], async () => [await listOf(issuing, { scope: { only: 'authorities' } })]),
  ],
  'a list for attribute certificates': [
    'revocation-unknown',
    () => scene([], async () => [await listOf(issuing, { scope: { only: 'attributes' } })]),
  ],
  'both reasons lists': [
    'accepted',
    () =>
      scene([{ names: [pointA] }], async () => [
        await listOf(issuing, { scope: { names: [pointA], reasons: keyCompromise } }),
        await listOf(issuing, { scope: { names: [pointA], reasons: theOtherReasons } }),
      ]),
  ],
  'one of both reasons lists': [
    'revocation-unknown',
    () =>
      scene([{ names: [pointA] }], async () => [
        await listOf(issuing, { scope: { names: [pointA], reasons: keyCompromise } }),
      ]),
  ],
  'both reasons lists by points of their own': [
    'accepted',
    () =>
      scene(
        [
          { names: [pointA], reasons: keyCompromise },
          { names: [pointB], reasons: theOtherReasons },
        ],
        async () => [
          await listOf(issuing, { scope: { names: [pointA] } }),
          await listOf(issuing, { scope: { names: [pointB] } }),
        ],
      ),
  ],
  'the person on the second reasons list': [
    'revoked',
    () =>
      scene([], async (ada) => [
        await listOf(issuing, { scope: { reasons: keyCompromise }, thisUpdate: mintedAt - 1_000 }),
        await listOf(issuing, { scope: { reasons: theOtherReasons }, revoked: [entryOf(ada, 4)] }),
      ]),
  ],
  'changes that say nothing of the person': [
    'accepted',
    () =>
      scene([], async () => [
        await listOf(issuing, { number: 5, hasChanges: true }),
        await listOf(issuing, { number: 7, since: 5 }),
      ]),
  ],
  'the person among the changes': [
    'revoked',
    () =>
      scene([], async (ada) => [
        await listOf(issuing, { number: 5, hasChanges: true }),
        await listOf(issuing, { number: 7, since: 5, revoked: [entryOf(ada)] }),
      ]),
  ],
  'the person on hold, and released by changes': [
    'accepted',
    () =>
      scene([], async (ada) => [
        await listOf(issuing, { number: 5, hasChanges: true, revoked: [entryOf(ada, 6)] }),
        await listOf(issuing, { number: 7, since: 5, revoked: [entryOf(ada, 8)] }),
      ]),
  ],
  'changes alone': [
    'revocation-unknown',
    () => scene([], async () => [await listOf(issuing, { number: 7, since: 5 })]),
  ],
  'a list that ended, with changes that have not': [
    'accepted',
    () =>
      scene([], async () => [
        await listOf(issuing, {
          number: 5,
          hasChanges: true,
          thisUpdate: mintedAt - 3 * day,
          nextUpdate: mintedAt - day,
        }),
        await listOf(issuing, { number: 7, since: 5 }),
      ]),
  ],
  'a list that ended, with changes to a later one': [
    'revocation-unknown',
    () =>
      scene([], async () => [
        await listOf(issuing, {
          number: 5,
          hasChanges: true,
          thisUpdate: mintedAt - 3 * day,
          nextUpdate: mintedAt - day,
        }),
        await listOf(issuing, { number: 7, since: 6 }),
      ]),
  ],
  'a list that ended, with changes to a part': [
    'revocation-unknown',
    () =>
      scene([{ names: [pointA] }], async () => [
        await listOf(issuing, {
          number: 5,
          hasChanges: true,
          thisUpdate: mintedAt - 3 * day,
          nextUpdate: mintedAt - day,
        }),
        await listOf(issuing, { number: 7, since: 5, scope: { names: [pointA] } }),
      ]),
  ],
  'a list of another issuer of lists, as the certificate says': [
    'accepted',
    () =>
      scene(
        [{ names: [pointA], crlIssuer: nameOf(clerk) }],
        async () => [await listOf(clerk, { scope: { names: [pointA], isIndirect: true } })],
        [clerk],
      ),
  ],
  'the person on the list of another issuer of lists': [
    'revoked',
    () =>
      scene(
        [{ names: [pointA], crlIssuer: nameOf(clerk) }],
        async (ada) => [
          await listOf(clerk, {
            scope: { names: [pointA], isIndirect: true },
            revoked: [entryOf(clerk), entryOf(root, 4, nameOf(issuing)), entryOf(ada)],
          }),
        ],
        [clerk],
      ),
  ],
  'the person’s number on it, of another authority': [
    'accepted',
    () =>
      scene(
        [{ names: [pointA], crlIssuer: nameOf(clerk) }],
        async (ada) => [
          await listOf(clerk, {
            scope: { names: [pointA], isIndirect: true },
            revoked: [entryOf(ada), entryOf(clerk, 4, nameOf(issuing)), entryOf(ada, 4, nameOf(root))],
          }),
        ],
        [clerk],
      ),
  ],
  'a list of another issuer that does not say that it is indirect': [
    'revocation-unknown',
    () =>
      scene(
        [{ names: [pointA], crlIssuer: nameOf(clerk) }],
        async () => [await listOf(clerk, { scope: { names: [pointA] } })],
        [clerk],
      ),
  ],
  'a list of another issuer that the certificate does not name': [
    'revocation-unknown',
    () =>
      scene(
        [{ names: [pointA] }],
        async () => [await listOf(clerk, { scope: { names: [pointA], isIndirect: true } })],
        [clerk],
      ),
  ],
  'a list of another issuer whose certificate is not there': [
    'revocation-unknown',
    () =>
      scene([{ names: [pointA], crlIssuer: nameOf(clerk) }], async () => [
        await listOf(clerk, { scope: { names: [pointA], isIndirect: true } }),
      ]),
  ],
  'a list of another issuer whose certificate was revoked': [
    'revocation-unknown',
    async () => {
      const ada = await person([{ names: [pointA], crlIssuer: nameOf(clerk) }]);
      const lists = [
        await listOf(clerk, { scope: { names: [pointA], isIndirect: true } }),
        await listOf(root, { revoked: [entryOf(clerk)] }),
      ];
      return { path: [ada, issuing, root], lists, signers: [clerk] };
    },
  ],
  'a list by another key of the authority': [
    'accepted',
    async () => {
      const newKey = await mintAuthority('Issuing CA 2', root, { ownKey: await generateKeyPair('P-256') });
      return scene([], async () => [await listOf(newKey)], [newKey]);
    },
  ],
  'a list by a namesake below another root': [
    'revocation-unknown',
    async () => {
      const namesake = await mintAuthority('Issuing CA 2', await mintAuthority('Root CA 9'));
      return scene([], async () => [await listOf(namesake)], [namesake]);
    },
  ],
  'an entry with a condition nobody knows': [
    'revocation-unknown',
    () =>
      scene([], async () => {
        const furtherExtensions = [{ oid: '1.2.3.4', isCritical: true, value: derNull() }];
        return [await listOf(issuing, { revoked: [{ ...entryOf(root), furtherExtensions }] })];
      }),
  ],
};

describe('judgeRevocation, beside openssl verify', () => {
  it.each(Object.keys(scenes))('%s', async (name) => {
    const made = scenes[name];
    if (made === undefined) throw new Error(name);
    const [expected, make] = made;
    const one = await make();
    expect(await saying(one)).toBe(expected);
    expect(await opensslVerifies({ ...one, atMs: mintedAt })).toBe(expected === 'accepted');
  });
});

describe('judgeRevocation on lists', () => {
  it('says from which lists it knows', async () => {
    const one = await scene([], async () => [
      await listOf(issuing, { number: 5, hasChanges: true }),
      await listOf(issuing, { number: 7, since: 5 }),
    ]);
    expect(await judge(one)).toMatchObject({
      accepted: true,
      revocation: {
        statuses: [
          {
            depth: 0,
            status: 'good',
            mode: 'fail-closed',
            sources: [
              {
                kind: 'crl',
                issuer: 'CN=Issuing CA 2,O=Fabrikam',
                thisUpdate: mintedAt - day,
                nextUpdate: mintedAt + day,
              },
              { kind: 'delta-crl', issuer: 'CN=Issuing CA 2,O=Fabrikam' },
            ],
          },
          { depth: 1, status: 'good', sources: [{ kind: 'crl', issuer: 'CN=Root CA 1,O=Fabrikam' }] },
        ],
      },
    });
  });

  it('has a mode for each authority', async () => {
    const ada = await person();
    const judged = await judgeCertificate({
      presented: [ada.certificate, issuing.certificate],
      authorities: [root.certificate],
      at: mintedAt,
      purpose: { kind: 'client' },
      revocation: {
        modeOf: ({ fingerprint }) => (fingerprint === root.certificate.fingerprint ? 'off' : 'fail-open'),
        gather: async () => ({ crls: [], ocsp: [] }),
      },
    });
    expect(judged).toMatchObject({
      accepted: true,
      revocation: {
        gaps: [{ depth: 0 }],
        statuses: [
          { status: 'unknown', mode: 'fail-open' },
          { status: 'unknown', mode: 'off' },
        ],
      },
    });
  });

  // Windows' authorities keep one list for each key: the other key's says nothing of the person.
  it('takes a list by another key for nothing where one by the right key is there', async () => {
    const newKey = await mintAuthority('Issuing CA 2', root);
    const one = await scene(
      [],
      async (ada) => [
        await listOf(newKey, { thisUpdate: mintedAt - 1_000 }),
        await listOf(issuing, { revoked: [entryOf(ada)] }),
      ],
      [newKey],
    );
    expect(await saying(one)).toBe('revoked');
  });

  it('takes no list by a key of the authority that must not sign lists', async () => {
    const newKey = await mintAuthority('Issuing CA 2', root, { keyUsage: ['keyCertSign'] });
    expect(await saying(await scene([], async () => [await listOf(newKey)], [newKey]))).toBe('revocation-unknown');
  });

  // OpenSSL looks at them only where freshestCRL names them; an administrator may have named their address instead.
  it('takes changes that no extension announces', async () => {
    const one = await scene([], async (ada) => [
      await listOf(issuing, { number: 5, hasChanges: false }),
      await listOf(issuing, { number: 7, since: 5, revoked: [entryOf(ada)] }),
    ]);
    expect(await saying(one)).toBe('revoked');
  });

  it('believes an entry of a list that it does not fully understand', async () => {
    const one = await scene([], async (ada) => {
      const furtherExtensions = [{ oid: '1.2.3.4', isCritical: true, value: derNull() }];
      return [await listOf(issuing, { revoked: [{ ...entryOf(root), furtherExtensions }, entryOf(ada)] })];
    });
    expect(await saying(one, 'fail-open')).toBe('revoked');
  });

  it('lets nobody vouch for itself by way of another', async () => {
    const first = await mintClient('First Clerk', issuing, {
      keyUsage: ['cRLSign'],
      extendedKeyUsage: undefined,
      furtherExtensions: [distributionPointsExtension([{ names: [pointB], crlIssuer: nameOf(clerk) }])],
    });
    const second = await mintClient('List Clerk', issuing, {
      keyUsage: ['cRLSign'],
      extendedKeyUsage: undefined,
      furtherExtensions: [distributionPointsExtension([{ names: [pointA], crlIssuer: nameOf(first) }])],
    });
    const one = await scene(
      [{ names: [pointA], crlIssuer: nameOf(first) }],
      async () => [
        await listOf(first, { scope: { names: [pointA], isIndirect: true } }),
        await listOf(second, { scope: { names: [pointB], isIndirect: true } }),
      ],
      [first, second],
    );
    expect(await judge(one)).toMatchObject({ refusal: 'revocation-unknown' });
  });

  it('refuses a certificate whose distribution points cannot be read', async () => {
    const ada = await mintClient('Ada', issuing, {
      furtherExtensions: [{ oid: '2.5.29.31', isCritical: false, value: Uint8Array.of(0x30, 2, 4, 0) }],
    });
    const lists = [await listOf(issuing), await listOf(root)];
    expect(await saying({ path: [ada, issuing, root], lists })).not.toBe('accepted');
  });
});
