import { afterEach, expect, test } from 'vitest';
import { gatehouseClock, middle } from '#connector/link/gatehouse-clock.ts';
import { type SignInWorld, startSignInWorld } from '#connector/test-world/sign-in-world.ts';
import { mintClient } from '#connector/test-world/test-certificates.ts';

let world: SignInWorld | undefined;
afterEach(async () => {
  await world?.close();
});

const tenMinutesMs = 600_000;

test.each([
  ['ahead of', tenMinutesMs],
  ['behind', -tenMinutesMs],
])('a connector ten minutes %s Gatehouse signs people in all the same, and says so', async (words, offMs) => {
  world = await startSignInWorld({ now: () => Date.now() + offMs });
  const { hub } = world;
  await hub.ask({ userName: 'alice', password: 'password of alice' }, { id: 'qst_1' });
  const { signed } = await hub.said.next();
  expect((await hub.open(signed)).outcome.result).toBe('accepted');
  const { result } = await world.signIn({ own: await mintClient('Alice', world.root) });
  expect(result.outcome.result).toBe('accepted');
  expect(result.outcome.steps[0]?.detail).toContain(`The connector’s clock is 600 s ${words} Gatehouse’s.`);
  // What it signs carries Gatehouse's time.
  expect(Math.abs(result.iat * 1000 - Date.now())).toBeLessThan(60_000);
  expect(world.daemon.lines.some(({ msg }) => msg.includes(`600 s ${words} Gatehouse's`))).toBe(true);
});

test('certificates are judged by the connector’s own clock', async () => {
  world = await startSignInWorld({ now: () => Date.now() + tenMinutesMs });
  const soon = await mintClient('Alice', world.root, { notAfter: Date.now() + tenMinutesMs / 2 });
  const { result } = await world.signIn({ own: soon });
  expect(result.outcome).toMatchObject({ result: 'refused', reason: 'expired' });
});

test('the offset is taken in the middle of the round trip, and setting the own clock right does not change it', () => {
  let [now, monotonic] = [5_000_000, 100];
  const clock = gatehouseClock({ now: () => now, monotonic: () => monotonic });
  expect([clock.gatehouseNow(), clock.aheadMs()]).toEqual([5_000_000, undefined]);
  // Asked at 100, answered at 300: Gatehouse looked at its clock at about 200.
  monotonic = 300;
  clock.measured(4_000_000, middle(100, 300));
  expect(clock.gatehouseNow()).toBe(4_000_100);
  expect(clock.aheadMs()).toBe(999_900);
  now = 4_000_100;
  expect([clock.gatehouseNow(), clock.aheadMs()]).toEqual([4_000_100, 0]);
  monotonic += 50;
  expect(clock.gatehouseNow()).toBe(4_000_150);
});
