import { randomBytes } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { readDoorFields } from '#lib/bff/door-form.ts';
import { countInHeap } from '#lib/services/sign-in/heap.test-support.ts';

vi.mock('server-only', () => ({}));

/** A function of its own: what only this needed has to be gone afterwards. */
async function userNameOfForm(password: Buffer): Promise<string | null> {
  const sent = new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.concat([Buffer.from('userName=somebody-with-a-name&password='), password]),
  });
  return (await readDoorFields(sent)).get('userName');
}

it('who keeps the user name of a form does not keep the password beside it', async () => {
  // As the bytes of its text: a string of it would be found.
  const needle = Buffer.from(randomBytes(16).toString('hex'));
  const kept = { userName: await userNameOfForm(needle) };
  // Another one, so that nothing of the first is left in a register.
  await userNameOfForm(Buffer.from('another'));
  expect(await countInHeap(needle)).toBe(0);
  expect(kept.userName).toBe('somebody-with-a-name');
});

it('what is not a form is an empty one', async () => {
  const sent = new Request('http://localhost/', { method: 'POST', body: 'userName=alice' });
  expect([...(await readDoorFields(sent))]).toEqual([]);
});
