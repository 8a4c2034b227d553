import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import { derContext, derElement, derInteger, derOid, derSequence, derUtf8String } from '#lib/pki/asn1/write-der.ts';
import { mintAuthority } from '#lib/pki/issue/mint.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

let key: KeyPair;
beforeAll(async () => {
  key = await generateKeyPair('P-256');
});

async function read(oid: string, value: Bytes, isCritical = true) {
  const furtherExtensions = [{ oid, isCritical, value }];
  return (await mintAuthority('Root', undefined, { ownKey: key, furtherExtensions })).certificate;
}

const policy = (oid: string, ...more: readonly Bytes[]) => derSequence(derOid(oid), ...more);
const pair = derSequence(derOid('1.2.3'), derOid('1.2.4'));
const url = derContext(6, utf8('http://pki.example/x'), false);
const point = (...parts: readonly Bytes[]) => derSequence(derSequence(...parts));
const fullName = derContext(0, derContext(0, url, true), true);
const negative = Uint8Array.of(0xff);

describe('extensions that the judge processes', () => {
  it.each([
    [
      'policies',
      '2.5.29.32',
      derSequence(policy('1.2.3'), policy('1.2.4', derSequence())),
      { policies: ['1.2.3', '1.2.4'] },
    ],
    [
      'policy mappings',
      '2.5.29.33',
      derSequence(pair),
      { policyMappings: [{ issuerDomainPolicy: '1.2.3', subjectDomainPolicy: '1.2.4' }] },
    ],
    [
      'policy constraints',
      '2.5.29.36',
      derSequence(derContext(0, Uint8Array.of(0), false), derContext(1, Uint8Array.of(1, 0), false)),
      { policyConstraints: { requireExplicitPolicy: 0, inhibitPolicyMapping: 256 } },
    ],
    ['inhibit anyPolicy', '2.5.29.54', derInteger(2), { inhibitAnyPolicy: 2 }],
    ['CRL distribution points', '2.5.29.31', point(fullName), {}],
    ['a point by its issuer', '2.5.29.31', point(derContext(2, url, true)), {}],
    [
      'a point by a relative name',
      '2.5.29.31',
      point(derContext(0, derContext(1, policy('2.5.4.3', derUtf8String('x')), true), true)),
      {},
    ],
  ] as const)('%s', async (_, oid, value, facts) => {
    const certificate = await read(oid, value);
    expect(certificate).toMatchObject({ ...facts, unknownCriticalExtensions: [] });
    expect(certificate.malformedExtensions).toBeUndefined();
  });

  it.each([
    ['subject alternative names of no form', '2.5.29.17', derSequence(derElement(0x89, utf8('x')))],
    ['no subject alternative names', '2.5.29.17', derSequence()],
    ['an other name without a value', '2.5.29.17', derSequence(derContext(0, derOid('1.2.3'), true))],
    ['no policies', '2.5.29.32', derSequence()],
    ['a policy twice', '2.5.29.32', derSequence(policy('1.2.3'), policy('1.2.3'))],
    ['no mappings', '2.5.29.33', derSequence()],
    ['half a mapping', '2.5.29.33', derSequence(policy('1.2.3'))],
    ['no policy constraints', '2.5.29.36', derSequence()],
    ['a negative policy constraint', '2.5.29.36', derSequence(derContext(0, negative, false))],
    ['a negative number of certificates', '2.5.29.54', derElement(2, negative)],
    ['no number of certificates', '2.5.29.54', derUtf8String('x')],
    ['no distribution points', '2.5.29.31', derSequence()],
    ['a distribution point of another form', '2.5.29.31', point(derContext(3, url, true))],
    [
      'a distribution point without names',
      '2.5.29.46',
      point(derContext(0, derContext(0, new Uint8Array(), true), true)),
    ],
    ['a distribution point that says nothing', '2.5.29.31', point()],
    ['a number with padding', '2.5.29.54', derElement(2, Uint8Array.of(0, 1))],
    [
      'an object identifier that does not end',
      '2.5.29.32',
      derSequence(derSequence(derElement(6, Uint8Array.of(0x2a, 0x80)))),
    ],
    ['no access descriptions', '1.3.6.1.5.5.7.1.1', derSequence()],
    ['an access description without a place', '1.3.6.1.5.5.7.1.1', derSequence(policy('1.3.6.1.5.5.7.48.2'))],
    ['octets that are no DER', '2.5.29.33', Uint8Array.of(0x30, 0x05, 0x00)],
  ] as const)('leave the certificate readable where they are malformed: %s', async (_, oid, value) => {
    for (const isCritical of [true, false])
      expect((await read(oid, value, isCritical)).malformedExtensions).toEqual([oid]);
  });

  it('find an authority key identifier malformed that goes on behind its end', async () => {
    const value = derSequence(derContext(0, utf8('x'), false), derContext(0, utf8('x'), false));
    const furtherExtensions = [{ oid: '2.5.29.35', isCritical: false, value }];
    const root = await mintAuthority('Root', undefined, { ownKey: key, hasKeyIds: false, furtherExtensions });
    expect(root.certificate.malformedExtensions).toEqual(['2.5.29.35']);
  });

  it.each([
    ['a key identifier', '2.5.29.14', derElement(4, utf8('x'))],
    ['freshest CRL', '2.5.29.46', point(fullName)],
    ['a stranger', '1.2.3.4', derSequence()],
  ])('are not those that must not be critical, and are: %s', async (_, oid, value) => {
    const furtherExtensions = [{ oid, isCritical: true, value }];
    const root = await mintAuthority('Root', undefined, { ownKey: key, hasKeyIds: false, furtherExtensions });
    expect(root.certificate.unknownCriticalExtensions).toEqual([oid]);
  });
});
