import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const script = join(import.meta.dirname, 'decide.ts');
const settings = {
  name: 'Fabrikam',
  clientCertificate: { enabled: true, frontFacingUrl: 'https://sso.fabrikam.example' },
  kerberos: { enabled: true },
  outside: 'password',
  networks: [
    { block: '24.12.34.56/32', label: 'Head office' },
    { block: '24.0.0.0/8', label: 'Wide', methods: ['client-certificate'], colour: 'red' },
    { block: '2001:DB8:12:0::/48', label: 'Branch', methods: ['kerberos', 'password'] },
    { block: '::ffff:198.51.100.9', label: 'Single' },
  ],
};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'decide-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function settingsFile(content: unknown): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.json`);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

type Run = { code: number | null; out: string; err: string };

function decide(args: readonly string[], input: string | undefined, cwd = folder): Promise<Run> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, stdio: 'pipe' });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, out, err }));
    // A run that refuses its settings ends before it has read its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

describe('decide', () => {
  test('answers one line for each line, as typed', async () => {
    const path = await settingsFile(settings);
    const input =
      '24.12.34.56\r\n24.1.1.1\n::ffff:24.1.1.1\n2001:DB8:12::5%eth0\n198.51.100.9\n9.9.9.9\n1.2.3\n\n24.12.34.56';
    const run = await decide([path], input);
    expect(run.err).toBe('');
    expect(run.code).toBe(0);
    const lines = run.out.split('\n').map((line) => line.split('\t'));
    expect(lines.slice(0, 6)).toEqual([
      ['24.12.34.56', 'client-certificate,kerberos,password', '24.12.34.56/32'],
      ['24.1.1.1', 'client-certificate', '24.0.0.0/8'],
      ['::ffff:24.1.1.1', 'client-certificate', '24.0.0.0/8'],
      ['2001:DB8:12::5%eth0', 'kerberos,password', '2001:db8:12::/48'],
      ['198.51.100.9', 'client-certificate,kerberos,password', '198.51.100.9/32'],
      ['9.9.9.9', 'password', 'none'],
    ]);
    expect(lines.slice(6, 8).map(([typed, word, reason]) => [typed, word, (reason ?? '').length > 10])).toEqual([
      ['1.2.3', 'error', true],
      ['', 'error', true],
    ]);
    expect(lines.slice(8)).toEqual([['24.12.34.56', 'client-certificate,kerberos,password', '24.12.34.56/32'], ['']]);
  });

  test('takes the addresses connectors are seen from, in any way they are given', async () => {
    const path = await settingsFile({ ...settings, outside: 'refuse' });
    const expected =
      '203.0.113.7\tclient-certificate,kerberos,password\timplicit:203.0.113.7/32\n9.9.9.9\trefuse\tnone\n';
    const ways = [
      [path, '--seen-from', '198.51.100.1', '203.0.113.7'],
      [path, '--seen-from', '198.51.100.1', '--seen-from', '203.0.113.7'],
      ['--seen-from=203.0.113.7', path],
      ['--seen-from', '::ffff:203.0.113.7', path],
    ];
    for (const way of ways) expect((await decide(way, '203.0.113.7\n9.9.9.9\n')).out).toBe(expected);
  });

  test('streams: the first answer comes while the input is still open', async () => {
    const child = spawn(process.execPath, [script, await settingsFile(settings)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const first = new Promise<string>((done) => child.stdout.setEncoding('utf8').once('data', done));
    child.stdin.write('9.9.9.9\n24.');
    expect(await first).toBe('9.9.9.9\tpassword\tnone\n');
    const rest = new Promise<string>((done) => child.stdout.once('data', done));
    child.stdin.end('1.1.1\n');
    expect(await rest).toBe('24.1.1.1\tclient-certificate\t24.0.0.0/8\n');
  });

  test('answers a hundred thousand lines in order', async () => {
    const addresses = Array.from(
      { length: 100_000 },
      (_, place) => `24.${place >> 16}.${(place >> 8) & 255}.${place & 255}`,
    );
    const run = await decide([await settingsFile(settings)], `${addresses.join('\n')}\n`);
    const lines = run.out.trimEnd().split('\n');
    expect(lines.length).toBe(addresses.length);
    expect(lines.every((line, place) => line.startsWith(`${addresses[place]}\tclient-certificate`))).toBe(true);
  });

  test.each([
    ['no file', undefined, 'cannot be read'],
    ['no JSON', '{ "outside": ', 'is not JSON'],
    ['another shape', [], 'the file'],
    ['a missing switch', { ...settings, kerberos: undefined }, 'kerberos'],
    ['an unknown choice', { ...settings, outside: 'maybe' }, 'outside'],
    [
      'an unknown method',
      { ...settings, networks: [{ block: '1.2.3.4/32', label: '', methods: ['ntlm'] }] },
      'networks[0].methods[0]',
    ],
    ['host bits', { ...settings, networks: [{ block: '10.1.2.3/16', label: '' }] }, '10.1.0.0/16'],
    [
      'a block twice',
      { ...settings, networks: [{ block: '::ffff:1.2.3.4' }, { block: '1.2.3.4/32' }] },
      'networks[1].block',
    ],
    ['no block', { ...settings, networks: [{ block: 'office' }] }, 'networks[0].block'],
  ])('refuses settings with %s: exit 2, a message, no answers', async (_, content, part) => {
    const path = content === undefined ? join(folder, 'nowhere.json') : await settingsFile(content);
    const run = await decide([path], '9.9.9.9\n');
    expect([run.code, run.out]).toEqual([2, '']);
    expect(run.err).toContain(part);
    expect(run.err).not.toContain('    at ');
  });

  test.each([[[]], [['a.json', 'b.json']], [['--wrong']], [['a.json', '--seen-from', '300.0.0.1']]])(
    'refuses the arguments %j with exit 2',
    async (args) => {
      const run = await decide(args, '');
      expect([run.code, run.out, run.err.length > 20]).toEqual([2, '', true]);
    },
  );

  test('reads a file saved with a byte order mark', async () => {
    const run = await decide([await settingsFile(`\uFEFF${JSON.stringify(settings)}`)], '9.9.9.9\n');
    expect(run.out).toBe('9.9.9.9\tpassword\tnone\n');
  });
});
