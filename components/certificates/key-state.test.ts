import { expect, test } from 'vitest';
import { keyState } from '#components/certificates/key-state.ts';

const a = { spkiFingerprint: 'a' };
const b = { spkiFingerprint: 'b' };
const hq1 = { name: 'hq-1', hasSealedKey: true, heldKeys: [] };
const hq2 = { name: 'hq-2', hasSealedKey: false, heldKeys: [] };

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

test('a key that was made on a connector is there, before and after the certificate is saved', () => {
  const holder = { name: 'hq-3', hasSealedKey: false, heldKeys: ['b', 'c'] };
  const given = { leaf: b, pendingKey: undefined, connectors: [holder] };
  for (const savedLeaf of [undefined, a, b])
    expect(keyState({ ...given, savedLeaf })).toEqual({ state: 'held', holders: ['hq-3'], missing: [] });
  expect(keyState({ ...given, savedLeaf: undefined, leaf: a }).state).toBe('missing');
  // A key that was dropped with it goes to everybody.
  expect(keyState({ ...given, savedLeaf: b, pendingKey: 'b' }).state).toBe('to-seal');
});

test('the others have it only where it was sealed to them', () => {
  const holder = { name: 'hq-3', hasSealedKey: false, heldKeys: ['b'] };
  const given = { leaf: b, pendingKey: undefined, connectors: [hq1, hq2, holder] };
  expect(keyState({ ...given, savedLeaf: b })).toEqual({ state: 'held', holders: ['hq-3'], missing: ['hq-2'] });
  // What is sealed now is the key of the certificate before.
  expect(keyState({ ...given, savedLeaf: a })).toEqual({ state: 'held', holders: ['hq-3'], missing: ['hq-1', 'hq-2'] });
});
