import { Attribute, Change, Client } from 'ldapts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LdapConfig } from '#connector/disk/config-directory.ts';
import { openTestDirectory, outcomeOf } from '#connector/ldap/directory.test-support.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { accountRefusal } from '#connector/sign-in/account-standing.ts';
import { mintAuthority, mintClient } from '#connector/test-world/test-certificates.ts';
import { canRunSlapd, type Slapd, slapdGroupDn, slapdLockout, slapdPersonDn, startSlapd } from '#e2e/world/slapd.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { mappingCandidates } from '#lib/pki/mapping/mapping-candidates.ts';

const wild = ['*', 'al*', 'alice)(uid=*', '*)(uid=*))(|(uid=*', 'alice\0', '\\61lice', 'dn', '(', 'é'.repeat(200)];
const strange = 'x)(uid=*,\\+"#;<>= ü';

describe.skipIf(!canRunSlapd)('OpenLDAP as directory', () => {
  let slapd: Slapd;
  let certificate: Uint8Array<ArrayBuffer>;
  let sameNumber: Uint8Array<ArrayBuffer>;
  const open: Directory[] = [];
  beforeAll(async () => {
    const authority = await mintAuthority('unused', {
      subject: [
        ['C', 'DE'],
        ['O', 'Quotes " and, commas + plus; \\ = #'],
        ['CN', ' Spaces '],
      ],
    });
    const serial = Uint8Array.of(0, 0xff, 2, 3);
    certificate = (await mintClient('Bob', authority, { serial })).der;
    sameNumber = (await mintClient('Bob', authority, { serial })).der;
    slapd = await startSlapd({
      people: [
        { uid: 'alice', displayName: 'Alice Example' },
        { uid: 'bob', certificates: [certificate] },
        { uid: 'locked', isLocked: true },
        { uid: 'aged', isPasswordExpired: true },
        { uid: 'fresh', mustChangePassword: true },
        { uid: 'keyless', hasNoPassword: true },
        { uid: 'victim' },
        { uid: 'twin1', mail: ['twins@example.test'] },
        { uid: 'twin2', mail: ['twins@example.test'] },
        { uid: strange },
      ],
      groups: [
        { name: 'staff', members: [slapdPersonDn('alice'), slapdPersonDn(strange)] },
        { name: 'unique', members: [slapdPersonDn('alice')], kind: 'groupOfUniqueNames' },
        { name: 'everybody', members: [slapdGroupDn('staff'), slapdGroupDn('circle')] },
        { name: 'circle', members: [slapdGroupDn('everybody')] },
        { name: 'others', members: [slapdPersonDn('bob')] },
        ...Array.from({ length: 620 }, (_, index) => ({ name: `many-${index}`, members: [slapdPersonDn('victim')] })),
      ],
      more: `dn: cn=posix,ou=groups,dc=example,dc=test\nobjectClass: posixGroup\ncn: posix\ngidNumber: 7\nmemberUid: alice\n\n`,
    });
  });
  afterEach(async () => {
    for (const directory of open.splice(0)) await directory.close();
  });
  afterAll(() => slapd?.remove());

  function directory(more: Partial<LdapConfig> = {}) {
    const opened = openTestDirectory({
      urls: [slapd.url],
      base: slapd.base,
      bindUser: slapd.service.dn,
      bindPassword: slapd.service.password,
      ca: [slapd.caPath],
      ...more,
    });
    open.push(opened);
    return opened;
  }

  test('a person with profile, nested groups and steps', async () => {
    const result = await directory().checkPassword('alice', 'password of alice');
    expect(result).toMatchObject({
      result: 'accepted',
      claimedName: 'alice',
      person: {
        directoryId: expect.stringMatching(/^[0-9a-f]{32}$/),
        dn: slapdPersonDn('alice'),
        userName: 'alice',
        displayName: 'Alice Example',
        email: 'alice@example.test',
        groups: ['circle', 'everybody', 'posix', 'staff', 'unique'],
        groupsCut: false,
      },
    });
    expect(result.steps.map(({ step, isPassed }) => [step, isPassed])).toEqual([
      ['directory', true],
      ['password', true],
      ['groups', true],
    ]);
    expect(JSON.stringify(result)).not.toContain('password of alice');
  });

  test('direct groups alone, groups by another attribute, no groups', async () => {
    const groups = async (more: LdapConfig['groups']) => {
      const result = await directory({ groups: more }).checkPassword('alice', 'password of alice');
      return result.result === 'accepted' ? result.person.groups : result;
    };
    expect(await groups({ nested: false })).toEqual(['posix', 'staff', 'unique']);
    expect(await groups({ enabled: false })).toEqual([]);
    expect(await groups({ filter: '(cn=staff)', cacheSeconds: 0 })).toEqual(['staff']);
    expect(await groups({ base: `cn=staff,ou=groups,${slapd.base}`, nested: false })).toEqual(['staff']);
  });

  test('groups as people’s entries name them, where the server keeps that', async () => {
    const client = new Client({ url: slapd.plainUrl });
    await client.bind(slapd.administrator.dn, slapd.administrator.password);
    const add = (name: string, members: string[]) =>
      client.add(slapdGroupDn(name), { objectClass: 'groupOfNames', cn: name, member: members });
    await add('inner', [slapdPersonDn('twin2')]);
    await add('outer', [slapdGroupDn('inner')]);
    // Only a member that is there already gets its memberOf.
    await client.modify(
      slapdGroupDn('inner'),
      new Change({
        operation: 'add',
        modification: new Attribute({ type: 'member', values: [slapdGroupDn('outer')] }),
      }),
    );
    await client.unbind();
    const groups = async (more: LdapConfig['groups']) => {
      const result = await directory({ groups: more }).checkPassword('twin2', 'password of twin2');
      return result.result === 'accepted' ? result.person.groups : result;
    };
    expect(await groups({ source: 'memberOf' })).toEqual(['inner', 'outer']);
    expect(await groups({ source: 'memberOf', nested: false })).toEqual(['inner']);
    expect(await groups({ source: 'member' })).toEqual(['inner', 'outer']);
  });

  test.each([
    ['alice', 'wrong', 'refused: wrong-password'],
    ['alice@example.test', 'password of alice', 'accepted'],
    ['nobody', 'x', 'refused: unknown-user'],
    ['alice', '', 'refused: wrong-password'],
    ['', 'x', 'refused: unknown-user'],
    ['locked', 'password of locked', 'refused: account-locked'],
    ['aged', 'password of aged', 'refused: password-expired'],
    ['fresh', 'password of fresh', 'refused: must-change-password'],
    ['keyless', 'anything', 'refused: wrong-password'],
    ['twins@example.test', 'x', 'refused: ambiguous-user'],
    ['gatehouse', 'servicepw', 'refused: unknown-user'],
    [strange, `password of ${strange}`, 'accepted'],
  ])('%s with %o: %s', async (userName, password, expected) => {
    expect(await outcomeOf(directory().checkPassword(userName, password))).toBe(expected);
  });

  test('people who are found come with how their account stands', async () => {
    const here = directory();
    const found = await here.findPeople(here.userNameFilter('locked'));
    const entry = found.ok ? found.value[0] : undefined;
    expect(entry && accountRefusal(entry, Date.now())?.reason).toBe('account-locked');
  });

  test.each(wild)('the name %o finds nobody', async (userName) => {
    expect(await outcomeOf(directory().checkPassword(userName, 'x'))).toBe('refused: unknown-user');
  });

  test('as many wrong passwords as it takes lock the account, one try counting once', async () => {
    const here = directory();
    for (let tried = 0; tried < slapdLockout; tried += 1) {
      expect(await outcomeOf(here.checkPassword('bob', 'wrong'))).toBe('refused: wrong-password');
    }
    expect(await outcomeOf(here.checkPassword('bob', 'password of bob'))).toBe('refused: account-locked');
  });

  test('searches go on under the connector’s own account after refused passwords', async () => {
    const here = directory({ poolSize: 1 });
    expect(await outcomeOf(here.checkPassword('twin1', 'wrong'))).toBe('refused: wrong-password');
    expect(await outcomeOf(here.checkPassword('twin1', 'password of twin1'))).toBe('accepted');
    expect(await here.findPeople(here.userNameFilter('twin2'))).toMatchObject({ ok: true, value: [{}] });
  });

  test('64 checks in flight on 4 connections, each with its own answer', async () => {
    const here = directory({ poolSize: 4 });
    const checks = Array.from({ length: 64 }, (_, index) => {
      const isRight = index % 4 !== 0;
      return outcomeOf(
        here.checkPassword(`twin${1 + (index % 2)}`, isRight ? `password of twin${1 + (index % 2)}` : ''),
      );
    });
    const outcomes = await Promise.all(checks);
    expect(outcomes).toEqual(
      Array.from({ length: 64 }, (_, index) => (index % 4 === 0 ? 'refused: wrong-password' : 'accepted')),
    );
  });

  test('a certificate is matched byte for byte', async () => {
    const here = directory();
    const find = (value: Uint8Array<ArrayBuffer>) =>
      here.findPeople({ kind: 'equal', attribute: 'userCertificate', value });
    expect(await find(certificate)).toMatchObject({ ok: true, value: [{ dn: slapdPersonDn('bob') }] });
    expect(await find(sameNumber)).toEqual({ ok: true, value: [] });
    expect(await find(new Uint8Array([1, 2, 3]))).toEqual({ ok: true, value: [] });
  });

  test('nor does a mapping rule find whoever has a certificate of the same issuer’s name and number', async () => {
    const here = directory();
    const byRule = async (der: Uint8Array<ArrayBuffer>) => {
      const parsed = await parseCertificate(der);
      if (!parsed.ok) throw new Error(parsed.problem.message);
      const [candidate] = mappingCandidates(parsed.value, [{ source: 'issuer-serial', attribute: 'userCertificate' }]);
      if (candidate?.kind !== 'value') throw new Error(JSON.stringify(candidate));
      return here.findPeople(candidate.filter);
    };
    expect(await byRule(certificate)).toMatchObject({ ok: true, value: [{ dn: slapdPersonDn('bob') }] });
    expect(await byRule(sameNumber)).toEqual({ ok: true, value: [] });
  });

  test('more groups than the server tells at once are cut, and said to be', async () => {
    const here = directory({ groups: { nested: false } });
    const result = await here.checkPassword('victim', 'password of victim');
    if (result.result !== 'accepted') throw new Error(JSON.stringify(result));
    expect(result.person.groups.length).toBe(500);
    expect(result.person.groupsCut).toBe(true);
  });

  test('StartTLS', async () => {
    const here = directory({ urls: [slapd.plainUrl], startTls: true });
    expect(await outcomeOf(here.checkPassword('alice', 'password of alice'))).toBe('accepted');
    expect(here.state()).toMatchObject({ state: 'answering', answering: 1, configured: 1 });
  });

  test.each([
    ['an authority that is not trusted', (): Partial<LdapConfig> => ({ ca: ['/etc/ssl/certs/ca-certificates.crt'] })],
    [
      'an authority that is not trusted, by StartTLS',
      () => ({ urls: [slapd.plainUrl], startTls: true, ca: ['/etc/ssl/certs/ca-certificates.crt'] }),
    ],
    ['another name', () => ({ urls: [slapd.url.replace('127.0.0.1', '127.0.0.1.nip.invalid')] })],
    ['no TLS behind ldaps://', () => ({ urls: [slapd.plainUrl.replace('ldap:', 'ldaps:')] })],
  ])('%s is no directory to give passwords to', async (what, more) => {
    const here = directory(more());
    const expected = what === 'another name' ? 'directory-unreachable' : 'directory-untrusted';
    const refused = await outcomeOf(here.checkPassword('alice', 'password of alice'));
    // A server that does not speak TLS may also just hang up.
    if (what.startsWith('no TLS')) expect(refused).toMatch(/^unavailable: directory-(untrusted|unreachable|timeout)$/);
    else expect(refused).toBe(`unavailable: ${expected}`);
    expect(here.state().state).toBe('failing');
  });

  test('a server that demands encryption is named as such', async () => {
    const strict = await startSlapd({ isPlainRefused: true });
    try {
      const here = directory({ urls: [strict.plainUrl], allowPlain: true });
      expect(await outcomeOf(here.checkPassword('alice', 'x'))).toBe('unavailable: directory-needs-tls');
    } finally {
      await strict.remove();
    }
  });

  test('a wrong password of the connector itself is told, and not tried over and over', async () => {
    const here = directory({ bindPassword: 'wrong' });
    const together = Array.from({ length: 64 }, () => outcomeOf(here.checkPassword('alice', 'x')));
    expect(new Set(await Promise.all(together))).toEqual(new Set(['unavailable: directory-bind-refused']));
    for (let again = 0; again < 2 * slapdLockout; again += 1)
      expect(await outcomeOf(here.checkPassword('alice', 'x'))).toBe('unavailable: directory-bind-refused');
    const well = directory();
    expect(await outcomeOf(well.checkPassword('alice', 'password of alice'))).toBe('accepted');
    expect(JSON.stringify([here.state(), here.lines])).not.toContain('"wrong"');
  });

  test('a base that is not there is told', async () => {
    const here = directory({ base: 'dc=elsewhere' });
    expect(await here.findPeople(here.userNameFilter('alice'))).toMatchObject({
      ok: false,
      problem: { reason: 'directory-error', detail: expect.stringContaining('dc=elsewhere') },
    });
  });
});
