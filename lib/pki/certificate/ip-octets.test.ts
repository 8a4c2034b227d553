import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '#lib/core/bytes.ts';
import { ipOctets } from '#lib/pki/certificate/ip-octets.ts';

const hex = (text: string) => {
  const octets = ipOctets(text);
  return octets && toHex(octets);
};

describe('ipOctets', () => {
  it.each([
    ['127.0.0.1', '7f000001'],
    ['::1', '00000000000000000000000000000001'],
    ['::', '00000000000000000000000000000000'],
    ['[2001:DB8::A]', '20010db800000000000000000000000a'],
    ['2001:db8:1:2:3:4:5:6', '20010db8000100020003000400050006'],
    ['2001:db8::', '20010db8000000000000000000000000'],
    ['::ffff:10.0.0.1', '00000000000000000000ffff0a000001'],
  ])('reads %s', (text, octets) => {
    expect(hex(text)).toBe(octets);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4.5',
    'a.b.c.d',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    '::1.2.3',
    'localhost',
  ])('says that %j is no address', (text) => {
    expect(ipOctets(text)).toBeUndefined();
  });

  it('reads every address that is written out', () => {
    fc.assert(fc.property(fc.ipV4(), (text) => hex(text)?.length === 8));
    fc.assert(fc.property(fc.ipV6(), (text) => hex(text)?.length === 32));
  });
});
