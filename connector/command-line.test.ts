import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readCommandLine } from '#connector/command-line.ts';
import { version } from '#connector/software.ts';

function read(line: string) {
  return readCommandLine(line.split(' ').filter((word) => word !== ''));
}

test.each([
  ['', { kind: 'help' }],
  ['-h', { kind: 'help' }],
  ['run --help', { kind: 'help' }],
  ['--version', { kind: 'version' }],
  ['run', { kind: 'run', data: './connector-data' }],
  ['run --data d --listen 1', { kind: 'run', data: 'd', listen: { host: '::', port: 1 } }],
  ['status --data=d --json', { kind: 'status', data: 'd', isJson: true }],
  ['doctor --data d', { kind: 'doctor', data: 'd', isJson: false }],
  ['import old/config.json', { kind: 'import', data: './connector-data', original: 'old/config.json' }],
  [
    'enrol http://x/ --name n --exit --listen [::1]:2',
    {
      kind: 'enrol',
      ticketUrl: 'http://x/',
      data: './connector-data',
      name: 'n',
      listen: { host: '::1', port: 2 },
      isExit: true,
    },
  ],
])('%o', (line, command) => {
  expect(read(line)).toEqual({ ok: true, value: command });
});

test.each([
  ['start', '“start” is no command'],
  ['run --exit', '“run” knows no --exit'],
  ['run now', '“run” does not know what to do with “now”'],
  ['enrol', '“enrol” needs the ticket URL'],
  ['import', '“import” needs the config.json'],
  ['import a b', 'with “b”'],
  ['doctor --listen 1', '“doctor” knows no --listen'],
  ['enrol a b', 'with “b”'],
  ['run --listen nowhere', '--listen nowhere'],
  ['run --data', '--data'],
  ['run --data=', '--data needs a folder'],
  ['run --colour', '--colour'],
  [`enrol x --name ${'n'.repeat(81)}`, '--name must have 1 to 80'],
])('%o is refused', (line, sentence) => {
  const command = read(line);
  expect(command.ok).toBe(false);
  if (!command.ok) expect(command.problem.message).toContain(sentence);
});

test('the version is that of the package', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(version).toBe(manifest.version);
});
