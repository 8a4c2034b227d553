import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkConfigFiles, resolveConfigPaths } from '#connector/disk/config-files.ts';
import { mintAuthority } from '#connector/test-world/test-certificates.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';

let folder: string;
let configPath: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-config-'));
  configPath = join(folder, 'config.json');
  await write('config.json', '{}');
  await write('pw', 'secret\n');
  await write('keytab', 'x');
  await write('ca.pem', toPem('CERTIFICATE', (await mintAuthority('CA')).der));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text, { mode: 0o600 });
const ldap = { kind: 'ldap' as const, urls: ['ldaps://dc1'], base: 'dc=x', bindUser: 'cn=x' };
type Given = Parameters<typeof resolveConfigPaths>[0];
const check = (config: Given) => checkConfigFiles(resolveConfigPaths(config, configPath), configPath);

test('files that are there and for their owner alone', async () => {
  const directory = { ...ldap, bindPasswordFile: 'pw', ca: ['ca.pem'] };
  expect(await check({ directory, kerberos: { keytab: 'keytab' } })).toEqual({ ok: true, value: [] });
  expect(await check({})).toEqual({ ok: true, value: [] });
});

test('secrets that are open to others are warned of', async () => {
  for (const name of ['config.json', 'pw', 'keytab']) await chmod(join(folder, name), 0o644);
  const warnings = async (config: Given) => {
    const checked = await check(config);
    return checked.ok ? checked.value.map((sentence) => sentence.slice(folder.length + 1)) : checked;
  };
  expect(await warnings({ directory: { ...ldap, bindPassword: 'x' } })).toEqual([
    expect.stringMatching(/^config\.json \(directory\.bindPassword\) is open to other users.*chmod 600/),
  ]);
  expect(await warnings({ directory: { ...ldap, bindPasswordFile: 'pw' }, kerberos: { keytab: 'keytab' } })).toEqual([
    expect.stringContaining('pw (directory.bindPasswordFile)'),
    expect.stringMatching(/^keytab \(kerberos\.keytab\) is open to other users.*no ticket is taken/),
  ]);
  // Others who may write it can put a password or a key of their own there.
  await chmod(join(folder, 'pw'), 0o602);
  expect(await warnings({ directory: { ...ldap, bindPasswordFile: 'pw' } })).toHaveLength(1);
});

test.each([
  [{ directory: { ...ldap, bindPasswordFile: 'none' } }, 'directory.bindPasswordFile: '],
  [{ directory: { ...ldap, bindPasswordFile: 'empty' } }, 'empty is empty'],
  [{ directory: { ...ldap, bindPassword: 'x', ca: ['ca.pem', 'none'] } }, 'directory.ca.1: '],
  [{ directory: { ...ldap, bindPassword: 'x', ca: ['pw'] } }, 'pw holds no certificate in PEM form'],
  [{ directory: { kind: 'ldif' as const, file: 'none' } }, 'directory.file: '],
  [{ kerberos: { keytab: 'none' } }, 'kerberos.keytab: '],
])('%j: %s', async (config, sentence) => {
  await write('empty', '\n');
  const checked = await check(config);
  expect(checked).toMatchObject({ ok: false, problem: { message: expect.stringContaining(sentence) } });
});
