import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repeatTask } from '#server/recurring-task.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a turn comes every so often, also after one that failed', async () => {
  const failures: unknown[] = [];
  let turns = 0;
  const task = repeatTask(
    1_000,
    async () => {
      turns += 1;
      if (turns === 1) throw new Error('the database is away');
    },
    (cause) => failures.push(cause),
  );
  await vi.advanceTimersByTimeAsync(3_500);
  expect(turns).toBe(3);
  expect(failures).toHaveLength(1);
  await task.close();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(turns).toBe(3);
});

test('turns never overlap, and closing waits for the one that runs', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let turns = 0;
  const task = repeatTask(
    1_000,
    () => {
      turns += 1;
      return promise;
    },
    () => {},
  );
  await vi.advanceTimersByTimeAsync(5_500);
  expect(turns).toBe(1);
  let isClosed = false;
  const closed = task.close().then(() => {
    isClosed = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  expect(isClosed).toBe(false);
  resolve();
  await closed;
  expect(isClosed).toBe(true);
});
