import { writeFile } from 'node:fs/promises';
import { afterEach, expect, test } from 'vitest';
import { listenText, readConfig, readListen, writeConfig } from '#connector/disk/config.ts';
import { freshFolder } from '#connector/test-world/start-test-daemon.ts';

const removes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of removes.splice(0)) await remove();
});

async function read(text: string) {
  const { folder, remove } = await freshFolder();
  removes.push(remove);
  await writeFile(folder.config, text);
  return readConfig(folder);
}

test.each([
  ['8443', '[::]:8443'],
  [':8443', '[::]:8443'],
  ['0.0.0.0:443', '0.0.0.0:443'],
  ['[::1]:0', '[::1]:0'],
  ['[fe80::1%eth0]:8443', '[fe80::1%eth0]:8443'],
  ['sign-in.corp.example:8443', 'sign-in.corp.example:8443'],
])('--listen %s is %s', (typed, expected) => {
  const listen = readListen(typed);
  expect(listen.ok && listenText(listen.value)).toBe(expected);
});

test.each(['', 'host', '65536', '::1:8443', '10.0.0.1:', '[::1]', 'https://x:1', '1.5'])(
  '--listen %o is refused',
  (typed) => {
    expect(readListen(typed)).toMatchObject({ ok: false, problem: { code: 'invalid-input' } });
  },
);

test('a missing file means the defaults, a written one comes back', async () => {
  const { folder, remove } = await freshFolder();
  removes.push(remove);
  expect(await readConfig(folder)).toEqual({ ok: true, value: {} });
  const config = { name: 'gate-1', listen: { host: '::', port: 1 }, hubUrl: 'wss://gatehouse.example/connector' };
  await writeConfig(folder, config);
  expect(await readConfig(folder)).toEqual({ ok: true, value: config });
});

/** A configuration of a directory that is right but for these keys. */
function ldap(wrong: Readonly<Record<string, unknown>>): string {
  const right = { kind: 'ldap', urls: ['ldaps://dc1'], base: 'dc=x', bindUser: 'cn=x', bindPassword: 'kept quiet' };
  return JSON.stringify({ directory: { ...right, ...wrong } });
}

test.each([
  ['{"listen":{"host":"::","port":99999}}', 'listen.port: must be a port from 1 to 65535'],
  ['{"listen":{"host":"::","port":"8443"}}', 'listen.port: must be a whole number'],
  ['{"listen":{"host":1,"port":8443}}', 'listen.host: must be an address'],
  ['{"hubUrl":"https://gatehouse.example"}', 'hubUrl: must be a ws:// or wss:// address'],
  ['{"name":" "}', 'name: must not be empty'],
  ['{"lisen":{}}', 'lisen'],
  ['{"name":"x"', 'is not JSON'],
  ['[]', 'the file:'],
  ['{"proxy":"proxy.example:3128"}', 'proxy: must be an http:// or https:// address'],
  ['{"directory":{}}', 'directory.kind: must be "ldap"'],
  ['{"directory":"ldaps://dc1"}', 'directory: must be an object'],
  ['{"directory":{"kind":"ldif"}}', 'directory.file: must be the path of a file in quotes'],
  [ldap({ urls: 'ldaps://dc1' }), 'directory.urls: must be a list of addresses'],
  [ldap({ urls: [] }), 'directory.urls: must name at least one address'],
  [ldap({ urls: ['https://dc1'] }), 'directory.urls.0: must be ldaps://HOST'],
  [ldap({ urls: ['ldaps://dc1/dc=x'] }), 'directory.urls.0: must be ldaps://HOST'],
  [ldap({ urls: ['ldaps://dc1:99999'] }), 'directory.urls.0: has no port from 1 to 65535'],
  [ldap({ urls: ['ldaps://dc1', 'ldap://dc2'] }), 'directory.urls.1: ldap://dc2 would send passwords in the clear'],
  [ldap({ base: undefined }), 'directory.base: must be a distinguished name'],
  [ldap({ bindPassword: undefined }), 'directory.bindUser: needs bindPasswordFile'],
  [ldap({ bindUser: undefined }), 'directory.bindUser: is missing: whose password is it?'],
  [ldap({ bindPasswordFile: 'x' }), 'directory.bindPassword: is there twice'],
  [ldap({ bindPassword: '' }), 'directory.bindPassword: must not be empty'],
  [ldap({ bindKeytab: 'x' }), 'directory.bindKeytab: binding with a keytab (SASL GSSAPI) is not possible'],
  [ldap({ userFilter: '(uid=' }), 'directory.userFilter: is no search filter'],
  [ldap({ userNameAttributes: ['a)(b'] }), 'directory.userNameAttributes.0: must be the name of an attribute'],
  [ldap({ flavour: 'novell' }), 'directory.flavour: must be "active-directory", "openldap" or "auto"'],
  [ldap({ groups: { nested: 'yes' } }), 'directory.groups.nested: must be true or false'],
  [ldap({ timeouts: { connectMs: 5 } }), 'directory.timeouts.connectMs: must be at least 100'],
  [ldap({ poolSize: 0 }), 'directory.poolSize: must be at least 1'],
  [ldap({ bindpassword: 'x' }), 'bindpassword'],
  ['{"kerberos":{}}', 'kerberos.keytab: must be the path of a keytab in quotes'],
  ['{"kerberos":{"keytab":"k","realms":["a@B"]}}', 'kerberos.realms.0: must be a realm'],
  ['{"kerberos":{"keytab":"k","servicePrincipal":"HTTP"}}', 'kerberos.servicePrincipal: must be a service principal'],
  ['{"kerberos":{"keytab":"k","listen":{"host":"::"}}}', 'kerberos.listen.port: must be a whole number'],
])('%s is refused by the name of the field', async (text, sentence) => {
  const config = await read(text);
  expect(config.ok).toBe(false);
  if (config.ok) return;
  expect(config.problem.message).toContain('config.json');
  expect(config.problem.message).toContain(sentence);
  expect(config.problem.message).not.toContain('kept quiet');
});

test('paths count from the folder of config.json', async () => {
  const config = await read(
    ldap({ bindPassword: undefined, bindPasswordFile: 'pw', ca: ['ca.pem', '/etc/ca.pem'] }).replace(
      /}$/,
      ',"kerberos":{"keytab":"k"}}',
    ),
  );
  expect(config).toMatchObject({
    ok: true,
    value: {
      directory: {
        bindPasswordFile: expect.stringMatching(/^\/.*\/pw$/),
        ca: [expect.stringMatching(/^\/.*\/ca\.pem$/), '/etc/ca.pem'],
      },
      kerberos: { keytab: expect.stringMatching(/^\/.*\/k$/) },
    },
  });
});
