import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { prepareWorld, valueFrom } from '#lib/services/service-world.test-support.ts';
import {
  aBrowser,
  accepted,
  aLinkedConnector,
  aSite,
  outside,
  refusedAs,
} from '#lib/services/sign-in/door.test-support.ts';
import { countInHeap } from '#lib/services/sign-in/heap.test-support.ts';
import { signInWithPassword } from '#lib/services/sign-in/sign-in-with-password.ts';

const world = prepareWorld();

it('a password is nowhere in the memory after its answer', async () => {
  const site = await aSite(world());
  const connector = await aLinkedConnector(world(), site.connectionId);
  // As the bytes of its text: a string of it would be found.
  const needle = Buffer.from(randomBytes(16).toString('hex'));
  for (const outcome of [refusedAs('wrong-password'), 'no-answer' as const, accepted()]) {
    connector.passwords.answer = async () => outcome;
    const { key } = await aBrowser(world(), site, outside);
    const typed = { ...key, userName: 'alice', password: needle.toString() };
    valueFrom(await signInWithPassword(world().as(outside), typed));
    typed.password = '';
  }
  expect(connector.asked).toHaveLength(3);
  expect(await countInHeap(needle)).toBe(0);
  const held = { password: needle.toString() };
  expect(await countInHeap(needle)).toBeGreaterThan(0);
  expect(held.password).toHaveLength(32);
});
