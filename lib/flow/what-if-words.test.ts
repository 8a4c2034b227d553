import { describe, expect, test } from 'vitest';
import { compileFlow } from '#lib/flow/decide-flow.ts';
import type { FlowSettings } from '#lib/flow/flow-settings.ts';
import { compareFlows } from '#lib/flow/what-if.ts';
import type { CertificateCause } from '#lib/flow/what-if-certificate.ts';
import { collectChanges, type Observation } from '#lib/flow/what-if-changes.ts';
import { whatIfCsv, whatIfText } from '#lib/flow/what-if-export.ts';
import { changeSentence, changeTitle, pastedSentence, whatIfSentence } from '#lib/flow/what-if-words.ts';

const on: FlowSettings = {
  clientCertificate: { enabled: true },
  kerberos: { enabled: false },
  outside: 'password',
  networks: [{ block: '198.51.100.0/24', label: 'Head office' }],
};
const seen = {
  fingerprint: 'ab',
  issuer: 'CN=CA',
  path: ['CA'],
  rule: '',
  sid: 'unknown',
  revocation: 'known',
} as const;

function answer(
  draft: Partial<FlowSettings>,
  all: readonly Partial<Observation>[],
  faulty: false | CertificateCause = false,
  detail = 'CA',
) {
  const compare = compareFlows(compileFlow(on), compileFlow({ ...on, ...draft }));
  const collected = collectChanges({
    compare,
    certificateFault: ({ fingerprint }) =>
      faulty === false || fingerprint === 'cd' ? undefined : { cause: faulty, detail },
    mostListed: 1,
    mostChanges: 1,
  });
  for (const one of all) collected.add({ address: '192.0.2.1', signIns: 1, attempts: 0, lastAt: 0, ...one });
  return collected.done();
}

const ada = { person: { id: 'ada', name: 'ada' }, used: 'password' } as const;
const bob = {
  person: { id: 'bob', name: 'bob' },
  used: 'client-certificate',
  address: '198.51.100.7',
  certificate: seen,
} as const;
const off = { clientCertificate: { enabled: false } };

describe('whatIfSentence', () => {
  test.each([
    ['Nobody came during the last day.', answer({}, []), 1],
    ['Nobody of 2 people who signed in during the last 7 days would change flow.', answer({}, [ada, bob]), 7],
    [
      '1 of 2 people who signed in during the last 7 days would be refused. 1 changes flow besides.',
      answer({ outside: 'refuse', ...off }, [ada, bob]),
      7,
    ],
    [
      'Nobody would be refused, but 1 of 2 people who signed in during the last 7 days would lose a way in without a password.',
      answer(off, [ada, bob]),
      7,
    ],
    [
      'Nobody would be refused, but 1 of 2 people who signed in during the last 7 days may lose a way in without a password.',
      answer({}, [ada, bob], 'authority-gone'),
      7,
    ],
    [
      'Nobody of 2 people who signed in during the last 7 days is known to change flow. For 1 it is not known: a rule that was never asked comes first.',
      answer({}, [ada, bob], 'rule-unasked'),
      7,
    ],
    [
      'Nobody of 1 person who signed in during the last 7 days is known to change flow. For 1 it is not known: only the SID in their certificates may find them.',
      answer({}, [bob], 'rule-sid'),
      7,
    ],
    [
      'Nobody of 1 person who signed in during the last 7 days would change flow. Only certificates that they came with before their last one do.',
      answer({}, [{ ...bob, certificate: { ...seen, fingerprint: 'cd' } }, bob], 'authority-gone'),
      7,
    ],
    [
      'Nobody would be refused; 1 of 2 people who signed in during the last 30 days would change flow.',
      answer({ networks: [{ block: '198.51.100.0/25', label: '' }] }, [ada, bob]),
      30,
    ],
    [
      'Nobody signed in during the last 7 days; for some of those who tried, something would change.',
      answer({ outside: 'refuse' }, [{ signIns: 0, attempts: 3 }]),
      7,
    ],
  ])('%s', (sentence, given, days) => expect(whatIfSentence(given, days)).toBe(sentence));
});

test('a change of a certificate says what is gone, what cannot be known, and what follows', () => {
  const [change] = answer({}, [bob], 'authority-gone').changes;
  if (change === undefined) throw new Error('no change');
  expect(changeTitle(change)).toBe('certificate may be refused');
  expect(changeSentence(change)).toBe(
    'Their certificates come from “CA”, which would no longer be among the CA certificates. The log keeps facts of certificates, not the certificates, so this cannot be judged to the end. Whoever is refused goes on to password.',
  );
});

test.each([
  ['rule-unasked', 'sid in objectSid', /^A rule that was never asked comes first: SID extension in objectSid\./],
  ['rule-sid', 'san-upn in upn', /^They were found by user principal name in upn, which would no longer count\./],
  ['rule-weak', 'san-upn in upn', /^They were found by user principal name in upn, which is weak/],
  ['rule-gone', 'odd', /^They were found by odd, a rule that would be gone\./],
] as const)('%s names the rule as the console does', (cause, detail, sentence) => {
  const [change] = answer({}, [bob], cause, detail).changes;
  if (change === undefined) throw new Error('no change');
  expect(changeSentence(change)).toMatch(sentence);
  expect(changeTitle(change)).toBe(
    cause === 'rule-unasked' || cause === 'rule-sid' ? 'not known' : 'certificate may be refused',
  );
});

test('pasted addresses are counted', () => {
  const none = { signIns: 0, attempts: 0 };
  const two = [none, { ...none, address: '198.51.100.7' }];
  expect(pastedSentence(answer({}, two))).toBe('None of 2 addresses would change flow.');
  expect(pastedSentence(answer({ outside: 'refuse' }, two))).toBe('Of 2 addresses 1 would be refused.');
});

describe('the files', () => {
  const many = [ada, { ...ada, person: { id: 'x', name: '=HYPERLINK("x")' }, lastAt: 9 }, bob];

  test('a spreadsheet takes no name for a formula, and every field is quoted', () => {
    const [head, first, ...more] = whatIfCsv(answer({ outside: 'refuse' }, many)).split('\r\n');
    expect(head).toContain('"change","why"');
    expect(first).toContain(`"person","'=HYPERLINK(""x"")","1","0","1970-01-01T00:00:00.009Z"`);
    expect(more.map((line) => line.includes('"address","192.0.2.1","2"'))).toEqual([true, false]);
  });

  test('the text says what it leaves out', () => {
    const text = whatIfText(answer({ outside: 'refuse', ...off }, many), { heading: 'Heading', answer: 'Answer.' });
    expect(text.startsWith('Heading\nAnswer.\n\nREFUSED: password (everyone else) -> nobody gets in')).toBe(true);
    expect(text).toContain('    and 1 more\n');
    expect(text).toContain('1 more changes are not listed.');
  });
});
