import { expect, it } from 'vitest';
import { withoutNamesakes, writeFileName } from '#lib/pki/files/write-file-name.ts';

it.each([
  ['sso.fabrikam.example', 'sso.fabrikam.example.pem'],
  ['*.fabrikam.example', 'wildcard.fabrikam.example.pem'],
  ['Corp Issuing CA 2', 'corp-issuing-ca-2.pem'],
  ['Bücherei / Göteborg', 'bucherei-goteborg.pem'],
  ['../../etc/passwd', 'etc-passwd.pem'],
  ['..\\..\\boot.ini', 'boot.ini.pem'],
  ['con', 'certificate-con.pem'],
  ['日本', 'certificate.pem'],
  ['', 'certificate.pem'],
  ['a\u0000b\u202egnp', 'a-b-gnp.pem'],
])('calls the file of “%s” %s', (name, file) => {
  expect(writeFileName(name, 'pem')).toBe(file);
});

it('keeps a name within what file systems take', () => {
  expect(writeFileName('x'.repeat(5_000), 'pem').length).toBeLessThan(100);
});

it('numbers files of one name', () => {
  expect(withoutNamesakes(['a.pem', 'a.pem', 'b.pem', 'a.pem'])).toEqual(['a.pem', 'a-2.pem', 'b.pem', 'a-3.pem']);
  expect(withoutNamesakes(['a.pem', 'a-2.pem', 'a.pem'])).toEqual(['a.pem', 'a-2.pem', 'a-3.pem']);
});
