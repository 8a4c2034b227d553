import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditSentence, auditVerbLabel, auditVerbs } from '#lib/contracts/audit-verbs.ts';

const root = join(import.meta.dirname, '../..');

/** Every verb that some code writes down. */
function writtenVerbs(): string[] {
  const files = ['lib', 'hub', 'oidc'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((file) => join(root, room, file)),
  );
  return files
    .filter((file) => file.endsWith('.ts') && !/\.(test|test-support)\.ts$/.test(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bverb: '(\w+)'/g)].map(([, verb = '']) => verb));
}

test('every verb that is written down has a sentence', () => {
  const written = new Set(writtenVerbs());
  for (const verb of ['saveDraft', 'publishSettings', 'askDryRun', 'resumeAuditChain']) expect(written).toContain(verb);
  expect([...written].filter((verb) => !auditVerbs.includes(verb))).toEqual([]);
});

test('every sentence has a verb that is written down, a name, and no hole', () => {
  const written = new Set(writtenVerbs());
  for (const verb of auditVerbs) {
    expect(written).toContain(verb);
    expect(auditVerbLabel(verb)).not.toBe(verb);
    const text = auditSentence({ verb, facts: {} })
      .map((part) => part.text)
      .join('');
    expect(text).not.toMatch(/undefined|[{}]/);
  }
});

test('a verb of another version is named', () => {
  expect(auditSentence({ verb: 'tuneOrgan', facts: {} })).toEqual([
    { text: 'did “tuneOrgan” to ' },
    { text: '', isThing: true },
  ]);
});
