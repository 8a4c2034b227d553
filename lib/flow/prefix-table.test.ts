import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from '#lib/flow/address.ts';
import { type Block, formatBlock, parseBlock } from '#lib/flow/block.ts';
import { buildPrefixTable, lookup, lookupAll, lookupText, type PrefixTable } from '#lib/flow/prefix-table.ts';

function block(text: string): Block {
  const read = parseBlock(text);
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

function tableOf(texts: readonly string[]): PrefixTable<string> {
  return buildPrefixTable(texts.map((text) => ({ block: block(text), value: text })));
}

/** Few distinct words, so that blocks nest, touch and coincide often. */
const word = fc.constantFrom(0, 1, 0x7fff, 0x8000, 0xfffe, 0xffff);
const v4Text = fc.tuple(word, word).map(([high, low]) => [high >> 8, high & 255, low >> 8, low & 255].join('.'));
const v6Text = fc
  .array(word, { minLength: 8, maxLength: 8 })
  .map((words) => words.map((each) => each.toString(16)).join(':'));
const v4Block = fc
  .tuple(v4Text, fc.integer({ min: 0, max: 32 }))
  .map(([text, length]) => `${ipaddr.IPv4.networkAddressFromCIDR(`${text}/${length}`)}/${length}`);
const v6Block = fc
  .tuple(v6Text, fc.oneof(fc.integer({ min: 0, max: 128 }), fc.constantFrom(16, 32, 33, 48, 64, 65, 96, 128)))
  .map(([text, length]) => `${ipaddr.IPv6.networkAddressFromCIDR(`${text}/${length}`)}/${length}`)
  .filter((text) => parseBlock(text).ok);
const blocks = fc.array(fc.oneof(v4Block, v6Block), { maxLength: 40 });
const addresses = fc.array(
  fc.oneof(
    v4Text,
    v6Text,
    v4Text.map((text) => `::ffff:${text}`),
  ),
  { minLength: 1, maxLength: 20 },
);

/** All texts whose block contains the address, most specific first, by whole numbers and another's parser. */
function oracle(texts: readonly string[], address: string): string[] {
  const target = ipaddr.process(address);
  return texts
    .filter(
      (text, place) => texts.findIndex((other) => formatBlock(block(other)) === formatBlock(block(text))) === place,
    )
    .filter((text) => {
      const [network, length] = ipaddr.parseCIDR(formatBlock(block(text)));
      return network.kind() === target.kind() && target.match([network, length] as never);
    })
    .sort((a, b) => block(b).prefixLength - block(a).prefixLength);
}

describe('a prefix table', () => {
  test('finds what a search through all blocks finds, by address and by text', () => {
    fc.assert(
      fc.property(blocks, addresses, (texts, targets) => {
        const table = tableOf(texts);
        for (const text of targets) {
          const address = parseAddress(text);
          if (!address.ok) throw new Error(address.problem.message);
          const expected = oracle(texts, formatAddress(address.value));
          expect(lookupAll(table, address.value)).toEqual(expected);
          expect(lookup(table, address.value)).toBe(expected[0]);
          expect(lookupText(table, text)).toBe(expected[0]);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  test.each([
    [['0.0.0.0/0', '::/0'], '255.255.255.255', '0.0.0.0/0'],
    [['0.0.0.0/0', '::/0'], 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::/0'],
    [['255.255.255.255/32'], '255.255.255.254', undefined],
    [['10.0.0.0/8', '10.255.0.0/16'], '11.0.0.0', undefined],
    [['10.0.0.0/8', '10.255.0.0/16'], '10.254.255.255', '10.0.0.0/8'],
    [['::/0'], '::ffff:1.2.3.4', undefined],
    [['2001:db8::/32', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/128'], '2001:db9::', undefined],
    [['10.0.0.0/8'], 'no address', undefined],
    [[], '10.0.0.0', undefined],
  ])('of %j gives %s to %s', (texts, address, expected) => {
    expect(lookupText(tableOf(texts), address)).toBe(expected);
  });

  test('keeps the first of entries with the same block', () => {
    const entries = ['first', 'second'].map((value) => ({ block: block('10.0.0.0/8'), value }));
    expect(lookupText(buildPrefixTable(entries), '10.1.1.1')).toBe('first');
  });

  test('finds single addresses crowded into one slot of the index', () => {
    const texts = Array.from({ length: 3000 }, (_, place) => `10.0.${place >> 7}.${(place & 127) * 2}/32`);
    const table = tableOf(['9.0.0.0/8', ...texts, '192.0.0.0/8']);
    for (const text of texts) {
      const address = text.slice(0, -3);
      expect(lookupText(table, address)).toBe(text);
      expect(
        lookupText(
          table,
          address.replace(/\d+$/, (octet) => String(Number(octet) + 1)),
        ),
      ).toBeUndefined();
    }
  });

  test('stores only the words that prefixes reach into', () => {
    const short = tableOf(['2001:db8::/32', '2001:db9::/32']);
    const long = tableOf(['2001:db8::/32', '2001:db9::1/128']);
    expect([short.v6.w1.length, short.v6.w3.length]).toEqual([0, 0]);
    expect(long.v6.w3.length).toBe(long.v6.count);
  });
});
