import { expect, test } from 'vitest';
import { principalFilter, userNameFilter } from '#connector/ldap/name-filters.ts';
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
