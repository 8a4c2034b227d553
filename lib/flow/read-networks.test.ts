import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from '#lib/flow/address.ts';
import { blockRange, formatBlock, parseBlock } from '#lib/flow/block.ts';
import { readNetworks } from '#lib/flow/read-networks.ts';
import { splitRange } from '#lib/flow/split-range.ts';

/** Blocks, label and codes of each entry. */
function summary(text: string): unknown[] {
  return readNetworks(text).map(({ blocks, label, notes, problem }) => [
    blocks.join(' '),
    label ?? '',
    problem?.code ?? notes.map((note) => note.code).join(' '),
  ]);
}

describe('readNetworks', () => {
  test('takes addresses between spaces for a list, not for labels', () => {
    expect(summary('1.1.1.1 2.2.2.0/24  2001:db8::/32')).toEqual([
      ['1.1.1.1/32', '', 'single-address'],
      ['2.2.2.0/24', '', ''],
      ['2001:db8::/32', '', ''],
    ]);
  });

  test.each([
    ['24.12.34.56/32', '24.12.34.56/32', '', ''],
    ['24.12.34.56', '24.12.34.56/32', '', 'single-address'],
    ['2001:DB8::/32', '2001:db8::/32', '', 'rewritten'],
    ['2001:db8::7', '2001:db8::7/128', '', 'single-address'],
    ['10.1.2.3/16', '10.1.0.0/16', '', 'host-bits'],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8', '', 'mapped'],
    ['::ffff:10.0.0.1', '10.0.0.1/32', '', 'mapped single-address'],
    ['fe80::1%eth0', 'fe80::1/128', '', 'zone-dropped single-address'],
    ['10.0.0.0-10.0.0.255', '10.0.0.0/24', '', 'range'],
    ['10.0.0.1 – 10.0.0.2 Lab', '10.0.0.1/32 10.0.0.2/32', 'Lab', 'range'],
    ['10.0.0.5-9', '10.0.0.5/32 10.0.0.6/31 10.0.0.8/31', '', 'range'],
    ['2001:db8::-2001:db8::ffff', '2001:db8::/112', '', 'range'],
    ['0.0.0.0-255.255.255.255', '0.0.0.0/0', '', 'range'],
    ['10.1.0.0/255.255.0.0', '10.1.0.0/16', '', 'netmask'],
    ['10.1.2.3/255.255.0.0', '10.1.0.0/16', '', 'netmask host-bits'],
    ['0.0.0.0/0.0.0.0', '0.0.0.0/0', '', 'netmask'],
    ['10.0.0.0 255.0.0.0', '10.0.0.0/8', '', 'netmask'],
    ['10.1.2.3 255.255.0.0 Head office', '10.1.0.0/16', 'Head office', 'netmask host-bits'],
    ['10.0.0.0 0.255.255.255', '10.0.0.0/8', '', 'netmask'],
    ['10.0.0.0/0.0.0.255', '10.0.0.0/24', '', 'netmask'],
    ['0.0.0.0 0.0.0.0', '0.0.0.0/0', '', 'netmask'],
    ['10.0.0.0 255.0.255.0', '', '', 'netmask'],
    ['1.2.3.4 2', '1.2.3.4/32', '2', 'single-address'],
    ['1.2.3.4 Floor 2.3', '1.2.3.4/32', 'Floor 2.3', 'single-address'],
    ['10.1.*', '10.1.0.0/16', '', 'wildcard'],
    ['10.1.2.*', '10.1.2.0/24', '', 'wildcard'],
    ['10.*.*.*', '10.0.0.0/8', '', 'wildcard'],
    ['1.2.3.4 Head office', '1.2.3.4/32', 'Head office', 'single-address'],
    ['1.2.3.4/32\tHead office, Berlin', '1.2.3.4/32', 'Head office, Berlin', ''],
    ['1.2.3.4/32;Head office', '1.2.3.4/32', 'Head office', ''],
    ['"1.2.3.4/32","Head office"', '1.2.3.4/32', 'Head office', ''],
    ['1.2.3.4/32 # Head office, Berlin; 2 floors', '1.2.3.4/32', 'Head office, Berlin; 2 floors', ''],
    ['1.2.3.4/32 Office #2', '1.2.3.4/32', 'Office #2', ''],
    ['1.2.3.4 - Head office', '1.2.3.4/32', 'Head office', 'single-address'],
    ['1.2.3.4 - 2 floors', '1.2.3.4/32', '2 floors', 'single-address'],
    ['\u200b1.2.3.4/32\u200b', '1.2.3.4/32', '', ''],
    ['10.0.0.300', '', '', 'octet-too-large'],
    ['010.0.0.1', '', '', 'leading-zero'],
    ['10.0.0.0/33', '', '', 'prefix-length'],
    ['[::1]:80', '', '', 'has-brackets'],
    ['1.2.3.4:80', '', '', 'has-port'],
    ['10.0.0.9-10.0.0.5', '', '', 'range-order'],
    ['10.0.0.9-5', '', '', 'range-order'],
    ['10.0.0.1-2001:db8::1', '', '', 'range-families'],
    ['::fffe:0:1-::1:0:0:0', '', '', 'mapped-prefix'],
    ['::fffe:0:0-::ffff', '', '', 'range-order'],
    ['::-0:0:0:0:1::', '::/80 ::1:0:0:0/128', '', 'range'],
    ['10.0.0.1-10.0.0.256', '', '', 'octet-too-large'],
    ['10.0.0.0/255.0.255.0', '', '', 'netmask'],
    ['10.*.1.*', '', '', 'wildcard'],
    ['*', '', '', 'wildcard'],
    ['300.*', '', '', 'octet-too-large'],
    ['office.example', '', '', 'not-an-address'],
    ['Head office', '', 'office', 'not-an-address'],
  ])('reads %j', (text, blocks, label, codes) => {
    expect(summary(text)).toEqual([[blocks, label, codes]]);
  });

  test('offers the one address where host bits are set', () => {
    const [reading] = readNetworks('10.1.2.3/16 HQ');
    expect(reading?.notes[0]?.alternative).toBe('10.1.2.3/32');
    expect(reading?.notes[0]?.message).toContain('10.1.0.0 to 10.1.255.255');
  });

  test('counts lines, and splits at line ends, commas and semicolons', () => {
    const pasted = '# Offices\r\n1.1.1.1, 2.2.2.2;3.3.3.3 Lab\n\n10.0.0.1 10.0.0.2\r4.4.4.4,5.5.5.555 # both\n;,\n';
    expect(readNetworks(pasted).map(({ line, text, label, problem }) => [line, text, label, problem?.code])).toEqual([
      [2, '1.1.1.1', undefined, undefined],
      [2, '2.2.2.2', undefined, undefined],
      [2, '3.3.3.3', 'Lab', undefined],
      [4, '10.0.0.1', undefined, undefined],
      [4, '10.0.0.2', undefined, undefined],
      [5, '4.4.4.4', 'both', undefined],
      [5, '5.5.5.555', 'both', 'octet-too-large'],
    ]);
  });

  test('takes any text, and gives canonical blocks or a problem for every entry', () => {
    const nearly = fc.array(
      fc.constantFrom(
        '10.0.0.1',
        '/8',
        '/255.0.0.0',
        '-',
        ' ',
        ',',
        ';',
        '#',
        '\n',
        '*',
        '.',
        '::',
        'fe80::1',
        '%',
        'a',
        '"',
        '9',
        '–',
      ),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          nearly.map((parts) => parts.join('')),
          fc.string({ unit: 'binary', maxLength: 60 }),
        ),
        (text) => {
          for (const reading of readNetworks(text)) {
            expect(reading.blocks.length > 0).toBe(reading.problem === undefined);
            for (const block of reading.blocks) {
              const read = parseBlock(block);
              expect(read.ok && formatBlock(read.value)).toBe(block);
            }
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

describe('splitRange', () => {
  const octet = fc.constantFrom(0, 1, 2, 127, 128, 254, 255);
  const v4 = fc.array(octet, { minLength: 4, maxLength: 4 }).map((octets) => octets.join('.'));
  const group = fc.constantFrom('0', '1', '7fff', '8000', 'ffff');
  const v6 = fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(':'));

  function value(text: string): bigint {
    return ipaddr
      .parse(text)
      .toByteArray()
      .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  }

  test.each([
    ['IPv4', v4],
    ['IPv6', v6.filter((text) => !text.startsWith('0:0:0:0:0:ffff:'))],
  ] as const)('covers an %s range exactly, in order, and with no two blocks that one could replace', (_, texts) => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const [first = a, last = b] = [a, b].sort((x, y) => (value(x) < value(y) ? -1 : 1));
        const from = parseAddress(first);
        const to = parseAddress(last);
        if (!from.ok || !to.ok) throw new Error('no address');
        const blocks = splitRange(from.value, to.value);
        let next = value(first);
        let previous: { start: bigint; size: bigint } | undefined;
        for (const block of blocks) {
          const range = blockRange(block);
          const start = value(formatAddress(range.first));
          const size = value(formatAddress(range.last)) - start + 1n;
          expect(start).toBe(next);
          expect(previous?.size === size && previous.start % (size * 2n) === 0n).toBe(false);
          previous = { start, size };
          next = start + size;
        }
        expect(next).toBe(value(last) + 1n);
      }),
      { numRuns: 300 },
    );
  });
});
