import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStateEvents } from '#hub/state-events.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function world() {
  const events = createLiveEvents();
  const told: string[] = [];
  events.subscribe((event) => {
    if (event.t === 'connectors-changed') told.push(event.connectionId);
  });
  return { told, states: createStateEvents({ events }, 500) };
}

test('the first change is told at once, those of the next while with one event behind the last of them', () => {
  const { told, states } = world();
  for (let change = 0; change < 30; change += 1) states.changed('cn_1');
  expect(told).toEqual(['cn_1']);
  vi.advanceTimersByTime(499);
  states.changed('cn_1');
  expect(told).toEqual(['cn_1']);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(['cn_1', 'cn_1']);
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual(['cn_1', 'cn_1']);
});

test('connections do not wait for each other, and nothing is told after closing', () => {
  const { told, states } = world();
  for (const connectionId of ['cn_1', 'cn_2', 'cn_1']) states.changed(connectionId);
  expect(told).toEqual(['cn_1', 'cn_2']);
  states.close();
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual(['cn_1', 'cn_2']);
});
