import { expect, it } from 'vitest';
import { judgeWave, type WaveMember, waveComplaints } from '#lib/fleet/judge-wave.ts';

const rules = { healthyForMs: 60_000, patienceMs: 30_000 };
const beganAt = 1_000_000;
const judge = (members: readonly WaveMember[], afterMs: number) =>
  judgeWave(members, { beganAt, now: beganAt + afterMs }, rules);

const linked = { connectorId: 'hq-1', linkedSince: 1 } as const;
const serving = { ...linked, answer: { kind: 'serving', since: beganAt + 500 } } as const;
const silent = { ...linked, connectorId: 'hq-2', answer: { kind: 'none' } } as const;

it('waits for answers, and no longer than its patience', () => {
  expect(judge([serving, silent], 1_000)).toEqual({ kind: 'wait', because: 'answers', until: beganAt + 30_000 });
  expect(judge([serving, silent], 30_000)).toEqual({ kind: 'faulty', fault: 'no-answer', connectorId: 'hq-2' });
});

it('is healthy only after all have served for the set time', () => {
  expect(judge([serving], 60_499)).toEqual({ kind: 'wait', because: 'health', until: beganAt + 60_500 });
  expect(judge([serving], 60_500)).toEqual({ kind: 'healthy' });
});

it('counts the time from the beginning of the wave where a revision was served before', () => {
  const early = { ...linked, answer: { kind: 'serving', since: 5 } } as const;
  expect(judge([early], 59_999)).toEqual({ kind: 'wait', because: 'health', until: beganAt + 60_000 });
  expect(judge([early], 60_000)).toEqual({ kind: 'healthy' });
});

it('names who refused, whatever the others do', () => {
  const refused = { ...linked, connectorId: 'hq-3', answer: { kind: 'refused' } } as const;
  expect(judge([serving, refused, silent], 10)).toEqual({ kind: 'faulty', fault: 'refused', connectorId: 'hq-3' });
});

it.each(waveComplaints)('stops at a connector that serves and tells %s', (complaint) => {
  expect(judge([{ ...serving, complaint }], 10)).toEqual({ kind: 'faulty', fault: complaint, connectorId: 'hq-1' });
  // Before it serves the revision, that is none of the revision's doing.
  expect(judge([{ ...silent, complaint }], 10).kind).toBe('wait');
});

it('stops where a connector is gone after it took the revision over, and gives it time to come back', () => {
  const gone = { connectorId: 'hq-1', leftAt: beganAt + 2_000, answer: serving.answer } as const;
  expect(judge([gone], 31_999)).toEqual({ kind: 'wait', because: 'health', until: beganAt + 32_000 });
  expect(judge([gone], 32_000)).toEqual({ kind: 'faulty', fault: 'went-silent', connectorId: 'hq-1' });
});

it('stops where a connector left without a word while it was being asked', () => {
  const left = { connectorId: 'hq-2', leftAt: beganAt + 100, answer: { kind: 'none' } } as const;
  expect(judge([serving, left], 30_100)).toEqual({ kind: 'faulty', fault: 'no-answer', connectorId: 'hq-2' });
});

it('passes over who was away before, and is never healthy with nobody', () => {
  const away = { connectorId: 'hq-2', leftAt: beganAt - 1, answer: { kind: 'none' } } as const;
  const never = { connectorId: 'hq-4', answer: { kind: 'none' } } as const;
  expect(judge([serving, away, never], 60_500)).toEqual({ kind: 'healthy' });
  expect(judge([away, never], 10_000_000)).toEqual({ kind: 'wait', because: 'nobody-linked' });
  expect(judge([], 10_000_000)).toEqual({ kind: 'wait', because: 'nobody-linked' });
});
