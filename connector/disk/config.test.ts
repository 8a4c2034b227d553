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

test.each([
  ['{"listen":{"host":"::","port":99999}}', 'listen.port: must be a port from 1 to 65535'],
  ['{"listen":{"host":"::","port":"8443"}}', 'listen.port: must be a whole number'],
  ['{"listen":{"host":1,"port":8443}}', 'listen.host: must be an address'],
  ['{"hubUrl":"https://gatehouse.example"}', 'hubUrl: must be a ws:// or wss:// address'],
  ['{"name":" "}', 'name: must not be empty'],
  ['{"lisen":{}}', 'lisen'],
  ['{"name":"x"', 'is not JSON'],
  ['[]', 'the file:'],
])('%s is refused by the name of the field', async (text, sentence) => {
  const config = await read(text);
  expect(config.ok).toBe(false);
  if (config.ok) return;
  expect(config.problem.message).toContain('config.json');
  expect(config.problem.message).toContain(sentence);
});
