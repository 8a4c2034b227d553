import { expect, test } from 'vitest';
import { type AuditEntry, emptyChain } from '#lib/core/audit-chain.ts';
import { type ChainFacts, chainOf, signer } from '#lib/core/chain.test-support.ts';
import { auditFileEnd, auditFileFormat, readAuditFile } from '#lib/core/read-audit-file.ts';

const gatehouse = await signer();
const facts = (number: number): ChainFacts => ({
  at: number,
  actor: { kind: 'system' },
  verb: 'saveDraft',
  subject: 'con_1',
  before: null,
  after: { text: `é € 😀 ${'x'.repeat(number % 7)}` },
});
const chain = await chainOf(Array.from({ length: 1_203 }, (_, index) => facts(index + 1)));
const head = await gatehouse.headOf(chain);
const header = { format: auditFileFormat, head, publicKey: gatehouse.publicKey };

const linesOf = (entries: readonly unknown[], end: readonly unknown[] = [auditFileEnd]): string =>
  [header, ...entries, ...end].map((one) => `${JSON.stringify(one)}\n`).join('');

async function* cut(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

async function faultOf(entries: readonly unknown[]) {
  const read = await readAuditFile(cut(linesOf(entries), 10_000));
  return read.ok ? read.value.verdict.fault : read.problem;
}

test('verifies what was exported, however it comes', async () => {
  const text = linesOf(chain);
  for (const length of [97, 65_536, text.length]) {
    const progress: number[] = [];
    const read = await readAuditFile(cut(text, length), { onProgress: (entries) => progress.push(entries) });
    expect(read).toMatchObject({ ok: true, value: { header, verdict: { entries: 1_203, head } } });
    expect(progress).toEqual([500, 1_000, 1_203]);
  }
});

test('holds the log against what was kept, and against a key of one’s own', async () => {
  const kept = { sequence: 7, hash: chain[6]?.hash ?? '' };
  expect(await readAuditFile(cut(linesOf(chain), 9_999), { kept })).toMatchObject({
    value: { verdict: { isKeptThere: true } },
  });
  const other = { sequence: 7, hash: 'f'.repeat(64) };
  expect(await readAuditFile(cut(linesOf(chain), 9_999), { kept: other })).toMatchObject({
    value: { verdict: { fault: { kind: 'forgotten', sequence: 7, last: 1_203 }, isKeptThere: false } },
  });
  const { publicKey } = await signer();
  expect(await readAuditFile(cut(linesOf(chain), 9_999), { publicKey })).toMatchObject({
    value: { verdict: { fault: { kind: 'not-signed', sequence: 1_203 } } },
  });
});

test('says of a log that was cut off that it was, and nothing else', async () => {
  const text = linesOf(chain);
  const places = [text.indexOf('\n') + 1, text.length - 3, text.length - 40, text.length >> 1];
  for (const place of places) {
    const read = await readAuditFile(cut(text.slice(0, place), 5_000));
    expect(read).toEqual({ ok: false, problem: expect.stringMatching(/cut off/) });
  }
});

test('names the first thing that does not fit', async () => {
  const changed = (entry: AuditEntry) => ({ ...entry, subject: 'con_2' });
  expect(await faultOf(chain.map((entry) => (entry.sequence === 812 ? changed(entry) : entry)))).toEqual({
    kind: 'altered',
    sequence: 812,
  });
  expect(await faultOf(chain.slice(0, -1))).toEqual({ kind: 'ends-early', sequence: 1_203, last: 1_203 });
  expect(await faultOf([])).toEqual({ kind: 'ends-early', sequence: 1, last: 1_203 });
});

test.each([
  ['with more in it than is hashed', { ...chain[4], note: 'hello' }],
  ['without a hash', { ...chain[4], hash: undefined }],
  ['whose actor holds no texts', { ...chain[4], actor: { kind: 1 } }],
  ['that is a list', [1]],
  ['that is a text', 'x'],
])('takes no entry %s', async (_name, line) => {
  expect(await faultOf(chain.toSpliced(4, 1, line as never))).toEqual({ kind: 'unreadable', sequence: 5 });
});

test('takes no line that is no JSON in the middle', async () => {
  const text = linesOf(chain.slice(0, 4)).replace(`${JSON.stringify(auditFileEnd)}\n`, '{\n') + linesOf(chain.slice(5));
  const read = await readAuditFile(cut(text, 1_000));
  expect(read).toMatchObject({ value: { verdict: { fault: { kind: 'unreadable', sequence: 5 }, entries: 4 } } });
});

test.each([
  ['nothing', '', /nothing in this file/],
  ['no JSON', 'hello\n', /no exported audit log/],
  ['another JSON', '{"format":1}\n', /no exported audit log/],
  ['a header without a head', `${JSON.stringify({ ...header, head: { sequence: 1 } })}\n`, /no exported audit log/],
])('does not take %s for an export', async (_name, text, sentence) => {
  expect(await readAuditFile(cut(text, 100))).toEqual({ ok: false, problem: expect.stringMatching(sentence) });
});

test('takes the export of an empty log', async () => {
  const empty = { format: auditFileFormat, publicKey: '', head: { ...emptyChain, at: 0, signature: '' } };
  const text = `${JSON.stringify(empty)}\n${JSON.stringify(auditFileEnd)}\n`;
  expect(await readAuditFile(cut(text, 50))).toMatchObject({ ok: true, value: { verdict: { entries: 0 } } });
});

test('gives up on a line without an end', async () => {
  async function* endless(): AsyncGenerator<string> {
    yield linesOf(chain.slice(0, 2), []);
    for (;;) yield 'x'.repeat(1024 * 1024);
  }
  expect(await readAuditFile(endless())).toEqual({
    ok: false,
    problem: expect.stringMatching(/longer than any entry/),
  });
});
