import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usedOnce } from '#connector/sign-in/used-once.ts';

test('first once, again until its end', () => {
  let now = 0;
  const used = usedOnce(() => now);
  expect([used.use('a', 10), used.use('a', 10), used.use('b', 20)]).toEqual(['first', 'again', 'first']);
  now = 10;
  expect(used.use('a', 10)).toBe('again');
});

test('never forgets what could still be used, and never holds more than it may', () => {
  const visit = fc.record({ id: fc.nat(40), lives: fc.nat(30), passes: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(visit, { maxLength: 200 }), (visits) => {
      let now = 0;
      const used = usedOnce(() => now, 8);
      const until = new Map<string, number>();
      for (const { id: number, lives, passes } of visits) {
        now += passes;
        const id = String(number);
        const open = [...until].filter(([, end]) => end >= now);
        const answer = used.use(id, now + lives);
        const isOpen = open.some(([known]) => known === id);
        if (isOpen && answer !== 'again') return false;
        if (answer === 'full' && open.length < 8) return false;
        if (answer === 'first' && open.length >= 8) return false;
        if (answer === 'first') until.set(id, now + lives);
      }
      return true;
    }),
  );
});
