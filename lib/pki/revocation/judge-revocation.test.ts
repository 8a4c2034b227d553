import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '#lib/core/bytes.ts';
import { derBoolean, derContext, derInteger, derNull, derSequence } from '#lib/pki/asn1/write-der.ts';
import { issueCrl, type RevocationListRequest } from '#lib/pki/issue/issue-crl.ts';
import { type Minted, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { judgeRevocation } from '#lib/pki/revocation/judge-revocation.ts';
import { opensslVerifies } from '#lib/pki/revocation/openssl-verify.test-support.ts';
import { parseCrl } from '#lib/pki/revocation/parse-crl.ts';
import type { RevocationMode } from '#lib/pki/revocation/revocation-verdict.ts';

const day = 86_400_000;

let root: Minted;
let issuing: Minted;
let ada: Minted;

beforeAll(async () => {
  root = await mintAuthority('Root CA 1');
  issuing = await mintAuthority('Issuing CA 2', root);
  ada = await mintClient('Ada', issuing);
});

type Wish = Partial<RevocationListRequest>;
const listOf = (by: Minted, wish: Wish = {}): Promise<Bytes> =>
  issueCrl({
    signer: by.signer,
    thisUpdate: mintedAt - day,
    nextUpdate: mintedAt + day,
    revoked: [],
    ...wish,
  });

const serialOf = ({ certificate }: Minted) => Uint8Array.from(Buffer.from(certificate.serial, 'hex'));
const revokes = (minted: Minted, reason?: number): Wish => ({
  revoked: [
    { serial: Uint8Array.of(1), at: mintedAt - 9 * day },
    { serial: serialOf(minted), at: mintedAt - 2 * day, ...(reason === undefined ? {} : { reason }) },
  ],
});
const extension = (oid: string, value: Bytes, isCritical = true): Wish => ({
  furtherExtensions: [{ oid, isCritical, value }],
});

async function judge(lists: readonly Bytes[], mode: RevocationMode = 'fail-closed', path = [ada, issuing, root]) {
  const crls = lists.map((list) => {
    const parsed = parseCrl(list);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    return parsed.value;
  });
  return judgeRevocation({
    path: path.map(({ certificate }) => certificate),
    evidence: { crls, ocsp: [] },
    at: mintedAt,
    modeOf: () => mode,
    certificates: [],
    pathOf: async () => undefined,
  });
}

const openssl = (lists: readonly Bytes[], path = [ada, issuing, root]) =>
  opensslVerifies({ path, lists, atMs: mintedAt });

describe('judgeRevocation and openssl verify agree', () => {
  it('on nobody being revoked', async () => {
    const lists = [await listOf(issuing), await listOf(root)];
    expect(await judge(lists)).toMatchObject({ accepted: true, gaps: [] });
    expect(await openssl(lists)).toBe(true);
  });

  it('on others being revoked, among thousands', async () => {
    const others = Array.from({ length: 3_000 }, (_, at) => ({
      serial: Uint8Array.of(0x20, at >> 8, at & 0xff),
      at: mintedAt - day,
      ...(at % 2 === 0 ? { reason: 4 } : {}),
    }));
    const lists = [await listOf(issuing, { revoked: others }), await listOf(root)];
    expect(await judge(lists)).toMatchObject({ accepted: true, gaps: [] });
    expect(await openssl(lists)).toBe(true);
    const both = [await listOf(issuing, { revoked: [...others, ...(revokes(ada).revoked ?? [])] }), await listOf(root)];
    expect(await judge(both)).toMatchObject({ refusal: 'revoked' });
    expect(await openssl(both)).toBe(false);
  });

  it('on the person being revoked, and says when and why', async () => {
    const lists = [await listOf(issuing, revokes(ada, 1)), await listOf(root)];
    for (const mode of ['fail-closed', 'fail-open'] as const) {
      expect(await judge(lists, mode)).toMatchObject({
        accepted: false,
        refusal: 'revoked',
        depth: 0,
        revokedAt: mintedAt - 2 * day,
        reason: 'key-compromise',
        message: 'Your certificate was revoked on 30 May 2026: its key may be in other hands.',
      });
    }
    expect(await openssl(lists)).toBe(false);
  });

  it('on the person being on hold', async () => {
    const lists = [await listOf(issuing, revokes(ada, 6)), await listOf(root)];
    expect(await judge(lists)).toMatchObject({ refusal: 'revoked', reason: 'certificate-hold' });
    expect(await openssl(lists)).toBe(false);
  });

  it('on an authority being revoked', async () => {
    const lists = [await listOf(issuing), await listOf(root, revokes(issuing))];
    expect(await judge(lists)).toMatchObject({ refusal: 'revoked', depth: 1 });
    expect(await openssl(lists)).toBe(false);
  });

  it('on the root not being looked up', async () => {
    const direct = await mintClient('Grace', root);
    const lists = [await listOf(root, revokes(root))];
    expect(await judge(lists, 'fail-closed', [direct, root])).toMatchObject({ accepted: true });
  });

  const impostor = async () => mintAuthority('Issuing CA 2', root);
  const unusable: Record<string, () => Promise<readonly Bytes[]>> = {
    'no list at all': async () => [],
    'a list of the root alone': async () => [await listOf(root)],
    'a list of the issuing authority alone': async () => [await listOf(issuing)],
    'a list that ended': async () => [await listOf(issuing, { nextUpdate: mintedAt - 1_000 }), await listOf(root)],
    'a list that begins later': async () => [
      await listOf(issuing, { thisUpdate: mintedAt + 1_000 }),
      await listOf(root),
    ],
    'a list by another key under the same name': async () => [await listOf(await impostor()), await listOf(root)],
    'one that does not even say so': async () => [
      await listOf(await impostor(), { hasKeyId: false }),
      await listOf(root),
    ],
    'a list under another name': async () => {
      const named = await mintAuthority('Issuing CA 9', root, { ownKey: issuing.key });
      return [await listOf(named), await listOf(root)];
    },
    'a critical extension nobody knows': async () => [
      await listOf(issuing, extension('1.2.3.4', derNull())),
      await listOf(root),
    ],
    'a list of changes alone': async () => [
      await listOf(issuing, extension('2.5.29.27', derInteger(1))),
      await listOf(root),
    ],
    'a list for authorities alone': async () => {
      const onlyAuthorities = derSequence(derContext(2, Uint8Array.of(0xff), false));
      return [await listOf(issuing, extension('2.5.29.28', onlyAuthorities)), await listOf(root)];
    },
    'an entry with a critical extension': async () => {
      const furtherExtensions = [{ oid: '1.2.3.4', isCritical: true, value: derBoolean(true) }];
      const revoked = [{ serial: Uint8Array.of(5), at: mintedAt - day, furtherExtensions }];
      return [await listOf(issuing, { revoked }), await listOf(root)];
    },
  };
  it.each(Object.keys(unusable))('on %s', async (name) => {
    const lists = (await unusable[name]?.()) ?? [];
    const closed = await judge(lists);
    expect(closed).toMatchObject({ accepted: false, refusal: 'revocation-unknown' });
    const open = await judge(lists, 'fail-open');
    expect(open.accepted && open.gaps.length).toBeGreaterThan(0);
    expect(await judge(lists, 'off')).toMatchObject({ accepted: true, gaps: [] });
    expect(await openssl(lists)).toBe(false);
  });

  it('on an authority that must not sign lists', async () => {
    const mute = await mintAuthority('Mute CA', root, { keyUsage: ['keyCertSign'] });
    const path = [await mintClient('Ada', mute), mute, root];
    const lists = [await listOf(mute), await listOf(root)];
    expect(await judge(lists, 'fail-closed', path)).toMatchObject({
      refusal: 'revocation-unknown',
      gaps: [{ detail: expect.stringContaining('cRLSign') }],
    });
    expect(await openssl(lists, path)).toBe(false);
  });

  it.each(['RSA-2048', 'P-384', 'P-521', 'Ed25519'] as const)('on lists signed with %s', async (keyKind) => {
    const other = await mintAuthority('Other CA', undefined, { ownKey: await generateKeyPair(keyKind) });
    const path = [await mintClient('Ada', other), other];
    for (const rsaPadding of ['PKCS1', 'PSS'] as const) {
      const lists = [await listOf(other, { rsaPadding })];
      expect(await judge(lists, 'fail-closed', path)).toMatchObject({ accepted: true });
      expect(await openssl(lists, path)).toBe(true);
    }
  });

  it('on a list without an end', async () => {
    const lists = [await listOf(issuing, { nextUpdate: undefined }), await listOf(root)];
    expect(await judge(lists)).toMatchObject({ accepted: true });
    expect(await openssl(lists)).toBe(true);
  });
});

describe('judgeRevocation', () => {
  it('believes a list that ended about those it lists', async () => {
    const ended = { thisUpdate: mintedAt - 9 * day, nextUpdate: mintedAt - day };
    const lists = [await listOf(issuing, { ...revokes(ada), ...ended }), await listOf(root)];
    expect(await judge(lists, 'fail-open')).toMatchObject({ accepted: false, refusal: 'revoked' });
  });

  it('believes nothing of a list that somebody else signed, not even a revocation', async () => {
    const forged = await listOf(await mintAuthority('Issuing CA 2', root), { ...revokes(ada), hasKeyId: false });
    expect(await judge([forged, await listOf(issuing), await listOf(root)])).toMatchObject({ accepted: true });
    expect(await judge([forged, await listOf(root)], 'fail-open')).toMatchObject({ accepted: true });
  });

  it('takes the newest of several lists', async () => {
    const held = await listOf(issuing, { ...revokes(ada, 6), thisUpdate: mintedAt - 5 * day });
    const released = await listOf(issuing);
    for (const lists of [
      [held, released],
      [released, held],
    ])
      expect(await judge([...lists, await listOf(root)])).toMatchObject({ accepted: true });
    const revokedSince = await listOf(issuing, { ...revokes(ada), thisUpdate: mintedAt - 1_000 });
    expect(await judge([released, revokedSince, await listOf(root)])).toMatchObject({ refusal: 'revoked' });
  });

  it('does not use a list signed with SHA-1', async () => {
    const lists = [await listOf(issuing, { hash: 'SHA-1' }), await listOf(root)];
    expect(await judge(lists)).toMatchObject({
      refusal: 'revocation-unknown',
      gaps: [{ depth: 0, detail: 'The revocation list of “Issuing CA 2” does not count: it is signed with SHA-1.' }],
    });
  });

  it('tells a revocation above before what is unknown below', async () => {
    expect(await judge([await listOf(root, revokes(issuing))])).toMatchObject({ refusal: 'revoked', depth: 1 });
  });
});
