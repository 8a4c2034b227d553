import { createCipheriv, randomBytes, scryptSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '#connector/disk/config.ts';
import { dataFolder } from '#connector/disk/data-folder.ts';
import { importConfig } from '#connector/import/import-config.ts';

let directory: string;
let originalPath: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-import-'));
  mkdirSync(join(directory, 'original', 'certs'), { recursive: true });
  mkdirSync(join(directory, 'data'));
  originalPath = join(directory, 'original', 'config.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const folder = () => dataFolder(join(directory, 'data'));
const original = {
  PORT: '4000',
  SERVER_URL: 'http://ad1:4000',
  LDAP_URL: 'ldap://dc1.fabrikam.example',
  LDAP_BASE: 'DC=fabrikam,DC=example',
  LDAP_BIND_USER: 'CN=svc,DC=fabrikam,DC=example',
  LDAP_USER_BY_NAME: '(|(sAMAccountName={0})(mail={0}))',
  GROUPS: 'true',
  GROUP_PROPERTY: 'displayName',
  LDAP_BASE_GROUPS: 'OU=Groups,DC=fabrikam,DC=example',
  HTTP_PROXY: 'http://proxy.fabrikam.example:3128',
  CLIENT_CERT_AUTH: true,
  CONNECTION: 'fabrikam',
  TENANT_SIGNING_KEY: 'not taken',
};
const write = (config: unknown) => writeFileSync(originalPath, JSON.stringify(config));

test('LDAP, groups, port and proxy are taken over, and the sealed bind password goes into a file of its own', async () => {
  const [salt, iv] = [randomBytes(16), randomBytes(16)];
  const key = 'text of cert.key\n';
  writeFileSync(join(directory, 'original', 'certs', 'cert.key'), key);
  const cipher = createCipheriv('aes-256-cbc', scryptSync(key, salt, 32), iv);
  const sealed = Buffer.concat([cipher.update('s3cret'), cipher.final()]).toString('hex');
  write({ ...original, LDAP_BIND_CREDENTIALS: `$2$.${salt.toString('hex')}.${iv.toString('hex')}.${sealed}` });
  const outcome = await importConfig(originalPath, folder());
  expect(outcome).toMatchObject({ ok: true, value: { taken: ['listen', 'proxy', 'directory'] } });
  const secret = join(directory, 'data', 'bind-password');
  expect(readFileSync(secret, 'utf8')).toBe('s3cret');
  expect(statSync(secret).mode & 0o077).toBe(0);
  const text = readFileSync(folder().config, 'utf8');
  expect(text).not.toContain('s3cret');
  expect(text).not.toContain('not taken');
  expect(await readConfig(folder())).toEqual({
    ok: true,
    value: {
      listen: { host: '::', port: 4000 },
      proxy: 'http://proxy.fabrikam.example:3128',
      directory: {
        kind: 'ldap',
        urls: ['ldap://dc1.fabrikam.example'],
        base: 'DC=fabrikam,DC=example',
        startTls: true,
        bindUser: 'CN=svc,DC=fabrikam,DC=example',
        bindPasswordFile: secret,
        userNameAttributes: ['sAMAccountName', 'mail'],
        groups: { enabled: true, base: 'OU=Groups,DC=fabrikam,DC=example', attribute: 'displayName' },
      },
    },
  });
});

test('what is left to a human is named', async () => {
  write({
    ...original,
    LDAP_BIND_CREDENTIALS: 'damaged',
    LDAP_USER_BY_NAME: '(&(sAMAccountName={0})(department=IT))',
    LDAP_SEARCH_GROUPS: '(member={0})',
    SSL_PFX: 'MIIK',
    SSL_CA_PATH: '/etc/ca',
    KERBEROS_AUTH: 'true',
    ALLOW_PASSWORD_EXPIRED: 'true',
    PROFILE_MAPPER: 'module.exports = …',
  });
  const outcome = await importConfig(originalPath, folder());
  const notes = outcome.ok ? outcome.value.notes.join('\n') : '';
  for (const word of [
    'http://ad1:4000',
    'StartTLS',
    'bind password',
    'department=IT',
    '(member={0})',
    'PFX',
    '/etc/ca',
    'keytab',
    'profile mapper',
    'must be changed',
  ])
    expect(notes).toContain(word);
});

test('a directory that is configured already is kept', async () => {
  const config = { directory: { kind: 'ldif', file: 'people.ldif' } };
  writeFileSync(folder().config, JSON.stringify(config));
  write(original);
  expect(await importConfig(originalPath, folder())).toMatchObject({ ok: false, problem: { code: 'already-exists' } });
  expect(JSON.parse(readFileSync(folder().config, 'utf8'))).toEqual(config);
});

test.each([
  ['no JSON', '{'],
  ['an address no directory has', JSON.stringify({ ...original, LDAP_URL: 'http://dc1' })],
  ['a port no listener has', JSON.stringify({ ...original, PORT: 99_999 })],
  ['a switch that is no switch', JSON.stringify({ ...original, GROUPS: 'perhaps' })],
])('%s is refused, and nothing is written', async (_what, text) => {
  writeFileSync(originalPath, text);
  expect(await importConfig(originalPath, folder())).toMatchObject({ ok: false, problem: { code: 'invalid-input' } });
  expect(() => readFileSync(folder().config)).toThrow('ENOENT');
});

test('a missing file is named', async () => {
  const outcome = await importConfig(join(directory, 'nowhere.json'), folder());
  expect(outcome).toMatchObject({ ok: false, problem: { code: 'not-found' } });
});
