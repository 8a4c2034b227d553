import { expect, test } from 'vitest';
import { keyState } from '#components/certificates/key-state.ts';

const a = { spkiFingerprint: 'a' };
const b = { spkiFingerprint: 'b' };
const hq1 = { name: 'hq-1', hasSealedKey: true };
const hq2 = { name: 'hq-2', hasSealedKey: false };

test('a key just read is to be sealed to every connector, or to nobody yet', () => {
  expect(keyState({ leaf: a, savedLeaf: undefined, pendingKey: 'a', connectors: [hq1, hq2] })).toEqual({
    state: 'to-seal',
    connectors: 2,
  });
  expect(keyState({ leaf: a, savedLeaf: undefined, pendingKey: 'a', connectors: [] })).toEqual({
    state: 'nobody-to-seal-to',
  });
});

test('a connector enrolled after sealing is named', () => {
  expect(keyState({ leaf: a, savedLeaf: a, pendingKey: undefined, connectors: [hq1, hq2] })).toEqual({
    state: 'sealed-to-some',
    sealed: 1,
    missing: ['hq-2'],
  });
});

test('a renewal over the same key keeps what is sealed; another key does not', () => {
  expect(keyState({ leaf: a, savedLeaf: { ...a }, pendingKey: undefined, connectors: [hq1] }).state).toBe('sealed');
  expect(keyState({ leaf: b, savedLeaf: a, pendingKey: undefined, connectors: [hq1] }).state).toBe('missing');
});

test('a key that fits another certificate does not count', () => {
  expect(keyState({ leaf: b, savedLeaf: undefined, pendingKey: 'a', connectors: [hq1] }).state).toBe('missing');
});
