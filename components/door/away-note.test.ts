import { expect, test } from 'vitest';
import { noteAway, wasAwayAt } from '#components/door/away-note.ts';

function memory(content?: string) {
  let kept = content ?? null;
  return {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value;
    },
  };
}

test('a tab knows for ten minutes which host it left for', () => {
  const store = memory();
  expect(wasAwayAt(store, 'sso.example', 1_000)).toBe(false);
  noteAway(store, 'sso.example', 1_000);
  expect(wasAwayAt(store, 'sso.example', 1_000)).toBe(true);
  expect(wasAwayAt(store, 'other.example', 1_000)).toBe(false);
  expect(wasAwayAt(store, 'sso.example', 600_999)).toBe(true);
  expect(wasAwayAt(store, 'sso.example', 601_000)).toBe(false);
  expect(wasAwayAt(store, 'sso.example', 999)).toBe(false);
});

test('what is no note is none', () => {
  for (const content of ['', '{', 'null', '5', '[]', '{"host":"sso.example"}', '{"host":"sso.example","at":"1"}'])
    expect(wasAwayAt(memory(content), 'sso.example', 1), content).toBe(false);
});
