import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { IdentityChange } from '#lib/pki/mapping/identity-changes/identity-change.ts';
import { writeLdif } from '#lib/pki/mapping/identity-changes/write-ldif.ts';

const serial = 'X509:<I>DC=com,CN=CA<SR>01';
const change = (more: Partial<IdentityChange> = {}): IdentityChange => ({
  dn: 'CN=Ada,DC=corp',
  name: 'ada',
  identities: [serial],
  ...more,
});

/** RFC 2849, as far as it is used here: lines to records of attributes and values. */
function readLdif(text: string): [string, string][][] {
  return text
    .trimEnd()
    .split('\n\n')
    .map((record) =>
      record
        .split('\n')
        .filter((line) => !line.startsWith('#'))
        .map((line): [string, string] => {
          const [, name = '', isEncoded = '', value = ''] = /^([A-Za-z]+):(:?) (.*)$/.exec(line) ?? ['', line];
          return [name, isEncoded === ':' ? Buffer.from(value, 'base64').toString() : value];
        }),
    );
}

it('adds values to several people, whatever they are called', () => {
  const text = writeLdif(
    [change({ identities: [serial, 'X509:<SKI>ab'] }), change({ dn: 'CN=Åsa,DC=corp', name: 'asa' })],
    ['For two'],
  );
  expect(text).toBe(`# For two
version: 1

# ada
dn: CN=Ada,DC=corp
changetype: modify
add: altSecurityIdentities
altSecurityIdentities: X509:<I>DC=com,CN=CA<SR>01
altSecurityIdentities: X509:<SKI>ab
-

# asa
dn:: Q049w4VzYSxEQz1jb3Jw
changetype: modify
add: altSecurityIdentities
altSecurityIdentities: X509:<I>DC=com,CN=CA<SR>01
-
`);
});

it.each([' CN=a', 'CN=a ', ':a', '<a', 'CN=a\ndn: CN=b', 'CN=a\r', 'CN=\0', 'CN=\u2018', 'CN=\t'])(
  'encodes “%s”',
  (dn) => {
    expect(writeLdif([change({ dn })])).toContain(`dn:: ${Buffer.from(dn).toString('base64')}\n`);
  },
);

it('lets no name out of its comment', () => {
  const text = writeLdif([change({ name: 'ada\ndn: CN=Eve', omitted: ['\u2028-\r\n'] })], ['a\nb']);
  expect(text.split('\n').slice(0, 6)).toEqual([
    '# a?b',
    'version: 1',
    '',
    '# ada?dn: CN=Eve',
    '# ?-?',
    'dn: CN=Ada,DC=corp',
  ]);
});

it('says what it was given, and nothing more, whatever that is', () => {
  const some = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((text) => text.toWellFormed());
  fc.assert(
    fc.property(some, some, fc.array(some, { minLength: 1, maxLength: 4 }), (dn, name, identities) => {
      const [version, record, ...others] = readLdif(writeLdif([{ dn, name, identities }]));
      expect([version, others]).toEqual([[['version', '1']], []]);
      expect(record).toEqual([
        ['dn', dn],
        ['changetype', 'modify'],
        ['add', 'altSecurityIdentities'],
        ...identities.map((identity) => ['altSecurityIdentities', identity]),
        ['-', ''],
      ]);
    }),
  );
});
