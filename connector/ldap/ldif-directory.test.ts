import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outcomeOf } from '#connector/ldap/directory.test-support.ts';
import { openDirectory } from '#connector/ldap/open-directory.ts';
import { testLog } from '#connector/test-world/start-test-daemon.ts';
import { groupLdif, ldif, personDn, personLdif, saltedHash } from '#e2e/world/slapd-people.ts';

const base = 'dc=example,dc=test';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-ldif-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function open(text: string) {
  const file = join(folder, 'people.ldif');
  await writeFile(file, text);
  const directory = openDirectory(
    { directory: { kind: 'ldif', file }, kerberos: { keytab: '/none', realms: ['EXAMPLE.TEST'] } },
    { log: testLog().log, now: Date.now },
  );
  return { ...directory, file };
}

const person = (uid: string, more: readonly (readonly [string, string])[]) =>
  ldif(personDn(base, uid), [['objectClass', 'inetOrgPerson'], ['uid', uid], ['cn', `Person ${uid}`], ...more]);
const everybody = [
  personLdif(base, { uid: 'alice' }),
  person('plain', [['userPassword', 'open secret']]),
  person('sha2', [['userPassword', saltedHash('two hundred', 'SSHA256')]]),
  person('odd', [['userPassword', '{CRYPT}x']]),
  person('off', [
    ['sAMAccountName', 'off'],
    ['userAccountControl', '514'],
    ['userPassword', 'pw'],
    ['mail', 'twins@example.test'],
  ]),
  person('twin', [['mail', 'twins@example.test']]),
  groupLdif(base, { name: 'staff', members: [personDn(base, 'alice')] }),
  groupLdif(base, { name: 'all', members: [`cn=staff,ou=groups,${base}`, `cn=all,ou=groups,${base}`] }),
].join('');

test.each([
  ['alice', 'password of alice', 'accepted'],
  ['ALICE@example.test', 'password of alice', 'accepted'],
  ['alice', 'wrong', 'refused: wrong-password'],
  ['alice', '', 'refused: wrong-password'],
  ['plain', 'open secret', 'accepted'],
  ['plain', 'open secre', 'refused: wrong-password'],
  ['sha2', 'two hundred', 'accepted'],
  ['odd', '{CRYPT}x', 'refused: wrong-password'],
  ['off', 'wrong', 'refused: wrong-password'],
  ['off', 'pw', 'refused: account-disabled'],
  ['twins@example.test', 'pw', 'refused: ambiguous-user'],
  ['*', 'x', 'refused: unknown-user'],
  ['staff', 'x', 'refused: unknown-user'],
])('%s with %o: %s', async (userName, password, expected) => {
  expect(await outcomeOf((await open(everybody)).checkPassword(userName, password))).toBe(expected);
});

test('profile and nested groups; a file is marked as what it is', async () => {
  const directory = await open(everybody);
  expect(await directory.checkPassword('alice', 'password of alice')).toMatchObject({
    person: {
      userName: 'alice',
      displayName: 'Person alice',
      groups: ['all', 'staff'],
      directoryId: personDn(base, 'alice'),
    },
  });
  expect(directory.state()).toEqual({ state: 'answering', kind: 'ldif', answering: 1, configured: 1 });
});

test('entries that are found do not hold passwords', async () => {
  const directory = await open(everybody);
  const found = await directory.findPeople(directory.userNameFilter('plain'));
  expect(found.ok && found.value.map(({ attributes }) => attributes.has('userpassword'))).toEqual([false]);
});

test('principals of own realms by account name', async () => {
  const directory = await open(everybody);
  const filter = directory.principalFilter('alice@EXAMPLE.TEST');
  expect(filter && (await directory.findPeople(filter))).toMatchObject({
    ok: true,
    value: [{ dn: personDn(base, 'alice') }],
  });
  const foreign = directory.principalFilter('alice@OTHER.TEST');
  expect(foreign && (await directory.findPeople(foreign))).toEqual({ ok: true, value: [] });
});

test('a changed file counts at once, a broken one fails with its line, and a mended one recovers', async () => {
  const directory = await open(everybody);
  await writeFile(directory.file, person('new', [['userPassword', 'pw']]));
  expect(await outcomeOf(directory.checkPassword('new', 'pw'))).toBe('accepted');
  await writeFile(directory.file, 'nonsense');
  expect(await directory.checkPassword('new', 'pw')).toMatchObject({
    result: 'unavailable',
    reason: 'directory-error',
    detail: expect.stringContaining('line 1'),
  });
  expect(directory.state()).toMatchObject({ state: 'failing', kind: 'ldif' });
  await writeFile(directory.file, everybody);
  expect(await outcomeOf(directory.checkPassword('alice', 'password of alice'))).toBe('accepted');
});

test('no directory at all', async () => {
  const directory = openDirectory({}, { log: testLog().log, now: Date.now });
  expect(await outcomeOf(directory.checkPassword('alice', 'x'))).toBe('unavailable: directory-not-configured');
  expect(directory.state()).toEqual({ state: 'none', kind: 'none', answering: 0, configured: 0 });
});
