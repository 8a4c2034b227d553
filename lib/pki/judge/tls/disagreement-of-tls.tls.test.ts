import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { derContext, derSequence } from '#lib/pki/asn1/write-der.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import { writeName } from '#lib/pki/issue/write-name.ts';
import { openListener } from '#lib/pki/judge/handshake.test-support.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { rootedFirst } from '#lib/pki/path/rooted-first.ts';

const day = 86_400_000;
const now = Date.now();
const seed = 20_261_124;
const worlds = 250;
let keys: readonly KeyPair[];

beforeAll(async () => {
  keys = await Promise.all(Array.from({ length: 4 }, () => generateKeyPair('P-256')));
});

/** What OpenSSL says of a person in a handshake, with the authorities in the order in which connectors hand them over. */
async function handshake(presented: readonly Minted[], authorities: readonly Minted[], isPartial = false) {
  const byPrint = new Map(authorities.map((one) => [one.certificate.fingerprint, one]));
  const ordered = await rootedFirst(authorities.map(({ certificate }) => certificate));
  const given = ordered.flatMap(({ fingerprint }) => byPrint.get(fingerprint) ?? []);
  const listener = await openListener(given, isPartial);
  const [leaf, ...sentAlong] = presented;
  const isAccepted = leaf !== undefined && (await listener.accepts(leaf, sentAlong));
  await listener.close();
  return isAccepted;
}

function judge(presented: readonly Minted[], authorities: readonly Minted[], isPartial = false): Promise<Verdict> {
  return judgeClientCertificate({
    presented: presented.map(({ certificate }) => certificate),
    authorities: authorities.map(({ certificate }) => certificate),
    at: now,
    partialChains: isPartial,
    voice: 'administrator',
  });
}

const validity = { notBefore: now - 10 * day, notAfter: now + 100 * day };
const named = (name: string): MintOptions => ({
  ...validity,
  subject: [
    ['O', 'Fabrikam'],
    ['CN', name],
  ],
});

describe('in worlds of few names and few keys', () => {
  const spelling = fc.constantFrom('Ä One', 'ä One', 'Two', 'two ', 'Three');
  const authority = fc.record({
    name: spelling,
    key: fc.nat(3),
    /** Whom it names as its issuer, and whose key signed; itself where it says so. */
    issuer: fc.oneof(fc.constant('self' as const), fc.record({ name: spelling, key: fc.nat(3) })),
    hasKeyIds: fc.boolean(),
    state: fc.oneof({ weight: 5, arbitrary: fc.constant('valid') }, fc.constantFrom('ended', 'to come', 'long')),
    usage: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.constant(false)),
    place: fc.constantFrom('trusted', 'trusted', 'trusted', 'sent'),
  });
  const world = fc.record({
    authorities: fc.array(authority, { minLength: 2, maxLength: 7 }),
    isPartial: fc.boolean(),
    signer: fc.nat(6),
    hasKeyIds: fc.boolean(),
  });

  const times = {
    valid: validity,
    ended: { notBefore: now - 10 * day, notAfter: now - day },
    'to come': { notBefore: now + day, notAfter: now + 100 * day },
    long: { notBefore: now - 10 * day, notAfter: now + 200 * day },
  } as const;

  type Plan = { readonly name: string; readonly key: number; readonly issuer: 'self' | { name: string; key: number } };
  /** A root whose own signature is broken: OpenSSL does not look, and docs/pki.md says why the judge does. */
  const isForgedRoot = ({ name, key, issuer }: Plan) =>
    issuer !== 'self' && issuer.key !== key && issuer.name.trim().toLowerCase() === name.trim().toLowerCase();

  it('the judge accepts those whom the handshake accepts, and nobody else', async () => {
    const [differences, ofForgedRoots]: [string[], string[]] = [[], []];
    const told = new Map<string, number>();
    for (const [number, one] of fc.sample(world, { numRuns: worlds, seed }).entries()) {
      const minted = await Promise.all(
        one.authorities.map(async ({ name, key, issuer, hasKeyIds, state, usage }) => {
          const own = keys[key];
          const by = issuer === 'self' ? { name, key } : issuer;
          const signerKey = keys[by.key];
          if (own === undefined || signerKey === undefined) throw new RangeError('There are four.');
          const { subject } = named(name);
          const signer = { name: named(by.name).subject ?? [], key: signerKey };
          return mintAuthority(name, undefined, {
            ...times[state as keyof typeof times],
            ...(subject === undefined ? {} : { subject }),
            ownKey: own,
            signer,
            hasKeyIds,
            ...(usage ? {} : { keyUsage: ['cRLSign'] }),
          });
        }),
      );
      const signer = minted[one.signer % minted.length];
      const leaf = await mintClient('Ada', signer, { ...validity, hasKeyIds: one.hasKeyIds });
      const isTrusted = (_: Minted, at: number) => one.authorities[at]?.place === 'trusted';
      const authorities = minted.filter(isTrusted);
      const presented = [leaf, ...minted.filter((each, at) => !isTrusted(each, at))];
      const ours = await judge(presented, authorities, one.isPartial);
      const theirs = await handshake(presented, authorities, one.isPartial);
      const said = ours.accepted ? 'accepted' : ours.refusal;
      told.set(said, (told.get(said) ?? 0) + 1);
      if (ours.accepted === theirs) continue;
      const isKnown = theirs && one.authorities.some((plan) => plan.place === 'trusted' && isForgedRoot(plan));
      (isKnown ? ofForgedRoots : differences).push(`${number}: TLS says ${theirs}, we ${said}`);
    }
    expect(differences).toEqual([]);
    expect(ofForgedRoots.length).toBeLessThan(worlds / 50);
    for (const refusal of ['accepted', 'ambiguous-issuer', 'issuer-name-differs']) {
      expect(told.get(refusal) ?? 0, refusal).toBeGreaterThan(worlds / 100);
    }
  }, 120_000);
});

