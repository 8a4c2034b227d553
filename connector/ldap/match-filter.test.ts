import fc from 'fast-check';
import { Client } from 'ldapts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matchesFilter } from '#connector/ldap/match-filter.ts';
import { parseLdif } from '#connector/ldap/parse-ldif.ts';
import { toLdapFilter } from '#connector/ldap/to-ldap-filter.ts';
import { canRunSlapd, type Slapd, startSlapd } from '#e2e/world/slapd.ts';
import { personLdif } from '#e2e/world/slapd-people.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';

const base = 'dc=example,dc=test';
const texts = [
  'a',
  'A',
  'ab',
  'a b',
  ' a  b ',
  'A B',
  '*',
  '(',
  ')',
  '\\',
  'a*',
  '\\2a',
  'é',
  'É',
  'a,b',
  '"',
  '=',
  '#a',
];
const people = texts.map((text, index) => ({
  uid: `p${index}`,
  cn: text,
  displayName: texts[(index * 5 + 1) % texts.length] ?? 'a',
  mail: [`m${index}@example.test`, `both@example.test`].slice(0, 1 + (index % 2)),
}));

const attribute = fc.constantFrom('cn', 'displayName', 'mail', 'uid', 'description', 'objectClass', 'noSuchAttribute');
const value = fc.oneof(
  fc.constantFrom(...texts, 'p1', 'P2', 'both@example.test', 'BOTH@example.test', 'inetOrgPerson', 'person', 'TOP', ''),
  fc.string({ unit: fc.constantFrom('a', 'b', 'A', ' ', '*', '(', ')', '\\', '\0', ',', 'é'), maxLength: 4 }),
);
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ kind: fc.constant('equal' as const), attribute, value }),
    fc.record({ kind: fc.constant('present' as const), attribute }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      filters: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

describe.skipIf(!canRunSlapd)('filters on a file', () => {
  let slapd: Slapd;
  let client: Client;
  beforeAll(async () => {
    slapd = await startSlapd({ people });
    client = new Client({ url: slapd.plainUrl });
    await client.bind(slapd.service.dn, slapd.service.password);
  });
  afterAll(async () => {
    await client?.unbind();
    await slapd?.remove();
  });

  test('find the entries that OpenLDAP finds', async () => {
    const parsed = parseLdif(people.map((person) => personLdif(base, person)).join(''));
    if (!parsed.ok) throw new Error(parsed.detail);
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(filter, async (asked) => {
        const { searchEntries } = await client.search(`ou=people,${base}`, {
          scope: 'one',
          filter: toLdapFilter(asked),
          attributes: ['uid'],
        });
        const there = searchEntries.map((entry) => String(entry['uid'])).toSorted();
        const here = parsed.entries.filter((entry) => matchesFilter(entry, asked));
        expect(here.map((entry) => String(entry.attributes.get('uid')?.[0])).toSorted()).toEqual(there);
        hits += there.length;
      }),
      { numRuns: 1_500 },
    );
    expect(hits).toBeGreaterThan(100);
  });
});

test('an entry is never found by a password', () => {
  const entry = { dn: 'uid=a', attributes: new Map([['userpassword', ['secret']]]) };
  expect(matchesFilter(entry, { kind: 'present', attribute: 'userPassword' })).toBe(false);
  expect(matchesFilter(entry, { kind: 'equal', attribute: 'USERPASSWORD', value: 'secret' })).toBe(false);
});

test('octets are compared as they are, names of entries without regard to spaces', () => {
  const attributes = new Map([
    ['usercertificate;binary', [new Uint8Array([48, 1])]],
    ['member', ['cn=A, dc=b']],
  ]);
  const entry = { dn: 'cn=x', attributes };
  const fits = (name: string, wanted: string | Uint8Array<ArrayBuffer>) =>
    matchesFilter(entry, { kind: 'equal', attribute: name, value: wanted });
  expect(fits('userCertificate', new Uint8Array([48, 1]))).toBe(true);
  expect(fits('userCertificate', new Uint8Array([48, 2]))).toBe(false);
  expect(fits('member', 'CN=a,DC=B')).toBe(true);
});
