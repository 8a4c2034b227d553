import { expect, test } from 'vitest';
import { accountOfDomainName, principalFilter, userNameFilter } from '#connector/ldap/name-filters.ts';
import { filterText } from '#lib/pki/mapping/filter.ts';

const ad = { flavour: 'active-directory', realms: ['AD.EXAMPLE.TEST'] } as const;
const other = { flavour: 'openldap', realms: ['EXAMPLE.TEST'] } as const;

test.each([
  ['alice@AD.EXAMPLE.TEST', ad, '(sAMAccountName=alice)'],
  ['alice@EXAMPLE.TEST', other, '(uid=alice)'],
  ['*)(uid=*@EXAMPLE.TEST', other, '(uid=\\2a\\29\\28uid=\\2a)'],
  // Realms differ by case, and one that begins or ends alike is another one.
  [
    'alice@ad.example.test',
    ad,
    '(|(userPrincipalName=alice@ad.example.test)(altSecurityIdentities=Kerberos:alice@ad.example.test))',
  ],
  ['alice@SUB.EXAMPLE.TEST', other, '(krbPrincipalName=alice@SUB.EXAMPLE.TEST)'],
  ['alice/admin@EXAMPLE.TEST', other, '(krbPrincipalName=alice/admin@EXAMPLE.TEST)'],
  ['a\\tb@EXAMPLE.TEST', other, '(krbPrincipalName=a\\5ctb@EXAMPLE.TEST)'],
  ['alice', other, undefined],
  ['@EXAMPLE.TEST', other, undefined],
  ['alice@', other, undefined],
  ['alice\\@EXAMPLE.TEST@EXAMPLE.TEST', other, undefined],
  ['alice@OTHER@EXAMPLE.TEST', other, undefined],
])('%s', (principal, wishes, expected) => {
  const filter = principalFilter(principal, wishes);
  expect(filter && filterText(filter)).toBe(expected);
});

test('a typed name by one attribute or by several', () => {
  expect(filterText(userNameFilter(['uid'], 'a*'))).toBe('(uid=a\\2a)');
  expect(filterText(userNameFilter(['uid', 'mail'], 'a'))).toBe('(|(uid=a)(mail=a))');
});

test('of a name with its domain only the account is looked for, and only where accounts are', () => {
  const typed = 'CORP\\alice';
  expect(filterText(userNameFilter(['sAMAccountName', 'mail'], typed, accountOfDomainName(typed)))).toBe(
    '(|(sAMAccountName=alice)(mail=CORP\\5calice))',
  );
  for (const other of ['alice', 'CORP\\', '\\alice', 'A\\B\\alice', 'CORP\\alice@x', 'SIXTEEN-LETTERS-\\alice'])
    expect(accountOfDomainName(other)).toBeUndefined();
});
