import { expect, test } from 'vitest';
import { deliverAssertions } from '#connector/sign-in/deliver-assertions.ts';
import type { AssertionFrame } from '#lib/wire/frames.ts';
import { maxAssertionsInWork } from '#lib/wire/limits.ts';

const frame = (request: string): AssertionFrame => ({ t: 'assertion', request, signed: 'x' });

function desk(timeoutMs = 60_000) {
  const sent: string[] = [];
  const world = { isUp: true };
  const deliveries = deliverAssertions({
    send: ({ request }) => {
      if (world.isUp) sent.push(request);
      return world.isUp;
    },
    timeoutMs,
  });
  return { sent, world, ...deliveries };
}

test('each waits for the word on itself', async () => {
  const { deliver, received } = desk();
  const both = [deliver(frame('a')), deliver(frame('b'))];
  await Promise.resolve();
  received({ t: 'received', request: 'unknown', isTaken: true });
  received({ t: 'received', request: 'b', isTaken: false });
  received({ t: 'received', request: 'a', isTaken: true });
  expect(await Promise.all(both)).toEqual(['taken', 'not-taken']);
});

test('no more are on their way than Gatehouse takes; the others follow in their turn', async () => {
  const { sent, deliver, received } = desk();
  const ids = Array.from({ length: maxAssertionsInWork + 10 }, (_, index) => String(index));
  const all = ids.map((id) => deliver(frame(id)));
  await Promise.resolve();
  expect(sent).toEqual(ids.slice(0, maxAssertionsInWork));
  for (const id of ids) {
    await expect.poll(() => sent.includes(id)).toBe(true);
    received({ t: 'received', request: id, isTaken: true });
  }
  expect(new Set(await Promise.all(all))).toEqual(new Set(['taken']));
  expect(sent).toEqual(ids);
});

test('what found no link is said once there is one, and again over each new one', async () => {
  const { sent, world, deliver, linkUp, received } = desk();
  world.isUp = false;
  const delivery = deliver(frame('a'));
  await Promise.resolve();
  expect(sent).toEqual([]);
  world.isUp = true;
  linkUp();
  linkUp();
  expect(sent).toEqual(['a', 'a']);
  received({ t: 'received', request: 'a', isTaken: true });
  expect(await delivery).toBe('taken');
  linkUp();
  expect(sent).toEqual(['a', 'a']);
});

test('without a word or a link it ends after a while, and at once when closed', async () => {
  const hasty = desk(10);
  expect(await hasty.deliver(frame('a'))).toBe('no-word');
  hasty.world.isUp = false;
  expect(await hasty.deliver(frame('b'))).toBe('no-link');
  const patient = desk();
  const delivery = patient.deliver(frame('c'));
  await Promise.resolve();
  patient.close();
  expect(await delivery).toBe('no-link');
});