describe('a certificate that does not say which of two authorities issued it', () => {
  let [first, second]: readonly Minted[] = [];
  beforeAll(async () => {
    first = await mintAuthority('Twin', undefined, { ...validity, hasKeyIds: false });
    second = await mintAuthority('Twin', undefined, { ...validity, hasKeyIds: false });
  });
  const twins = () => [first, second].filter((one) => one !== undefined);
  const refusal = { accepted: false, refusal: 'ambiguous-issuer', depth: 0, paragraph: 'RFC 5280 section 4.2.1.1' };

  it('is accepted by the one that TLS takes, and refused by the other under a name of its own', async () => {
    for (const trusted of [twins(), twins().reverse()]) {
      const [taken, other] = trusted;
      expect(await judge([await mintClient('Ada', taken, validity)], trusted)).toMatchObject({ accepted: true });
      expect(await handshake([await mintClient('Ada', taken, validity)], trusted)).toBe(true);
      const eve = await mintClient('Eve', other, validity);
      const verdict = await judge([eve], trusted);
      expect(verdict).toMatchObject(refusal);
      expect(verdict).toHaveProperty('remedy', expect.stringContaining('Remove the CA certificate'));
      expect(await handshake([eve], trusted)).toBe(false);
    }
  });

  it('is refused also where the other one comes from the person’s device', async () => {
    const root = await mintAuthority('Root', undefined, validity);
    const above = await mintAuthority('Twin', root, { ...validity, hasKeyIds: false });
    const presented = [
      await mintClient('Ada', above, { ...validity, hasKeyIds: false }),
      ...twins().slice(0, 1),
      above,
    ];
    const verdict = await judge(presented, [root]);
    expect(verdict).toMatchObject(refusal);
    expect(verdict).toHaveProperty('remedy', expect.stringContaining('device'));
    expect(await handshake(presented, [root])).toBe(false);
    const [ada] = presented;
    if (ada === undefined) throw new RangeError('She is first.');
    expect(await judge([ada, above], [root])).toMatchObject({ accepted: true });
  });

  it('is refused also where the other one, of the same key, must not sign', async () => {
    const root = await mintAuthority('Root', undefined, validity);
    const above = await mintAuthority('Issuing', root, validity);
    const usage = { ...validity, ownKey: above.key, keyUsage: ['cRLSign'] } as const;
    const mute = await mintAuthority('Issuing', root, usage);
    const ada = await mintClient('Ada', above, validity);
    expect(await judge([ada, above, mute], [root])).toMatchObject({ accepted: true });
    expect(await handshake([ada, above, mute], [root])).toBe(true);
    expect(await judge([ada, mute, above], [root])).toMatchObject({ accepted: false });
    expect(await handshake([ada, mute, above], [root])).toBe(false);
  });

  it('is accepted once it says so', async () => {
    const trusted = [
      await mintAuthority('Twin', undefined, validity),
      await mintAuthority('Twin', undefined, validity),
    ];
    for (const signer of trusted) {
      const ada = await mintClient('Ada', signer, validity);
      expect(await judge([ada], trusted)).toMatchObject({ accepted: true });
      expect(await handshake([ada], trusted)).toBe(true);
    }
  });
});

