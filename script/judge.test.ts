import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it, test } from 'vitest';
import { judgeCase, judgedCaseSchema } from './judged-case.ts';

const corpora = fileURLToPath(new URL('../../shared/corpora/', import.meta.url));
const isThere = existsSync(corpora);
const note = isThere ? '' : ' (skipped: ../shared/corpora is not there)';

/** Where the answer is another one on purpose; docs/pki.md says why. */
const onPurpose: Readonly<Record<string, string>> = {
  // DSA: no TLS library of today takes it.
  'pkits::4.1.5': 'refused unsupported-algorithm',
  'pkits::4.1.4': 'refused unsupported-algorithm',
  // No alternative name at all, and still it is to be for example.com.
  'rfc5280::nc::permitted-dn-match': 'refused wrong-host',
};

function casesOf(file: string): readonly { readonly id: string; readonly expected_result: string }[] {
  return (JSON.parse(readFileSync(join(corpora, file), 'utf8')) as { cases: { id: string; expected_result: string }[] })
    .cases;
}

describe.skipIf(!isThere).each(['pkits.json', 'limbo.json'])(`the judge on %s${note}`, (file) => {
  it('gives every case the expected answer, but for those that differ on purpose', async () => {
    const differences: string[] = [];
    for (const given of casesOf(file)) {
      const { answer, reason } = await judgeCase(judgedCaseSchema.parse(given));
      const [name = ''] = reason.split(':');
      const expected = given.expected_result === 'SUCCESS' ? 'accepted' : 'refused';
      const allowed = onPurpose[given.id];
      if (allowed === undefined ? answer !== expected : `${answer} ${name}` !== allowed)
        differences.push(`${given.id}: expected ${expected}, got ${answer} ${reason}`);
    }
    expect(differences).toEqual([]);
  }, 120_000);
});

describe('npm run judge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-judge-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const program = fileURLToPath(new URL('judge.ts', import.meta.url));

  async function judge(content: string): Promise<{ code: number; stdout: string; stderr: string }> {
    const file = join(folder, 'cases.json');
    writeFileSync(file, content);
    return promisify(execFile)(process.execPath, [program, file]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (cause: { code: number; stdout: string; stderr: string }) => cause,
    );
  }

  test('a case that cannot be read is refused in its line, and the next one is judged', async () => {
    const broken = { id: 'two\nlines', trusted_certs: [], untrusted_intermediates: [], peer_certificate: 'no PEM' };
    const { code, stdout } = await judge(JSON.stringify({ cases: [{ id: 'odd' }, broken, 7] }));
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(lines.map(([id, answer]) => [id, answer])).toEqual([
      ['odd', 'refused'],
      ['two lines', 'refused'],
      ['#3', 'refused'],
    ]);
    for (const [, , reason] of lines) expect(reason).toMatch(/^unreadable: /);
  });

  test.each([
    ['{', 'is not JSON'],
    ['{}', 'holds no cases'],
  ])('%s ends with one sentence', async (content, sentence) => {
    const { code, stdout, stderr } = await judge(content);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd()).toContain(sentence);
  });
});
