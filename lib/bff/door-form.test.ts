import { randomBytes } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { readDoorFields } from '#lib/bff/door-form.ts';
import { countInHeap } from '#lib/services/sign-in/heap.test-support.ts';

vi.mock('server-only', () => ({}));

it('who keeps the user name of a form does not keep the password beside it', async () => {
  // As the bytes of its text: a string of it would be found.
  const needle = Buffer.from(randomBytes(16).toString('hex'));
  const typed = Buffer.concat([Buffer.from('userName=somebody-with-a-name&password='), needle]);
  const sent = new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: typed,
  });
  const kept = { userName: (await readDoorFields(sent)).get('userName') };
  expect(await countInHeap(needle)).toBe(0);
  expect(kept.userName).toBe('somebody-with-a-name');
});

it('what is not a form is an empty one', async () => {
  const sent = new Request('http://localhost/', { method: 'POST', body: 'userName=alice' });
  expect([...(await readDoorFields(sent))]).toEqual([]);
});
