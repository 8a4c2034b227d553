import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writePowershell } from '#lib/pki/mapping/identity-changes/write-powershell.ts';

const guid = '33221100554477668899aabbccddeeff';

it('names people by objectGUID, else by DN', () => {
  const identities = ['X509:<I>DC=com,CN=CA<SR>01', 'X509:<SKI>ab'];
  const text = writePowershell(
    [
      { dn: 'CN=Ada,DC=corp', objectGuid: guid, name: 'ada', identities },
      { dn: "CN=O'Neil,DC=corp", name: 'oneil', identities: ['X509:<SKI>cd'], omitted: ['One is left out.'] },
    ],
    ['For two'],
  );
  expect(text.split('\r\n')).toEqual([
    '# For two',
    '#Requires -Modules ActiveDirectory',
    '',
    '# ada',
    "Set-ADUser -Identity '00112233-4455-6677-8899-aabbccddeeff' -Add @{altSecurityIdentities=@('X509:<I>DC=com,CN=CA<SR>01', 'X509:<SKI>ab')}",
    '',
    '# oneil',
    '# One is left out.',
    "Set-ADUser -Identity 'CN=O''Neil,DC=corp' -Add @{altSecurityIdentities=@('X509:<SKI>cd')}",
    '',
  ]);
});

/** What PowerShell reads: outside of single quotes only what is written here may stand. */
function readScript(text: string): string[] {
  const code = text.replaceAll(/^#.*\r\n/gm, '');
  const literals: string[] = [];
  const bare = code.replaceAll(/'((?:[^']|'')*)'/g, (_, inner: string) => {
    literals.push(inner.replaceAll("''", "'"));
    return '_';
  });
  const decoded = '\\(\\[Text\\.Encoding\\]::UTF8\\.GetString\\(\\[Convert\\]::FromBase64String\\(_\\)\\)\\)';
  const value = `(?:_|${decoded})`;
  expect(bare.trim()).toMatch(
    new RegExp(`^Set-ADUser -Identity ${value} -Add @\\{altSecurityIdentities=@\\(${value}(?:, ${value})*\\)\\}$`),
  );
  const isEncoded = [...bare.matchAll(new RegExp(value, 'g'))].map(([one]) => one !== '_');
  return literals.map((one, at) => (isEncoded[at] === true ? Buffer.from(one, 'base64').toString() : one));
}

it.each([
  "'; Remove-ADUser ada; '",
  '\u2019; Remove-ADUser ada; \u2018',
  '\u201a\u201b',
  '$(Remove-ADUser ada)',
  '`',
  '"',
  'a\r\nRemove-ADUser ada',
  'Ò', // In code page 1252 its second octet is a quotation mark.
])('lets “%s” be a value and nothing else', (value) => {
  const text = writePowershell([{ dn: value, name: value, identities: [value, `X509:<S>${value}`] }]);
  expect(readScript(text)).toEqual([value, value, `X509:<S>${value}`]);
  expect(text).toMatch(/^[\x20-\x7e\r\n]*$/);
});

it('says what it was given, whatever that is', () => {
  const some = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((text) => text.toWellFormed());
  fc.assert(
    fc.property(some, some, fc.array(some, { minLength: 1, maxLength: 4 }), (dn, name, identities) => {
      expect(readScript(writePowershell([{ dn, name, identities }]))).toEqual([dn, ...identities]);
    }),
  );
});
