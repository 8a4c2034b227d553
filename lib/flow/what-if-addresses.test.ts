import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress } from '#lib/flow/address.ts';
import { findAddresses, mostPastedAddresses } from '#lib/flow/what-if-addresses.ts';

const found = (text: string) => findAddresses(text).addresses.map(({ address }) => address);

describe('findAddresses', () => {
  test('takes addresses out of whatever stands around them', () => {
    const log = `2026-11-23T12:30:45.123Z GET / from 203.0.113.9:5123, forwarded for "198.51.100.7".
      [2001:DB8::1]:443 -> fe80::1%eth0: <::ffff:198.51.100.7> (192.0.2.1)
      at 12:30:45 by 00:1b:44:11:3a:b7 with v1.2.3.4 and face:book, std::string`;
    expect(found(log)).toEqual(['203.0.113.9', '198.51.100.7', '2001:db8::1', 'fe80::1', '192.0.2.1']);
    expect(findAddresses(log).addresses[1]?.count).toBe(2);
    expect(findAddresses(log).unread).toEqual([]);
  });

  test('names what looks like an address and is none, and does not take a block for one', () => {
    const { addresses, unread, unreadCount } = findAddresses(
      '300.1.1.1 10.0.0.0/8 10.0.0.01 1.2.3.4.5 1::2::3\n10.0.0.1',
    );
    expect(addresses.map(({ address }) => address)).toEqual(['10.0.0.1']);
    expect(unread).toEqual(['300.1.1.1', '10.0.0.0/8', '10.0.0.01', '1.2.3.4.5', '1::2::3']);
    expect(unreadCount).toBe(5);
  });

  test('finds every address of both families however it is separated', () => {
    const v4 = fc
      .integer({ min: 0, max: 0xffffffff })
      .map((w0) => formatAddress({ family: 4, w0, w1: 0, w2: 0, w3: 0 }));
    const word = fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.constant(0));
    const v6 = fc
      .tuple(fc.integer({ min: 1, max: 0xffffffff }), word, word, word)
      .map(([w0, w1, w2, w3]) => formatAddress({ family: 6, w0, w1, w2, w3 }));
    const gap = fc.constantFrom('\n', ', ', ';', '\t', ' - - [x] ', '" "', '|');
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(v4, v6), { maxLength: 20 }), gap, (all, between) => {
        expect(found(all.join(between))).toEqual(all);
      }),
    );
  });

  test('looks at so many and says so', () => {
    const many = Array.from(
      { length: mostPastedAddresses + 5 },
      (_, at) => `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`,
    );
    const all = findAddresses(many.join('\n'));
    expect([all.addresses.length, all.isCut]).toEqual([mostPastedAddresses, true]);
    expect(findAddresses(many.slice(0, 9).join(' ')).isCut).toBe(false);
    const long = findAddresses(`${'x'.repeat(1_999_990)}\n10.0.0.1\n10.0.0.2`);
    expect([long.addresses.length, long.isCut]).toEqual([1, true]);
  });

  test('takes its time with nothing: runs of digits, dots and colons stay linear', () => {
    for (const text of ['1.'.repeat(500_000), ':'.repeat(1_000_000), '1'.repeat(1_000_000), 'a:'.repeat(500_000)])
      expect(findAddresses(text).addresses).toEqual([]);
  });
});
