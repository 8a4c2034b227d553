import { expect, test } from 'vitest';
import { dryRunQuestionSchema } from '#lib/wire/dry-run-question.ts';
import { dryRunReportSchema } from '#lib/wire/dry-run-report.ts';
import { maxDryRunCertificates } from '#lib/wire/limits.ts';

const question = { kind: 'dry-run', presented: ['AAAA'], settings: { from: 'running' } };
const deciding = {
  caCertificates: [],
  trust: { partialChains: false },
  mapping: [{ source: 'san-upn', attribute: 'mail' }],
  mappingStrength: 'any',
  revocation: { mode: 'off' },
};

test('a question holds what it names, within limits, and nothing else', () => {
  const isTaken = (more: object) => dryRunQuestionSchema.safeParse({ ...question, ...more }).success;
  expect(isTaken({})).toBe(true);
  expect(isTaken({ presented: [], userName: 'alice', at: 0 })).toBe(true);
  expect(isTaken({ settings: { from: 'given', deciding } })).toBe(true);
  expect(isTaken({ presented: Array(maxDryRunCertificates + 1).fill('AAAA') })).toBe(false);
  expect(isTaken({ presented: ['not base64!'] })).toBe(false);
  expect(isTaken({ presented: ['A'.repeat(87_385)] })).toBe(false);
  expect(isTaken({ userName: 'a'.repeat(257) })).toBe(false);
  expect(isTaken({ userName: '' })).toBe(false);
  expect(isTaken({ at: 1.5 })).toBe(false);
  expect(isTaken({ at: -1 })).toBe(false);
  expect(isTaken({ password: 'secret' })).toBe(false);
  expect(isTaken({ settings: { from: 'given' } })).toBe(false);
  expect(isTaken({ settings: { from: 'given', deciding: { ...deciding, sslChain: null } } })).toBe(false);
});

test('a report is bounded, whatever a connector says', () => {
  const way = { result: 'refused', reason: 'unmapped', detail: '', steps: [] as object[] };
  const report = { revision: 1, at: 0, now: 0, certificate: way, account: null };
  const isTaken = (steps: object[]) =>
    dryRunReportSchema.safeParse({ ...report, certificate: { ...way, steps } }).success;
  const step = { step: 'directory', isPassed: false, detail: '', tookMs: 1 };
  const hits = { kind: 'hits', filter: '(uid=a)', dns: ['a', 'b'], standing: [] };
  expect(isTaken([step, { ...step, facts: hits }])).toBe(true);
  expect(isTaken(Array(65).fill(step))).toBe(false);
  expect(isTaken([{ ...step, facts: { ...hits, dns: ['a', 'b', 'c'] } }])).toBe(false);
  expect(isTaken([{ ...step, facts: { ...hits, filter: 'x'.repeat(2_001) } }])).toBe(false);
  expect(isTaken([{ ...step, facts: { kind: 'unheard-of' } }])).toBe(false);
});
