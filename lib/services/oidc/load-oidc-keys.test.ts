import { expect, it } from 'vitest';
import { oidcKeys } from '#lib/db/schema.ts';
import { listApplications } from '#lib/services/application/list-applications.ts';
import { loadOidcKeys } from '#lib/services/oidc/load-oidc-keys.ts';
import { deriveOidcKeyWrapping } from '#lib/services/oidc/oidc-key-row.ts';
import { rotateOidcKeysNow } from '#lib/services/oidc/rotate-oidc-keys-now.ts';
import {
  ada,
  codeOf,
  noon,
  prepareWorld,
  stranger,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();
const wrapping = await deriveOidcKeyWrapping(new Uint8Array(32));
const load = () => loadOidcKeys(world().as(system), wrapping);
const views = async () => valueFrom(await listApplications(world().as(ada))).signingKeys;

it('the first start makes a key, the next ones find it', async () => {
  const [first, ...more] = await load();
  expect(more).toEqual([]);
  expect(first).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' });
  expect(Buffer.from(first?.n ?? '', 'base64url')).toHaveLength(256);
  expect(await load()).toEqual([first]);
  expect(await views()).toEqual([{ kid: first?.kid, createdAt: noon, retiredAt: null, isSigning: true }]);
});

it('processes that start at once agree on one key', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, load));
  expect(new Set(all.map((keys) => keys.map(({ kid }) => kid).join(' '))).size).toBe(1);
  expect(await world().database.db.select().from(oidcKeys)).toHaveLength(1);
});

it('no row holds a private number in the clear, and another master secret opens none', async () => {
  const [key] = await load();
  const { rows } = await world().database.pool.query<{ text: string }>('select t::text as text from oidc_keys t');
  const text = rows.map((row) => row.text).join('\n');
  expect(text).toContain(key?.n);
  for (const number of [key?.d, key?.p, key?.q]) {
    const bytes = Buffer.from(number ?? '', 'base64url');
    expect(bytes.length).toBeGreaterThan(60);
    for (const form of ['base64', 'base64url', 'hex'] as const) expect(text).not.toContain(bytes.toString(form));
  }
  const other = await deriveOidcKeyWrapping(new Uint8Array(32).fill(1));
  await expect(loadOidcKeys(world().as(system), other)).rejects.toThrow('master secret');
});

it('an administrator changes the key, which is written down', async () => {
  const [first] = await load();
  world().clock.now += 1000;
  valueFrom(await rotateOidcKeysNow(world().as(ada), {}));
  const [second, third] = await load();
  expect([second?.kid === first?.kid, third?.kid]).toEqual([false, first?.kid]);
  expect(await views()).toMatchObject([
    { kid: second?.kid, retiredAt: null, isSigning: true },
    { kid: first?.kid, retiredAt: noon + 1000, isSigning: false },
  ]);
  expect((await world().audit()).at(-1)).toMatchObject({
    verb: 'rotateOidcKeysNow',
    before: { kids: [first?.kid], dropFormer: false },
  });
});

it('an administrator drops every key that may be known', async () => {
  const [first] = await load();
  valueFrom(await rotateOidcKeysNow(world().as(ada), { dropFormer: true }));
  expect((await load()).map(({ kid }) => kid)).not.toContain(first?.kid);
});

it('keys are for the process to load and for administrators to change', async () => {
  await expect(loadOidcKeys(world().as(ada), wrapping)).rejects.toThrow();
  expect(codeOf(await rotateOidcKeysNow(world().as(stranger), {}))).toBe('not-signed-in');
  expect(codeOf(await rotateOidcKeysNow(world().as(system), {}))).toBe('not-allowed');
  expect(codeOf(await rotateOidcKeysNow(world().as(ada), { kid: 'x' }))).toBe('invalid-input');
});
