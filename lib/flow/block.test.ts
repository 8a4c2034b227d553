import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from '#lib/flow/address.ts';
import { type Block, blockContains, blockRange, formatBlock, parseBlock } from '#lib/flow/block.ts';

function canonical(text: string): string {
  const read = parseBlock(text);
  return read.ok ? formatBlock(read.value) : read.problem.code;
}

function block(text: string): Block {
  const read = parseBlock(text);
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

/** The value of an address in its own family, by another's parser. */
function big(text: string): bigint {
  return ipaddr
    .parse(text)
    .toByteArray()
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

const anyBlock = fc.oneof(
  fc
    .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
    .map(([address, length]) => `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/${length}`)}/${length}`),
  fc
    .tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }))
    .map(([address, length]) => `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${length}`)}/${length}`),
);

describe('parseBlock', () => {
  test.each([
    ['24.12.34.56/32', '24.12.34.56/32'],
    ['24.12.34.56', '24.12.34.56/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['2001:DB8:12:0::/48', '2001:db8:12::/48'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['::/0', '::/0'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
    ['::ffff:10.1.2.3', '10.1.2.3/32'],
    ['fe80::%eth0/64', 'fe80::/64'],
  ])('reads %s as %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  test.each([
    ['10.0.0.0/33', 'prefix-length'],
    ['10.0.0.0/', 'prefix-length'],
    ['10.0.0.0/08', 'prefix-length'],
    ['10.0.0.0/+8', 'prefix-length'],
    ['10.0.0.0/8/8', 'prefix-length'],
    ['10.0.0.0/255.0.0.0', 'prefix-length'],
    ['::/129', 'prefix-length'],
    ['::ffff:10.0.0.0/24', 'mapped-prefix'],
    ['10.0.0/8', 'octet-count'],
    ['/8', 'empty'],
    ['10.1.2.3/16', 'host-bits'],
    ['2001:db8::1/64', 'host-bits'],
    ['0.0.0.1/0', 'host-bits'],
  ])('refuses %s as %s', (text, code) => {
    expect(canonical(text)).toBe(code);
  });

  test('offers both blocks that host bits may mean', () => {
    const read = parseBlock('::ffff:10.1.2.3/112');
    const meant = read.ok ? undefined : read.problem.meant;
    expect(meant && [formatBlock(meant.network), formatBlock(meant.single)]).toEqual(['10.1.0.0/16', '10.1.2.3/32']);
  });

  test('reads its own canonical text back', () => {
    fc.assert(
      fc.property(anyBlock, (text) => {
        const once = canonical(text);
        expect(once).toMatch(/^[\da-f.:]+\/\d+$/);
        expect(canonical(once)).toBe(once);
      }),
    );
  });
});

test('blockRange and blockContains agree with arithmetic on whole numbers', () => {
  fc.assert(
    fc.property(anyBlock, fc.oneof(fc.ipV4(), fc.ipV6()), fc.bigInt({ min: -2n, max: 2n }), (text, elsewhere, step) => {
      const outer = block(text);
      const [, lengthText = ''] = formatBlock(outer).split('/');
      const bits = outer.family === 4 ? 32 : 128;
      const range = blockRange(outer);
      const first = big(formatAddress(range.first));
      const last = big(formatAddress(range.last));
      expect(last - first + 1n).toBe(2n ** BigInt(bits - Number(lengthText)));
      expect(first % (last - first + 1n)).toBe(0n);

      const near = last + step;
      const addresses = [elsewhere, ...(near >= 0n && near < 2n ** BigInt(bits) ? [textOf(near, outer.family)] : [])];
      for (const addressText of addresses) {
        const address = parseAddress(addressText);
        if (!address.ok) throw new Error(address.problem.message);
        const value = big(formatAddress(address.value));
        const isInside = address.value.family === outer.family && value >= first && value <= last;
        expect(blockContains(outer, address.value)).toBe(isInside);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('blockContains takes a block only when the whole of it lies inside', () => {
  expect(blockContains(block('10.0.0.0/8'), block('10.1.0.0/16'))).toBe(true);
  expect(blockContains(block('10.0.0.0/8'), block('10.0.0.0/8'))).toBe(true);
  expect(blockContains(block('10.0.0.0/16'), block('10.0.0.0/8'))).toBe(false);
  expect(blockContains(block('::/0'), block('10.0.0.0/8'))).toBe(false);
});

function textOf(value: bigint, family: 4 | 6): string {
  const digits = value.toString(16).padStart(family === 4 ? 8 : 32, '0');
  if (family === 4) return (digits.match(/../g) ?? []).map((octet) => Number.parseInt(octet, 16)).join('.');
  return (digits.match(/.{4}/g) ?? []).join(':');
}
