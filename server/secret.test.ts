import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deriveSecret, loadSecret } from '#server/secret.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the first start makes a secret only this user can read, the next ones find it', () => {
  const settings = { secret: undefined, dataDirectory: join(folder, 'data') };
  const first = loadSecret(settings);
  expect(first.length).toBeGreaterThanOrEqual(43);
  expect(statSync(join(folder, 'data', 'secret')).mode & 0o777).toBe(0o600);
  expect(loadSecret(settings)).toEqual(first);
  expect(loadSecret({ secret: undefined, dataDirectory: join(folder, 'other') })).not.toEqual(first);
});

test('a secret of the settings needs no file', () => {
  const secret = 's'.repeat(40);
  expect(Buffer.from(loadSecret({ secret, dataDirectory: join(folder, 'none') })).toString()).toBe(secret);
  expect(statSync(join(folder, 'none'), { throwIfNoEntry: false })).toBeUndefined();
});

test('a damaged file is not taken for a secret', () => {
  writeFileSync(join(folder, 'secret'), '\n');
  expect(() => loadSecret({ secret: undefined, dataDirectory: folder })).toThrow('damaged');
});

test('secrets for different purposes differ', () => {
  const master = Buffer.from('m'.repeat(43));
  expect(deriveSecret(master, 'sessions')).toBe(deriveSecret(master, 'sessions'));
  expect(deriveSecret(master, 'sessions')).not.toBe(deriveSecret(master, 'cookies'));
  expect(deriveSecret(master, 'sessions')).toHaveLength(43);
});
