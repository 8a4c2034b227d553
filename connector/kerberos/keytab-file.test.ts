import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWeak, type KeytabEntry, readKeytab } from '#connector/kerberos/keytab-file.ts';

type Written = {
  readonly components: readonly string[];
  readonly realm: string;
  readonly version: number;
  readonly enctype: number;
  readonly key: Uint8Array;
};

const uint = (octets: number, value: number): Buffer => {
  const written = Buffer.alloc(octets);
  written.writeUIntBE(value, 0, octets);
  return written;
};
const data = (value: Uint8Array | string): Buffer => {
  const octets = Buffer.from(value as string);
  return Buffer.concat([uint(2, octets.length), octets]);
};

function record({ components, realm, version, enctype, key }: Written): Buffer {
  const entry = Buffer.concat([
    ...[uint(2, components.length), data(realm), ...components.map(data)],
    ...[uint(4, 1), uint(4, 1_700_000_000), uint(1, version & 0xff), uint(2, enctype), data(key)],
    ...(version > 0xff ? [uint(4, version)] : []),
  ]);
  return Buffer.concat([uint(4, entry.length), entry]);
}

function hole(length: number): Buffer {
  const written = Buffer.alloc(4 + length);
  written.writeInt32BE(-length);
  return written;
}

const keytab = (...records: readonly Buffer[]) => Buffer.concat([Buffer.from('0502', 'hex'), ...records]);

const writtenArbitrary: fc.Arbitrary<Written> = fc.record({
  components: fc.array(fc.stringMatching(/^[A-Za-z0-9.$-]{1,20}$/), { minLength: 1, maxLength: 3 }),
  realm: fc.stringMatching(/^[A-Z0-9.]{1,20}$/),
  version: fc.integer({ min: 1, max: 70_000 }),
  enctype: fc.constantFrom(17, 18, 19, 20, 23),
  key: fc.uint8Array({ minLength: 16, maxLength: 32 }),
});

test('what was written is read, with holes between', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(writtenArbitrary, fc.nat(40))), (records) => {
      const file = keytab(...records.flatMap(([written, gap]) => [record(written), ...(gap > 0 ? [hole(gap)] : [])]));
      const expected = records.map(
        ([{ components, realm, version, enctype, key }]): KeytabEntry => ({
          principal: `${components.join('/')}@${realm}`,
          version,
          enctype,
          keyDigest: createHash('sha256').update(key).digest('hex'),
        }),
      );
      expect(readKeytab(file)).toEqual(expected);
    }),
  );
});

test('a keytab cut anywhere, and any octets, are read or refused, never thrown at', () => {
  const whole = keytab(
    record({
      components: ['HTTP', 'sso.example.com'],
      realm: 'EXAMPLE.COM',
      version: 300,
      enctype: 18,
      key: Buffer.alloc(32),
    }),
  );
  for (let length = 0; length < whole.length; length += 1) {
    const read = readKeytab(whole.subarray(0, length));
    expect(read === undefined || read.length === 0).toBe(true);
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (octets) => {
      const read = readKeytab(Buffer.concat([Buffer.from('0502', 'hex'), octets]));
      expect(read === undefined || Array.isArray(read)).toBe(true);
    }),
  );
});

test('other formats are none', () => {
  expect(readKeytab(Buffer.from('0501', 'hex'))).toBeUndefined();
  expect(readKeytab(Buffer.from('-----BEGIN'))).toBeUndefined();
});

test('parts of a name that hold a separator are told from it', () => {
  const [entry] =
    readKeytab(
      keytab(record({ components: ['a/b', 'c@d'], realm: 'R', version: 1, enctype: 18, key: Buffer.alloc(32) })),
    ) ?? [];
  expect(entry?.principal).toBe('a\\/b/c\\@d@R');
});

test('RC4 and DES are weak, AES is not', () => {
  const weak = (enctype: number) => isWeak({ principal: '', version: 1, enctype, keyDigest: '' });
  expect([1, 3, 16, 23, 17, 18, 20].map(weak)).toEqual([true, true, true, true, false, false, false]);
});
