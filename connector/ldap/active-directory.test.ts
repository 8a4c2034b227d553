import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LdapConfig } from '#connector/disk/config-directory.ts';
import { openTestDirectory, outcomeOf } from '#connector/ldap/directory.test-support.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { accountRefusal } from '#connector/sign-in/account-standing.ts';
import { mintAuthority, mintClient } from '#connector/test-world/test-certificates.ts';
import { canRunSamba, type Samba, startSamba } from '#e2e/world/samba.ts';
import type { SambaPerson } from '#e2e/world/samba-people.ts';

const states = {
  well: {},
  disabled: { isDisabled: true },
  changing: { mustChangePassword: true },
  aged: { isPasswordExpired: true },
  expired: { isExpired: true },
  locked: { isLocked: true },
  night: { isOutsideLogonHours: true },
  elsewhere: { workstations: 'OTHER' },
  carded: { isSmartCardRequired: true },
};

describe.skipIf(!canRunSamba)('Active Directory as directory', () => {
  let samba: Samba;
  let service: SambaPerson;
  let certificate: Uint8Array<ArrayBuffer>;
  const people = new Map<string, SambaPerson>();
  const open: Directory[] = [];
  beforeAll(async () => {
    samba = await startSamba();
    service = await samba.addPerson({ name: 'svc-gatehouse' });
    certificate = (await mintClient('Mapped', await mintAuthority('Corp Root'))).der;
    for (const [name, state] of Object.entries(states)) people.set(name, await samba.addPerson({ name, ...state }));
    for (const name of ['twin1', 'twin2'])
      people.set(name, await samba.addPerson({ name, mail: 'twins@example.test' }));
    const all = await samba.addGroup({ name: 'All staff' });
    const engineers = await samba.addGroup({ name: 'Engineers (R&D)', memberOf: [all] });
    await samba.addGroup({ name: 'Strangers' });
    people.set(
      'grace',
      await samba.addPerson({
        name: 'grace',
        displayName: 'Grace Hopper',
        givenName: 'Grace',
        surname: 'Hopper',
        mail: 'grace@example.test',
        groups: [engineers],
        certificates: [certificate],
        altSecurityIdentities: ['Kerberos:grace@OTHER.TEST'],
      }),
    );
  });
  afterEach(async () => {
    for (const directory of open.splice(0)) await directory.close();
  });
  afterAll(() => samba?.remove());

  function directory(more: Partial<LdapConfig> = {}, realms: readonly string[] = []) {
    const opened = openTestDirectory(
      {
        urls: [samba.url],
        base: samba.baseDn,
        bindUser: service.upn,
        bindPassword: service.password,
        ca: [samba.caPath],
        ...more,
      },
      { realms },
    );
    open.push(opened);
    return opened;
  }

  test('a person with profile and nested groups, found by either name', async () => {
    const here = directory();
    const grace = people.get('grace');
    const expected = {
      directoryId: grace?.guid,
      dn: grace?.dn,
      userName: 'grace',
      displayName: 'Grace Hopper',
      givenName: 'Grace',
      familyName: 'Hopper',
      email: 'grace@example.test',
      userPrincipalName: 'grace@ad.example.test',
      groups: ['All staff', 'Engineers (R&D)'],
      groupsCut: false,
    };
    for (const name of ['grace', 'GRACE', 'grace@ad.example.test'])
      expect(await here.checkPassword(name, grace?.password ?? '')).toMatchObject({
        result: 'accepted',
        person: expected,
      });
  });

  test('a name with its domain before it: the directory judges the domain', async () => {
    const here = directory();
    const password = people.get('grace')?.password ?? '';
    for (const name of ['EXAMPLE\\grace', 'example\\Grace'])
      expect(await here.checkPassword(name, password)).toMatchObject({
        result: 'accepted',
        person: { dn: people.get('grace')?.dn, userName: 'grace' },
        claimedName: name,
      });
    expect(await outcomeOf(here.checkPassword('EXAMPLE\\grace', 'another'))).toBe('refused: wrong-password');
    // No such domain: not grace, though the password is hers.
    expect(await outcomeOf(here.checkPassword('ELSEWHERE\\grace', password))).toBe('refused: wrong-password');
    for (const name of ['EXAMPLE\\nobody', 'EXAMPLE\\', '\\grace', 'EXAMPLE\\EXAMPLE\\grace', 'EXAMPLE\\grace@x'])
      expect(await outcomeOf(here.checkPassword(name, password))).toBe('refused: unknown-user');
  });

  test('groups without nesting, and with the directory walking them', async () => {
    const groups = async (more: LdapConfig['groups']) => {
      const result = await directory({ groups: more }).checkPassword('grace', people.get('grace')?.password ?? '');
      return result.result === 'accepted' ? result.person.groups : result;
    };
    expect(await groups({ nested: false })).toEqual(['Engineers (R&D)']);
    expect(await groups({ nested: false, source: 'chain' })).toEqual(['Engineers (R&D)']);
    expect(await groups({ source: 'chain' })).toEqual(['All staff', 'Engineers (R&D)']);
    expect(await groups({ source: 'member', cacheSeconds: 0 })).toEqual(['All staff', 'Engineers (R&D)']);
    for (const source of ['memberOf', 'member', 'chain'] as const)
      expect(await groups({ source, filter: '(cn=All*)' })).toEqual(['All staff']);
    expect(await groups({ attribute: 'sAMAccountName', base: `CN=Users,${samba.baseDn}` })).toEqual([
      'All staff',
      'Engineers (R&D)',
    ]);
    expect(await groups({ base: `OU=Domain Controllers,${samba.baseDn}` })).toEqual([]);
  });

  test.each([
    ['well', 'accepted'],
    ['disabled', 'refused: account-disabled'],
    ['changing', 'refused: must-change-password'],
    ['aged', 'refused: password-expired'],
    ['expired', 'refused: account-expired'],
    ['locked', 'refused: account-locked'],
    ['night', 'refused: logon-hours'],
    ['elsewhere', 'refused: workstation-not-allowed'],
    ['carded', 'refused: wrong-password'],
  ])('%s: %s', async (name, expected) => {
    expect(await outcomeOf(directory().checkPassword(name, people.get(name)?.password ?? ''))).toBe(expected);
  });

  test('people who are found come with how their account stands', async () => {
    const here = directory();
    const standing = async (name: string) => {
      const found = await here.findPeople(here.userNameFilter(name));
      const entry = found.ok ? found.value[0] : undefined;
      return entry && accountRefusal(entry, Date.now())?.reason;
    };
    const reasons = await Promise.all(['well', 'disabled', 'expired', 'locked'].map(standing));
    expect(reasons).toEqual([undefined, 'account-disabled', 'account-expired', 'account-locked']);
  });

  test('wrong and empty passwords, and nobody', async () => {
    const here = directory();
    expect(await outcomeOf(here.checkPassword('well', 'wrong'))).toBe('refused: wrong-password');
    expect(await outcomeOf(here.checkPassword('well', ''))).toBe('refused: wrong-password');
    for (const name of ['*', 'we*', 'well)(cn=*', 'DC1$', 'Engineers (R&D)'])
      expect(await outcomeOf(here.checkPassword(name, 'x'))).toBe('refused: unknown-user');
  });

  test('two people of one name are nobody', async () => {
    const here = directory({ userNameAttributes: ['mail'] });
    expect(await outcomeOf(here.checkPassword('twins@example.test', 'x'))).toBe('refused: ambiguous-user');
    expect(await outcomeOf(here.checkPassword('grace@example.test', people.get('grace')?.password ?? ''))).toBe(
      'accepted',
    );
  });

  test('a certificate is matched byte for byte', async () => {
    const here = directory();
    const find = (value: Uint8Array<ArrayBuffer>) =>
      here.findPeople({ kind: 'equal', attribute: 'userCertificate', value });
    expect(await find(certificate)).toMatchObject({ ok: true, value: [{ dn: people.get('grace')?.dn }] });
    const other = certificate.with(-1, (certificate.at(-1) ?? 0) ^ 1);
    expect(await find(new Uint8Array(other))).toEqual({ ok: true, value: [] });
  });

  test('principals of own realms by account name, others by their whole name', async () => {
    const here = directory({ flavour: 'active-directory' }, [samba.realm]);
    const dnOf = async (principal: string) => {
      const filter = here.principalFilter(principal);
      const found = filter === undefined ? undefined : await here.findPeople(filter);
      return found?.ok ? found.value.map(({ dn }) => dn) : found;
    };
    expect(await dnOf(`grace@${samba.realm}`)).toEqual([people.get('grace')?.dn]);
    expect(await dnOf('grace@OTHER.TEST')).toEqual([people.get('grace')?.dn]);
    expect(await dnOf('well@OTHER.TEST')).toEqual([]);
    expect(await dnOf(`host/grace@${samba.realm}`)).toEqual([]);
  });

  test('StartTLS; plain binds are refused by the directory itself', async () => {
    const password = people.get('well')?.password ?? '';
    const encrypted = directory({ urls: [samba.plainUrl], startTls: true });
    expect(await outcomeOf(encrypted.checkPassword('well', password))).toBe('accepted');
    const plain = directory({ urls: [samba.plainUrl], allowPlain: true });
    expect(await outcomeOf(plain.checkPassword('well', password))).toBe('unavailable: directory-needs-tls');
  });

  test('64 checks in flight', async () => {
    const here = directory();
    const password = people.get('well')?.password ?? '';
    const outcomes = await Promise.all(
      Array.from({ length: 64 }, () => outcomeOf(here.checkPassword('well', password))),
    );
    expect(new Set(outcomes)).toEqual(new Set(['accepted']));
  });
});