describe('an issuer’s name', () => {
  it.each([
    ['in small letters beyond ASCII', 'müller ca', false],
    ['with the sign and its accent apart', 'MU\u0308LLER CA', false],
    ['in small letters of ASCII', 'mÜller ca', true],
    ['with other spaces', ' MÜLLER  CA', true],
  ])('%s', async (_, written, isSame) => {
    const root = await mintAuthority('Root', undefined, { ...validity, ...named('MÜLLER CA') });
    const signer = { name: named(written).subject ?? [], key: root.key };
    const ada = await mintClient('Ada', root, { ...validity, signer });
    const verdict = await judge([ada], [root]);
    expect(verdict).toMatchObject(
      isSame
        ? { accepted: true }
        : {
            refusal: 'issuer-name-differs',
            depth: 0,
            paragraph: 'RFC 5280 section 7.1',
            message: expect.stringContaining('MÜLLER CA'),
          },
    );
    expect(await handshake([ada], [root])).toBe(isSame);
  });
});

it('an authority key identifier that names the issuer’s certificate in other letters', async () => {
  const root = await mintAuthority('Root', undefined, { ...validity, ...named('MÜLLER CA') });
  const issuing = await mintAuthority('Issuing', root, validity);
  for (const [written, isSame] of [
    ['MÜLLER CA', true],
    ['müller ca', false],
  ] as const) {
    const issuer = derContext(1, derContext(4, writeName(named(written).subject ?? []), true), true);
    const serial = derContext(2, Uint8Array.from(Buffer.from(issuing.certificate.serial, 'hex')), false);
    const keyId = { oid: '2.5.29.35', isCritical: false, value: derSequence(issuer, serial) };
    const ada = await mintClient('Ada', issuing, { ...validity, hasKeyIds: false, furtherExtensions: [keyId] });
    expect(await judge([ada], [root, issuing])).toMatchObject(
      isSame ? { accepted: true } : { refusal: 'tls-disagrees', depth: 0, paragraph: 'RFC 4158 section 2.4.2' },
    );
    expect(await handshake([ada], [root, issuing])).toBe(isSame);
  }
});

it('a new key of an authority that does not say by which key it was signed', async () => {
  const root = await mintAuthority('Root', undefined, validity);
  for (const hasKeyIds of [true, false]) {
    const anew = await mintAuthority('Root', root, { ...validity, hasKeyIds });
    const presented = [await mintClient('Ada', anew, { ...validity, hasKeyIds }), anew];
    const verdict = await judge(presented, [root]);
    const refusal = { refusal: 'ambiguous-issuer', message: expect.stringContaining('TLS') };
    expect(verdict).toMatchObject(hasKeyIds ? { accepted: true } : refusal);
    expect(await handshake(presented, [root])).toBe(hasKeyIds);
  }
});

describe('the order in which authorities are handed over', () => {
  it('has those first whose way to a root lasts longest, so that TLS takes it', async () => {
    const oldRoot = await mintAuthority('Old root', undefined, { ...validity, notAfter: now - day });
    const root = await mintAuthority('Root', undefined, validity);
    const [ownKey] = keys;
    const more = { ...validity, ...(ownKey === undefined ? {} : { ownKey }) };
    const crossed = await mintAuthority('Issuing', oldRoot, { ...more, notAfter: now + 300 * day });
    const issuing = await mintAuthority('Issuing', root, more);
    const orphan = await mintAuthority('Issuing', await mintAuthority('Lost', undefined, validity), more);
    const ada = await mintClient('Ada', issuing, validity);
    for (const trusted of [
      [crossed, orphan, oldRoot, issuing, root],
      [root, issuing, oldRoot, orphan, crossed],
    ]) {
      expect(await judge([ada], trusted)).toMatchObject({ accepted: true });
      expect(await handshake([ada], trusted)).toBe(true);
    }
  });
});
