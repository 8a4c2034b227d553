import { expect, test } from 'vitest';
import { heartbeat } from '#connector/link/heartbeat.ts';

const times = { pingAfterMs: 10_000, silentAfterMs: 25_000 };

test.each([
  [0, { action: 'wait', lookAgainMs: 10_000 }],
  [9_999, { action: 'wait', lookAgainMs: 1 }],
  [10_000, { action: 'ping', lookAgainMs: 10_000 }],
  [20_000, { action: 'ping', lookAgainMs: 5_000 }],
  [25_000, { action: 'give-up' }],
  // A laptop that slept.
  [9_000_000, { action: 'give-up' }],
])('after %i ms of silence: %o', (silentMs, expected) => {
  expect(heartbeat(silentMs, times)).toEqual(expected);
});
