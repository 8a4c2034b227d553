import fc from 'fast-check';
import { expect, it } from 'vitest';
import { windowsName } from '#lib/pki/mapping/windows-name.ts';

const attribute = fc.record({
  oid: fc.constantFrom('2.5.4.3', '2.5.4.10', '0.9.2342.19200300.100.1.25', '1.2.3.4'),
  label: fc.constant(''),
  value: fc.string({ unit: fc.constantFrom(...'aB ,+="<>#;\n\\') }),
});
const rdns = fc.array(fc.array(attribute, { minLength: 1, maxLength: 2 }), { maxLength: 4 });
const nameOf = (parts: readonly (readonly { oid: string; label: string; value: string }[])[]) =>
  windowsName({ der: new Uint8Array(), text: '', rdns: parts });

it('gives two different names two different texts, so that no name can pose as another', () => {
  fc.assert(
    fc.property(rdns, (parts) => {
      expect(readBack(nameOf(parts))).toEqual(parts.map((rdn) => rdn.map(({ oid, value }) => [oid, value])));
    }),
    { numRuns: 2_000 },
  );
});

const oids: Readonly<Record<string, string>> = { CN: '2.5.4.3', O: '2.5.4.10', DC: '0.9.2342.19200300.100.1.25' };

/** The reverse, as CertStrToName would read it. */
function readBack(text: string): string[][][] {
  const names: string[][][] = [];
  let rest = text;
  let isNewRdn = true;
  while (rest !== '') {
    const match = /^([A-Za-z]+|OID\.[0-9.]+)=(?:"((?:[^"]|"")*)"|([^,+="\n<>#;]*))([,+]|$)/s.exec(rest);
    if (match === null) throw new Error(`Not a name: ${rest}`);
    const [whole, keyword = '', quoted, bare = '', separator] = match;
    const pair = [oids[keyword] ?? keyword.replace('OID.', ''), quoted?.replaceAll('""', '"') ?? bare];
    if (isNewRdn) names.push([pair]);
    else names.at(-1)?.push(pair);
    isNewRdn = separator === ',';
    rest = rest.slice(whole.length);
  }
  return names;
}
