import { describe, expect, it } from 'vitest';
import {
  derBmpString,
  derElement,
  derOid,
  derPrintableString,
  derSequence,
  derSetOf,
  derUtf8String,
} from '#lib/pki/asn1/write-der.ts';
import { mintClient } from '#lib/pki/issue/mint.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';

const key = await generateKeyPair('P-256');
const [organisation, unit] = [derOid('2.5.4.10'), derOid('2.5.4.11')];
const rdn = (...attributes: readonly Uint8Array[]) => derSetOf(...attributes);
const attribute = (type: Uint8Array, value: Uint8Array) => derSequence(type, value);

/** The name as reading has it. */
async function read(...rdns: readonly Uint8Array[]) {
  const { certificate } = await mintClient('Ada', undefined, { ownKey: key, subject: derSequence(...rdns) });
  return certificate.subject;
}

async function isSame(a: readonly Uint8Array[], b: readonly Uint8Array[]): Promise<boolean> {
  return isSameName(await read(...a), await read(...b));
}

const plain = (text: string) => [rdn(attribute(organisation, derUtf8String(text)))];

describe('names, RFC 5280 section 7.1', () => {
  it.each([
    ['letters’ case', 'Fabrikam', 'FABRIKAM', true],
    ['spaces around and within', 'Fabrikam Works', '  Fabrikam   Works ', true],
    ['letters’ case beyond ASCII', 'Öre Ärzte', 'öRE äRZTE', true],
    ['ß and ss', 'Straße', 'STRASSE', true],
    ['both small sigmas', 'ΟΔΟΣ', 'οδος', true],
    ['composed and decomposed letters', 'Caf\u00e9', 'Cafe\u0301', true],
    ['wide letters', 'Ｆabrikam', 'Fabrikam', true],
    ['a ligature', 'o\ufb03ce', 'office', true],
    ['a soft hyphen', 'Fabri\u00adkam', 'Fabrikam', true],
    ['a space of no width', 'Fabri\u200bkam', 'Fabrikam', true],
    ['a space that does not break', 'Fabrikam\u00a0Works', 'Fabrikam Works', true],
    ['another accent', 'Cafe', 'Café', false],
    ['no space at all', 'Fabrikam Works', 'FabrikamWorks', false],
    ['a letter of another script', 'Fabrikam', 'F\u0430brikam', false],
  ])('%s', async (_, one, other, expected) => {
    expect(await isSame(plain(one), plain(other))).toBe(expected);
    expect(await isSame(plain(other), plain(one))).toBe(expected);
  });

  it('the type of the string does not count', async () => {
    const types = [derPrintableString('Fabrikam'), derBmpString('Fabrikam'), derElement(0x14, Buffer.from('Fabrikam'))];
    for (const value of types) {
      expect(await isSame(plain('Fabrikam'), [rdn(attribute(organisation, value))])).toBe(true);
    }
  });

  it('the order within an RDN does not count, and that of RDNs does', async () => {
    const [a, b] = [attribute(organisation, derUtf8String('A')), attribute(unit, derUtf8String('B'))];
    expect(await isSame([rdn(a, b)], [derElement(0x31, Uint8Array.of(...b, ...a))])).toBe(true);
    expect(await isSame([rdn(a), rdn(b)], [rdn(b), rdn(a)])).toBe(false);
    expect(await isSame([rdn(a, b)], [rdn(a), rdn(b)])).toBe(false);
  });

  it('the attribute counts', async () => {
    const text = derUtf8String('Fabrikam');
    expect(await isSame(plain('Fabrikam'), [rdn(attribute(unit, text))])).toBe(false);
  });
});
