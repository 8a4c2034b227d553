import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '#lib/core/bytes.ts';
import { checkCaCertificates } from '#lib/pki/findings/check-ca-certificates.ts';
import { type Minted, mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import { openListener } from '#lib/pki/judge/handshake.test-support.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import { opensslVerifiesMany } from '#lib/pki/judge/openssl-verify-many.test-support.ts';
import { generalizedTime, utcTime, withTimes } from '#lib/pki/judge/tls/reissue.test-support.ts';

const validity = { notBefore: Date.UTC(2020, 0, 1), notAfter: Date.UTC(2049, 0, 1) };
const early = utcTime('200101000000Z');
const late = utcTime('490101000000Z');

const forms: readonly (readonly [name: string, isPlain: boolean, notBefore: Bytes, notAfter: Bytes])[] = [
  ['UTCTime', true, early, late],
  ['GeneralizedTime', true, generalizedTime('20200101000000Z'), generalizedTime('20510101000000Z')],
  ['a beginning without seconds', false, utcTime('2001010000Z'), late],
  ['an end without seconds', false, early, utcTime('4901010000Z')],
  ['a beginning with an offset', false, utcTime('200101000000+0100'), late],
  ['an end with an offset', false, early, utcTime('490101000000-0500')],
  ['GeneralizedTime without seconds', false, early, generalizedTime('205101010000Z')],
  ['GeneralizedTime with a fraction', false, early, generalizedTime('20510101000000.5Z')],
  ['GeneralizedTime with an offset', false, early, generalizedTime('20510101000000+0000')],
  ['a sixtieth second', false, early, utcTime('490101000060Z')],
];

let root: Minted;
let issuing: Minted;
let person: Minted;
beforeAll(async () => {
  root = await mintAuthority('Root', undefined, validity);
  issuing = await mintAuthority('Issuing', root, validity);
  person = await mintClient('Ada', issuing, validity);
});

describe.each(forms)('%s', (_, isPlain, notBefore, notAfter) => {
  async function both(leaf: Minted, authorities: readonly Minted[]) {
    const listener = await openListener(authorities);
    // What OpenSSL does not even read cannot be presented.
    const handshake = isReadByOpenssl(leaf) && (await listener.accepts(leaf, []));
    await listener.close();
    const ours = await judgeClientCertificate({
      presented: [leaf.certificate],
      authorities: authorities.map(({ certificate }) => certificate),
      at: Date.now(),
      voice: 'administrator',
    });
    return { handshake, ours };
  }
  const refused = (depth: number) => ({
    accepted: false,
    refusal: 'departs-from-profile',
    depth,
    paragraph: 'RFC 5280 section 4.1.2.5',
  });

  it('in a person’s certificate', async () => {
    const odd = await withTimes(person, issuing.key, notBefore, notAfter);
    const { handshake, ours } = await both(odd, [root, issuing]);
    expect(handshake).toBe(isPlain);
    expect(ours).toMatchObject(isPlain ? { accepted: true } : refused(0));
  });

  it('in an authority, of which there is a finding as well', async () => {
    for (const [depth, by, of] of [
      [1, root, issuing],
      [2, root, root],
    ] as const) {
      const odd = await withTimes(of, by.key, notBefore, notAfter);
      const authorities = depth === 1 ? [root, odd] : [odd, issuing];
      const { handshake, ours } = await both(person, authorities);
      expect(handshake).toBe(isPlain);
      expect(ours).toMatchObject(isPlain ? { accepted: true } : refused(depth));
      const found = await checkCaCertificates({
        authorities: authorities.map(({ certificate }) => certificate),
        at: Date.now(),
      });
      const told = found.filter(({ severity }) => severity === 'error').map(({ id, subject }) => [id, subject]);
      expect(told).toEqual(isPlain ? [] : [['CA-TIME-FORM', depth === 1 ? 'Issuing' : 'Root']]);
    }
  });
});

it.each([
  ['the first moment', validity.notBefore, true],
  ['a moment before', validity.notBefore - 1, false],
  ['the last second', validity.notAfter, false],
  ['a moment before the last second', validity.notAfter - 1, true],
])('%s of a certificate, to OpenSSL as well', async (_, at, isValid) => {
  const leaves = [person];
  const verified = await opensslVerifiesMany({
    leaves,
    trusted: [root],
    untrusted: [issuing],
    isPartialAllowed: false,
    at,
  });
  const presented = [person, issuing].map(({ certificate }) => certificate);
  const ours = await judgeClientCertificate({ presented, authorities: [root.certificate], at });
  expect([ours.accepted, ...verified]).toEqual([isValid, isValid]);
});

function isReadByOpenssl({ certificate }: Minted): boolean {
  try {
    return new X509Certificate(certificate.der).subject !== '';
  } catch {
    return false;
  }
}
