import { randomBytes } from 'node:crypto';
import { getHeapSnapshot } from 'node:v8';
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
import { signInWithPassword } from '#lib/services/sign-in/sign-in-with-password.ts';

const world = prepareWorld();

/** How often the snapshot of everything that can still be reached holds the bytes; those themselves stand outside of the heap. */
async function countInHeap(needle: Buffer): Promise<number> {
  let count = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of getHeapSnapshot()) {
    const text = Buffer.concat([rest, Buffer.from(chunk)]);
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) count += 1;
    rest = text.subarray(Math.max(0, text.length - needle.length + 1));
  }
  return count;
}

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
