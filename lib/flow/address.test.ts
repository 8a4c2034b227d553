import { isIP } from 'node:net';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { compareAddresses, formatAddress, parseAddress } from '#lib/flow/address.ts';

function canonical(text: string): string {
  const read = parseAddress(text);
  return read.ok ? formatAddress(read.value) : read.problem.code;
}

/** Groups with many zeros and ones of every length, so that runs of zeros appear in all places. */
const group = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  fc.integer({ min: 0, max: 0xffff }),
  fc.integer({ min: 0, max: 15 }),
);
const groups = fc.array(group, { minLength: 8, maxLength: 8 });

describe('parseAddress', () => {
  test.each([
    ['24.12.34.56', '24.12.34.56'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::1:2:3:4:5:6:7', '0:1:2:3:4:5:6:7'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
    ['::1.2.3.4', '::102:304'],
    ['::ffff:24.12.34.56', '24.12.34.56'],
    ['::FFFF:180c:2238', '24.12.34.56'],
    ['0:0:0:0:0:ffff:24.12.34.56', '24.12.34.56'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:10.0.0.1%3', '10.0.0.1'],
  ])('reads %s as %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['10.0.0.1 ', 'has-spaces'],
    ['10.0.0.0/8', 'is-block'],
    ['[::1]', 'has-brackets'],
    ['[::1]:443', 'has-brackets'],
    ['10.0.0.1:443', 'has-port'],
    ['010.0.0.1', 'leading-zero'],
    ['10.0.0.00', 'leading-zero'],
    ['::ffff:10.0.0.01', 'leading-zero'],
    ['10.0.0.256', 'octet-too-large'],
    ['10.0.0', 'octet-count'],
    ['10.0.0.0.0', 'octet-count'],
    ['10..0.1', 'octet-count'],
    ['167772161', 'octet-count'],
    ['fe80::1%', 'bad-zone'],
    ['fe80::1%a%b', 'bad-zone'],
    ['10.0.0.1%eth0', 'bad-zone'],
    ['12345::', 'group-too-long'],
    ['1:2:3:4:5:6:7', 'group-count'],
    ['1:2:3:4:5:6:7:8:9', 'group-count'],
    ['::1:2:3:4:5:6:7:8', 'group-count'],
    ['1:2:3:4:5:6:7:8::', 'group-count'],
    [':1::2', 'group-count'],
    ['1::2:', 'group-count'],
    ['1::2::3', 'double-colon-twice'],
    [':::', 'double-colon-twice'],
    ['1.2.3.4::', 'not-an-address'],
    ['1:2:3:4:5:6:7:1.2.3.4', 'group-count'],
    ['::1.2.3', 'octet-count'],
    ['localhost', 'not-an-address'],
    ['0x7f.0.0.1', 'not-an-address'],
    ['１０.0.0.1', 'not-an-address'],
  ])('refuses %j as %s', (text, code) => {
    expect(canonical(text)).toBe(code);
  });

  test('its messages stay on one line and short, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const read = parseAddress(text);
        if (read.ok) return;
        expect(read.problem.message).not.toMatch(/\p{Cc}/u);
        expect(read.problem.message.length).toBeLessThan(260);
      }),
    );
  });

  test('accepts what node:net accepts and nothing else', () => {
    const nearly = fc.array(
      fc.constantFrom('0', '1', '25', '255', '256', '01', '.', ':', '::', 'f', 'ffff', 'abcde', '1.2.3.4', '%', 'e1'),
      {
        maxLength: 18,
      },
    );
    fc.assert(
      fc.property(nearly, (parts) => {
        const text = parts.join('');
        expect({ text, isAddress: parseAddress(text).ok }).toEqual({ text, isAddress: isIP(text) !== 0 });
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('formatAddress', () => {
  test('writes IPv6 as ipaddr.js does by RFC 5952, and reads every spelling of it back', () => {
    fc.assert(
      fc.property(groups, fc.boolean(), (parts, isUpper) => {
        const plain = parts.map((part) => part.toString(16).padStart(4, '0')).join(':');
        const peer = ipaddr.IPv6.parse(plain);
        const expected = peer.isIPv4MappedAddress() ? peer.toIPv4Address().toString() : peer.toRFC5952String();
        for (const text of [plain, peer.toNormalizedString(), peer.toRFC5952String()]) {
          expect(canonical(isUpper ? text.toUpperCase() : text)).toBe(expected);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  test('writes IPv4, also from both mapped forms', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
        const hex = `::ffff:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        expect([text, `::ffff:${text}`, hex].map(canonical)).toEqual([text, text, text]);
      }),
    );
  });
});

test('compareAddresses puts IPv4 first and then goes by value', () => {
  const sorted = ['10.0.0.9', '10.0.0.10', '200.0.0.1', '::', '::1', '1::', '8000::', '8000::1:0:0'];
  const read = sorted.toReversed().flatMap((text) => {
    const address = parseAddress(text);
    return address.ok ? [address.value] : [];
  });
  expect(read.sort(compareAddresses).map(formatAddress)).toEqual(sorted);
});
