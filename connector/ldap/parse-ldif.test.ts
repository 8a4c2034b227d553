import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLdif } from '#connector/ldap/parse-ldif.ts';
import { ldif } from '#e2e/world/slapd-people.ts';

const read = (text: string) => {
  const parsed = parseLdif(text);
  if (!parsed.ok) return parsed.detail;
  return parsed.entries.map(({ dn, attributes }) => [dn, Object.fromEntries(attributes)]);
};

test('the forms of RFC 2849', () => {
  expect(
    read(
      [
        'version: 1',
        '# a comment',
        '  that goes on',
        'dn: uid=a,dc=b',
        'objectClass: person',
        'cn: long ',
        ' name',
        'CN:: w6k=',
        'sn:no space',
        'jpegPhoto:: /9g=',
        'description:',
        '',
        '',
        'dn:: dWlkPcOp',
        'changetype: add',
        'uid;lang-de: x',
      ].join('\r\n'),
    ),
  ).toEqual([
    [
      'uid=a,dc=b',
      {
        objectclass: ['person'],
        cn: ['long name', 'é'],
        sn: ['no space'],
        jpegphoto: [new Uint8Array([0xff, 0xd8])],
        description: [''],
      },
    ],
    ['uid=é', { 'uid;lang-de': ['x'] }],
  ]);
});

test.each([
  ['uid: a', 'line 1: an entry has to begin with “dn:”'],
  ['\n\ndn: a\nnonsense', 'line 3: a line is neither'],
  ['dn: a\ncn:: ???', 'cn: is not base64'],
  ['dn: a\ncn:< file:///etc/passwd', 'values in other files are not read'],
  ['dn: a\nchangetype: delete', 'this is a file of changes'],
])('%o is refused with its line', (text, sentence) => {
  expect(read(text)).toContain(sentence);
});

test('whatever is written is read again', () => {
  const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 4 }), (pairs) => {
      const text = pairs.map(([dn, cn]) => ldif(dn, [['cn', cn]])).join('');
      expect(read(text)).toEqual(pairs.map(([dn, cn]) => [dn, { cn: [cn] }]));
    }),
  );
});

test('any text is read or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('d', 'n', ':', ' ', '\n', '#', '<', 'a', '=') }), (text) => {
      expect(typeof parseLdif(text).ok).toBe('boolean');
    }),
  );
});
