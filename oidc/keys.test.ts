import { createLocalJWKSet, createRemoteJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { expect, it } from 'vitest';
import { keptMs, keyLifeMs, publishedAheadMs } from '#lib/services/oidc/plan-oidc-keys.ts';
import { rotateOidcKeysNow } from '#lib/services/oidc/rotate-oidc-keys-now.ts';
import { ada, valueFrom } from '#lib/services/service-world.test-support.ts';
import { prepareOidcWorld, signIn } from '#oidc/oidc-world.test-support.ts';

const world = prepareOidcWorld();

async function published(): Promise<JSONWebKeySet> {
  return (await (await fetch(`${world().issuer}/jwks`)).json()) as JSONWebKeySet;
}

const kids = async () => (await published()).keys.map(({ kid }) => kid);

async function aSignIn() {
  const connectionId = await world().aConnection('Fabrikam');
  const application = await world().anApplication(connectionId);
  const personId = await world().aPerson(connectionId);
  return async () => {
    const { tokens } = await signIn(world(), application, world().browser(), { personId });
    const idToken = tokens.id_token ?? '';
    return { application, idToken, kid: decodeProtectedHeader(idToken).kid };
  };
}

const isValid = (idToken: string, keys: JSONWebKeySet) =>
  jwtVerify(idToken, createLocalJWKSet(keys)).then(
    () => true,
    () => false,
  );

it('only public halves are published', async () => {
  const { keys } = await published();
  expect(keys).toHaveLength(1);
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  expect(keys[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' });
});

it('a key is published a day before it signs, and stays published for what it signed', async () => {
  const again = await aSignIn();
  const first = await again();
  expect(await kids()).toEqual([first.kid]);

  world().ahead.ms = keyLifeMs - publishedAheadMs + 1000;
  await world().door.refreshKeys();
  const [signing, next] = await kids();
  expect([signing, typeof next]).toEqual([first.kid, 'string']);
  // An application that keeps the list from now on needs no other one tomorrow.
  const keptList = await published();
  expect((await again()).kid).toBe(first.kid);

  world().ahead.ms = keyLifeMs + 2000;
  await world().door.refreshKeys();
  const second = await again();
  expect(second.kid).toBe(next);
  expect(await kids()).toEqual([next, first.kid]);
  expect(await isValid(second.idToken, keptList)).toBe(true);
  expect(await isValid(first.idToken, await published())).toBe(true);

  // The third key is published by now; the first one has done its time.
  world().ahead.ms = keyLifeMs + keptMs + 3000;
  await world().door.refreshKeys();
  expect(await kids()).not.toContain(first.kid);
});

it('an application that keeps its list goes on when an administrator changes the key', async () => {
  const again = await aSignIn();
  const first = await again();
  valueFrom(await rotateOidcKeysNow(world().as(ada), {}));
  await world().door.refreshKeys();
  const second = await again();
  expect(second.kid).not.toBe(first.kid);
  expect(await kids()).toEqual([second.kid, first.kid]);
  const remote = createRemoteJWKSet(new URL(`${world().issuer}/jwks`));
  for (const { idToken } of [first, second]) await jwtVerify(idToken, remote);
  // And who signs out with what the former key signed is signed out.
  const end = openid.buildEndSessionUrl(first.application.config, { id_token_hint: first.idToken });
  expect((await world().browser().visit(end)).status).toBe(200);
});

it('a key that is known to somebody counts no more at once', async () => {
  const again = await aSignIn();
  const first = await again();
  valueFrom(await rotateOidcKeysNow(world().as(ada), { dropFormer: true }));
  await world().door.refreshKeys();
  expect(await kids()).not.toContain(first.kid);
  expect(await isValid(first.idToken, await published())).toBe(false);
  expect((await again()).kid).toBe((await kids())[0]);
});

it('the door hears of a change by itself', async () => {
  const [before] = await kids();
  valueFrom(await rotateOidcKeysNow(world().as(ada), {}));
  await expect.poll(async () => (await kids())[0], { timeout: 50_000 }).not.toBe(before);
  expect(world().errors).toEqual([]);
});
