import { afterAll, beforeAll, expect, test } from 'vitest';
import { newGatehouseKey } from '#connector/test-world/fake-hub.ts';
import { type SignInWorld, startSignInWorld } from '#connector/test-world/sign-in-world.ts';
import { type Minted, mintClient } from '#connector/test-world/test-certificates.ts';
import type { SignInRequest } from '#lib/wire/sign-in-request.ts';

let world: SignInWorld;
let alice: Minted;

beforeAll(async () => {
  world = await startSignInWorld();
  alice = await mintClient('Alice', world.root);
});
afterAll(() => world.close());

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** A page that explains, no way on to anywhere, and not a word to Gatehouse. */
async function expectNothing(signed: string, fault: string): Promise<void> {
  const before = world.hub.assertions.all().length;
  const visited = await world.visit(signed, { own: alice });
  expect(visited.status).toBeGreaterThanOrEqual(400);
  expect(visited.location).toBeUndefined();
  expect(visited.body).toContain(fault);
  expect(visited.body).not.toContain('http-equiv');
  expect(visited.body).not.toContain('evil.example');
  expect(visited.headers['content-security-policy']).toContain("default-src 'none'");
  // Asked after a sign-in that does go through: what was asserted before it would have come before it.
  const { location } = await world.signIn({ own: alice });
  expect(location?.searchParams.has('receipt')).toBe(true);
  expect(world.hub.assertions.all()).toHaveLength(before);
}

test.each<[string, Partial<SignInRequest>]>([
  ['other-connection', { connectionId: 'cnn_other' }],
  ['other-address', { aud: 'https://sso.other.example' }],
  ['other-address', { aud: '' }],
  ['other-method', { method: 'kerberos' }],
  ['other-return', { returnUrl: 'https://evil.example/door/return' }],
  ['other-return', { returnUrl: 'https://gatehouse.example.test.evil.example/door/return' }],
  ['other-return', { returnUrl: 'https://gatehouse.example.test@evil.example/door/return' }],
  ['other-return', { returnUrl: 'http://gatehouse.example.test/door/return' }],
  ['other-return', { returnUrl: 'https://gatehouse.example.test:444/door/return' }],
  ['other-return', { returnUrl: '//evil.example' }],
  ['other-return', { returnUrl: 'javascript:alert(1)' }],
  // Expired, and leading elsewhere: the first does not excuse the second.
  ['other-return', { returnUrl: 'https://evil.example/', exp: inSeconds(-3600) }],
])('%s: %o', async (fault, parts) => {
  await expectNothing(await world.hub.request({ jti: world.nextId(), ...parts }), fault);
});

test('signed by somebody else', async () => {
  const { privateKey } = await newGatehouseKey();
  await expectNothing(await world.hub.request({ jti: world.nextId() }, privateKey), 'request-invalid');
});

test.each([
  ['nothing', '', 'request-missing'],
  ['far too much', 'x'.repeat(20_000), 'request-missing'],
  ['no token', 'abc', 'request-invalid'],
  ['one without a signature', `${btoa('{"alg":"none"}')}.${btoa('{"jti":"x"}')}.`, 'request-invalid'],
])('%s instead of a request', async (_, signed, fault) => {
  await expectNothing(signed, fault);
});

test('a question for the connector is no request for a browser', async () => {
  const text = await world.hub.ask({ userName: 'alice', password: 'x' }, { id: 'qst_mixed' });
  await world.hub.said.next();
  await expectNothing((JSON.parse(text) as { sealed: string }).sealed, 'request-invalid');
});

test('shown a second time, also by somebody else and while the first is on its way', async () => {
  const signed = await world.hub.request({ jti: 'sir_twice' });
  const bob = await mintClient('Bob', world.root);
  const both = await Promise.all([world.visit(signed, { own: alice }), world.visit(signed, { own: bob })]);
  expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
  await world.hub.assertions.next((one) => one.request === 'sir_twice');
  await expectNothing(signed, 'request-used');
});

test('expired: the browser goes back with that reason and nothing is asserted', async () => {
  const signed = await world.hub.request({ jti: 'sir_late', exp: inSeconds(-61) });
  const { status, location } = await world.visit(signed, { own: alice });
  expect(status).toBe(303);
  expect(location?.href).toBe('https://gatehouse.example.test/door/return?request=sir_late&failure=request-expired');
  expect(world.hub.assertions.all()).toEqual([]);
});

test('an assertion that Gatehouse does not take sends nobody back with a receipt', async () => {
  world.hub.manners = { isTaken: () => false };
  const { location } = await world.signIn({ own: alice });
  expect(Object.fromEntries(location?.searchParams ?? [])).toMatchObject({ failure: 'not-delivered' });
  expect(location?.searchParams.has('receipt')).toBe(false);
  world.hub.manners = {};
});

test('the link ends in the middle: the answer is said again over the next one', async () => {
  let isFirst = true;
  world.hub.manners = {
    isTaken: () => {
      if (!isFirst) return true;
      isFirst = false;
      world.hub.hangUp(1001);
      return undefined;
    },
  };
  const { location, result } = await world.signIn({ own: alice });
  expect(result.outcome.result).toBe('accepted');
  expect(location?.searchParams.has('receipt')).toBe(true);
  const again = await world.hub.assertions.next((one) => one.request === result.answers);
  expect(await world.hub.open(again.signed)).toEqual(result);
  world.hub.manners = {};
});

test('no link at all: the browser goes on after a while', async () => {
  await world.hub.stop();
  const signed = await world.hub.request({ jti: 'sir_alone' });
  const { location } = await world.visit(signed, { own: alice });
  expect(location?.href).toBe('https://gatehouse.example.test/door/return?request=sir_alone&failure=not-delivered');
  await world.hub.listen();
  await world.hub.hellos.next();
}, 20_000);

test('a connector that is stopped answers those who are on their way first', async () => {
  const own = await startSignInWorld();
  const { promise: asserted, resolve } = Promise.withResolvers<string>();
  own.hub.manners = {
    isTaken: ({ request }) => {
      resolve(request);
      return undefined;
    },
  };
  const visited = own.signIn({ own: await mintClient('Alice', own.root) });
  const request = await asserted;
  const closed = own.daemon.close();
  own.hub.send(JSON.stringify({ t: 'received', request, isTaken: true }));
  expect((await visited).location?.searchParams.has('receipt')).toBe(true);
  await closed;
  await own.close();
});
