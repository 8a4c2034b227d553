import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import { derContext, derSequence } from '#lib/pki/asn1/write-der.ts';
import { checkCaCertificates } from '#lib/pki/findings/check-ca-certificates.ts';
import { type Minted, mintAuthority, mintedAt } from '#lib/pki/issue/mint.ts';
import { type NameParts, writeName } from '#lib/pki/issue/write-name.ts';
import { contradictsIssuer } from '#lib/pki/path/contradicts-issuer.ts';

const rootName: NameParts = [
  ['O', 'Fabrikam'],
  ['CN', 'Root'],
];
let root: Minted;

beforeAll(async () => {
  root = await mintAuthority('Root', undefined, { serial: Uint8Array.of(0x11, 0x22) });
});

/** An authority below the root with an authority key identifier of these parts. */
const below = (...parts: Bytes[]) =>
  mintAuthority('Issuing', root, {
    hasKeyIds: false,
    furtherExtensions: [{ oid: '2.5.29.35', isCritical: false, value: derSequence(...parts) }],
  });
const issuer = (name: NameParts) => derContext(1, derContext(4, writeName(name), true), true);
const mail = derContext(1, Uint8Array.of(0x61), false);
const serial = (...octets: number[]) => derContext(2, Uint8Array.from(octets), false);

describe('contradictsIssuer', () => {
  it.each<[string, () => Bytes[], boolean]>([
    ['nothing said', () => [], false],
    ['its issuer and serial number', () => [issuer(rootName), serial(0x11, 0x22)], false],
    [
      'its issuer in capitals',
      () => [
        issuer([
          ['O', 'FABRIKAM'],
          ['CN', 'ROOT'],
        ]),
        serial(0x11, 0x22),
      ],
      false,
    ],
    ['another serial number', () => [issuer(rootName), serial(0x11, 0x23)], true],
    ['another issuer', () => [issuer([['CN', 'Nobody']]), serial(0x11, 0x22)], true],
    ['another key', () => [derContext(0, Uint8Array.of(1), false), serial(0x11, 0x22)], true],
    [
      'its issuer behind another kind of name',
      () => [derContext(1, concatBytes(mail, derContext(4, writeName(rootName), true)), true)],
      false,
    ],
  ])('%s', async (_, parts, expected) => {
    const authority = await below(...parts());
    expect(contradictsIssuer(authority.certificate, root.certificate)).toBe(expected);
    const found = await checkCaCertificates({
      authorities: [root.certificate, authority.certificate],
      at: mintedAt,
    });
    expect(found.some(({ id }) => id === 'CA-MISSING-PARENT')).toBe(expected);
  });
});
