import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '#lib/core/bytes.ts';
import { derElement, derNull, derOid, derSequence, derSetOf } from '#lib/pki/asn1/write-der.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient, mintedAt, mintServer } from '#lib/pki/issue/mint.ts';
import type { JudgeCase } from '#lib/pki/judge/judge-case.ts';
import { judgeCertificate } from '#lib/pki/judge/judge-certificate.ts';
import { constraintsExtension, dns, namesExtension, upn } from '#lib/pki/judge/names/mint-constraints.test-support.ts';
import { policyConstraintsExtension } from '#lib/pki/judge/policies/mint-policies.test-support.ts';
import { refusalCatalogue } from '#lib/pki/judge/refusal-catalogue.ts';
import { utcTime, withTimes } from '#lib/pki/judge/tls/reissue.test-support.ts';
import type { Refusal } from '#lib/pki/judge/verdict.ts';
import { generateKeyPair, type KeyKind, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';

const day = 86_400_000;
const keys = new Map<KeyKind, KeyPair>();
beforeAll(async () => {
  for (const kind of ['P-256', 'RSA-1024', 'RSA-2048'] as const) keys.set(kind, await generateKeyPair(kind));
});

/** Options with a key that was made once. */
function keyed(kind: KeyKind, more: MintOptions = {}): MintOptions {
  const ownKey = keys.get(kind);
  return { ...(ownKey === undefined ? {} : { ownKey }), ...more };
}

type Family = { readonly root?: MintOptions; readonly issuing?: MintOptions; readonly person?: MintOptions };
type Question = { readonly presented: readonly Minted[]; readonly authorities: readonly Minted[] };

async function family({ root = {}, issuing = {}, person = {} }: Family = {}): Promise<Question> {
  const top = await mintAuthority('Root', undefined, keyed('P-256', root));
  const below = await mintAuthority('Issuing', top, issuing);
  return { presented: [await mintClient('Ada', below, person)], authorities: [top, below] };
}

/** An elliptic-curve key on secp256k1, which nobody here computes with: the P-256 key under the other curve's identifier. */
function onAnotherCurve({ spki, ...rest }: KeyPair): KeyPair {
  const point = spki.slice(-65);
  // SEQUENCE { SEQUENCE { id-ecPublicKey, secp256k1 }, BIT STRING }
  const header = '3056301006072a8648ce3d020106052b8104000a034200';
  const octets = Uint8Array.from(Buffer.from(header, 'hex'));
  return { ...rest, spki: Uint8Array.of(...octets, ...point) };
}

async function listOf(signer: Minted, revoked: readonly Minted[]): Promise<RevocationList> {
  const der = await issueCrl({
    signer: signer.signer,
    thisUpdate: mintedAt - day,
    nextUpdate: mintedAt + day,
    revoked: revoked.map(({ certificate: { serial } }) => ({
      serial: Uint8Array.from(Buffer.from(serial, 'hex')),
      at: mintedAt - day,
    })),
  });
  const list = parseCrl(der);
  if (!list.ok) throw new Error(list.problem.message);
  return list.value;
}

const nothingKnown: JudgeCase['revocation'] = {
  modeOf: () => 'fail-closed',
  gather: async () => ({ crls: [], ocsp: [] }),
};

type Row = readonly [
  refusal: Refusal,
  depth: number,
  paragraph: string,
  question: () => Promise<Question & Partial<Pick<JudgeCase, 'purpose' | 'revocation' | 'maxIntermediates'>>>,
];

const rows: readonly Row[] = [
  ['no-certificate', 0, 'RFC 8446 section 4.4.2.4', async () => ({ presented: [], authorities: [] })],
  ['expired', 0, 'RFC 5280 section 6.1.3 (a)(2)', () => family({ person: { notAfter: mintedAt - 1 } })],
  ['expired', 2, 'RFC 5280 section 6.1.3 (a)(2)', () => family({ root: { notAfter: mintedAt - 1 } })],
  ['not-yet-valid', 1, 'RFC 5280 section 6.1.3 (a)(2)', () => family({ issuing: { notBefore: mintedAt + 1000 } })],
  [
    'unknown-authority',
    0,
    'RFC 5280 section 6.1.3 (a)(4)',
    async () => ({ ...(await family()), authorities: [await mintAuthority('Other')] }),
  ],
  [
    'unknown-authority',
    1,
    'RFC 5280 section 6.1.1 (d)',
    async () => {
      const own = await mintAuthority('Own');
      return { presented: [await mintClient('Ada', own), own], authorities: [await mintAuthority('Other')] };
    },
  ],
  [
    'broken-signature',
    0,
    'RFC 5280 section 6.1.3 (a)(1)',
    async () => {
      const root = await mintAuthority('Root', undefined, { hasKeyIds: false });
      const forger = { ...root, signer: { ...root.signer, key: await generateKeyPair('P-256') } };
      return { presented: [await mintClient('Ada', forger, { hasKeyIds: false })], authorities: [root] };
    },
  ],
  [
    'unsupported-algorithm',
    0,
    'RFC 5280 section 6.1.4 (f)',
    async () => family({ person: { ownKey: onAnotherCurve(await generateKeyPair('P-256')) } }),
  ],
  ['weak-signature', 0, 'RFC 6194 section 3', () => family({ issuing: keyed('RSA-2048'), person: { hash: 'SHA-1' } })],
  ['weak-key', 0, 'NIST SP 800-57 part 1 table 2', () => family({ person: keyed('RSA-1024') })],
  ['not-an-authority', 1, 'RFC 5280 section 6.1.4 (k)', () => family({ issuing: { basicConstraints: undefined } })],
  [
    'path-too-long',
    2,
    'RFC 5280 section 6.1.4 (l) and (m)',
    () => family({ root: { basicConstraints: { isAuthority: true, pathLength: 0 } } }),
  ],
  ['path-too-long', 1, 'RFC 4158 section 2.4.1', async () => ({ ...(await family()), maxIntermediates: 0 })],
  ['wrong-key-usage', 0, 'RFC 5280 section 4.2.1.3', () => family({ person: { keyUsage: ['keyEncipherment'] } })],
  ['wrong-key-usage', 1, 'RFC 5280 section 6.1.4 (n)', () => family({ issuing: { keyUsage: ['cRLSign'] } })],
  ['wrong-purpose', 0, 'RFC 5280 section 4.2.1.12', () => family({ person: { extendedKeyUsage: [purpose.any] } })],
  [
    'wrong-purpose',
    1,
    'RFC 5280 section 4.2.1.12',
    () => family({ issuing: { extendedKeyUsage: [purpose.serverAuth] } }),
  ],
  [
    'unknown-critical-extension',
    1,
    'RFC 5280 section 4.2',
    () => family({ issuing: { furtherExtensions: [{ oid: '1.2.3.4', isCritical: true, value: derNull() }] } }),
  ],
  [
    'malformed-extension',
    1,
    'RFC 5280 section 4.2',
    () => family({ issuing: { furtherExtensions: [{ oid: '2.5.29.36', isCritical: true, value: derSequence() }] } }),
  ],
  [
    'name-not-permitted',
    0,
    'RFC 5280 section 6.1.3 (b)',
    () =>
      family({
        root: { furtherExtensions: [constraintsExtension({ permitted: [dns('a.example')] })] },
        person: { furtherExtensions: [namesExtension(dns('b.example'))] },
      }),
  ],
  [
    'name-not-permitted',
    0,
    'RFC 5280 section 6.1.3 (c)',
    () =>
      family({
        root: { furtherExtensions: [constraintsExtension({ excluded: [dns('b.example')] })] },
        person: { furtherExtensions: [namesExtension(dns('b.example'))] },
      }),
  ],
  [
    'policy-not-allowed',
    0,
    'RFC 5280 section 6.1.3 (f)',
    async () => family({ issuing: { furtherExtensions: [policyConstraintsExtension(0)] } }),
  ],
  [
    'wrong-host',
    0,
    'RFC 9525 section 6.3',
    async () => {
      const root = await mintAuthority('Root');
      const asked = { kind: 'server', host: 'b.example' } as const;
      return { presented: [await mintServer('a.example', root)], authorities: [root], purpose: asked };
    },
  ],
  [
    'departs-from-profile',
    1,
    'RFC 5280 section 4.1.2.2',
    async () => {
      const root = await mintAuthority('Root', undefined, { serial: Uint8Array.of(0) });
      const asked = { kind: 'server', host: 'a.example' } as const;
      return { presented: [await mintServer('a.example', root)], authorities: [root], purpose: asked };
    },
  ],
  [
    'departs-from-profile',
    0,
    'RFC 5280 section 4.1.2.5',
    async () => {
      const root = await mintAuthority('Root');
      const ada = await mintClient('Ada', root);
      const times = [utcTime('2601010000Z'), utcTime('280101000000Z')] as const;
      return { presented: [await withTimes(ada, root.key, ...times)], authorities: [root] };
    },
  ],
  [
    'too-much-work',
    0,
    'RFC 4158 section 2.4.1',
    async () => {
      const options: MintOptions = { hasKeyIds: false };
      const namesakes = await Promise.all(Array.from({ length: 202 }, () => mintAuthority('Same', undefined, options)));
      const signer = namesakes[0];
      return { presented: [await mintClient('Ada', signer, options)], authorities: namesakes.slice(1) };
    },
  ],
  [
    'revoked',
    0,
    'RFC 5280 section 6.1.3 (a)(3)',
    async () => {
      const { presented, authorities } = await family();
      const [root, issuing] = authorities;
      if (root === undefined || issuing === undefined) throw new Error('There are two.');
      const crls = [await listOf(issuing, presented), await listOf(root, [])];
      const revocation: JudgeCase['revocation'] = {
        modeOf: () => 'fail-open',
        gather: async () => ({ crls, ocsp: [] }),
      };
      return { presented, authorities, revocation };
    },
  ],
  ['revocation-unknown', 0, 'RFC 5280 section 6.3.3', async () => ({ ...(await family()), revocation: nothingKnown })],
  [
    'issuer-name-differs',
    1,
    'RFC 5280 section 7.1',
    async () => {
      const root = await mintAuthority('Root', undefined, { subject: [['CN', 'MÜLLER']] });
      const signer = { ...root.signer, name: [['CN', 'Müller']] } as const;
      const issuing = await mintAuthority('Issuing', root, { signer });
      return { presented: [await mintClient('Ada', issuing)], authorities: [root, issuing] };
    },
  ],
  [
    'ambiguous-issuer',
    0,
    'RFC 5280 section 4.2.1.1',
    async () => {
      const twins = [await mintAuthority('Twin'), await mintAuthority('Twin')] as const;
      return { presented: [await mintClient('Ada', twins[1], { hasKeyIds: false })], authorities: twins };
    },
  ],
  [
    'unreadable',
    0,
    'RFC 5280 section 4.1.2.4',
    async () => {
      const generalString = derElement(0x1b, utf8('Ada'));
      const subject = derSequence(derSetOf(derSequence(derOid('2.5.4.3'), generalString)));
      return family({ person: { subject } });
    },
  ],
  [
    'tls-disagrees',
    0,
    'RFC 5280 section 4.2.1.10',
    () =>
      family({
        root: { furtherExtensions: [constraintsExtension({ permitted: [upn('corp.example')] })] },
        person: { furtherExtensions: [namesExtension(upn('ada@corp.example'))] },
      }),
  ],
];

describe('the catalogue of refusals', () => {
  it.each(rows)('%s at depth %i by %s', async (refusal, depth, paragraph, question) => {
    const { presented, authorities, ...more } = await question();
    const verdict = await judgeCertificate({
      presented: presented.map(({ certificate }) => certificate),
      authorities: authorities.map(({ certificate }) => certificate),
      at: mintedAt,
      purpose: { kind: 'client' },
      ...more,
    });
    expect(verdict).toMatchObject({ accepted: false, refusal, depth, paragraph });
    if (verdict.accepted) return;
    for (const sentence of [verdict.message, verdict.remedy]) expect(sentence).toMatch(/^[A-Z“].+\.$/);
    expect(verdict.certificate === undefined).toBe(presented.length === 0);
  });

  it('has nothing that no case here produces, and nothing without words', () => {
    expect(new Set(rows.map(([refusal]) => refusal))).toEqual(new Set(Object.keys(refusalCatalogue)));
    for (const { title, meaning, paragraph, remedy } of Object.values(refusalCatalogue)) {
      expect(title).not.toBe('');
      for (const sentence of [meaning, remedy]) expect(sentence).toMatch(/\.$/);
      expect(paragraph).toMatch(/^(RFC|NIST|Baseline)/);
    }
  });
});
