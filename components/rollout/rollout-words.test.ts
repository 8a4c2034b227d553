import { expect, it } from 'vitest';
import { faultSentence, lengthText, planSentence } from '#components/rollout/rollout-words.ts';

const fault = { connectorId: 'cnr_1', connectorName: 'hq-2', wave: 0, at: 0 };

it.each([
  [0, '0 s'],
  [59_001, '1 min'],
  [92_000, '1:32 min'],
  [7_200_000, '2 h'],
  [5_400_000, '1.5 h'],
])('tells %i ms as %s', (ms, text) => {
  expect(lengthText(ms)).toBe(text);
});

it('names the tests that failed as they are named everywhere', () => {
  expect(faultSentence({ ...fault, kind: 'self-test-failed', tests: ['directory', 'front-facing-url'] })).toBe(
    'hq-2 tested it on itself, and failed: directory, front-facing URL.',
  );
});

it('tells the history how it ended, and why', () => {
  const summary = { wave: 0, waves: 3, fault: null, fallbackRevision: null, endedAt: 1 };
  expect(planSentence({ ...summary, state: 'done', wave: 2 })).toBe('It went out in 3 waves.');
  expect(planSentence({ ...summary, state: 'stopped' })).toBe('Its rollout was stopped at wave 1 of 3.');
  const rolledBack = { ...summary, state: 'rolled-back', fault: { ...fault, kind: 'refused' } } as const;
  expect(planSentence({ ...rolledBack, fallbackRevision: 7 })).toBe(
    'Its rollout was stopped at wave 1 of 3 and rolled back (brought back by revision 7): hq-2 refused it.',
  );
});
