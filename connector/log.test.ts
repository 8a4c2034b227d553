import { expect, test } from 'vitest';
import { openLog } from '#connector/log.ts';

function lines(isTerminal: boolean, format?: string, level?: string) {
  const written: string[] = [];
  const log = openLog({ isTerminal, format, level, write: (line) => written.push(line) });
  return { log, written };
}

test('JSON for machines, text at a terminal, as the operator wishes otherwise', () => {
  for (const [isTerminal, format, isText] of [
    [false, undefined, false],
    [true, undefined, true],
    [true, 'json', false],
    [false, 'text', true],
  ] as const) {
    const { log, written } = lines(isTerminal, format);
    log.info({ address: '10.0.0.1' }, 'hello');
    expect(written[0]?.startsWith('{')).toBe(!isText);
    expect(written[0]).toContain('10.0.0.1');
  }
});

test('nothing of a stranger steers the terminal', () => {
  const { log, written } = lines(true);
  log.info({ certificate: 'Mallory\u001b[2J\nroot logged in' }, 'refused');
  expect(written[0]).not.toContain('\u001b');
  expect(written[0]?.trimEnd()).not.toContain('\n');
  expect(written[0]).toContain('"Mallory [2J root logged in"');
});

test('an unknown level means info', () => {
  const { log, written } = lines(false, undefined, 'everything');
  log.debug('no');
  log.info('yes');
  expect(written).toHaveLength(1);
});
