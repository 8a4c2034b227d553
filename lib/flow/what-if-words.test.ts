import { describe, expect, test } from 'vitest';
import { compileFlow } from '#lib/flow/decide-flow.ts';
import type { FlowSettings } from '#lib/flow/flow-settings.ts';
import { compareFlows } from '#lib/flow/what-if.ts';
import { collectChanges, type Observation } from '#lib/flow/what-if-changes.ts';
import { whatIfCsv, whatIfText } from '#lib/flow/what-if-export.ts';
import { changeSentence, changeTitle, pastedSentence, whatIfSentence } from '#lib/flow/what-if-words.ts';

const on: FlowSettings = {
  clientCertificate: { enabled: true },
  kerberos: { enabled: false },
  outside: 'password',
  networks: [{ block: '198.51.100.0/24', label: 'Head office' }],
};
const seen = { issuer: 'CN=CA', path: ['CA'], rule: '', revocation: 'known' } as const;

function answer(draft: Partial<FlowSettings>, all: readonly Partial<Observation>[], isFaulty = false) {
  const compare = compareFlows(compileFlow(on), compileFlow({ ...on, ...draft }));
  const collected = collectChanges({
    compare,
    certificateFault: () => (isFaulty ? { cause: 'authority-gone', detail: 'CA' } : undefined),
    mostListed: 1,
    mostChanges: 1,
  });
  for (const one of all) collected.add({ address: '192.0.2.1', signIns: 1, attempts: 0, lastAt: 0, ...one });
  return collected.done();
}

const ada = { person: 'ada', used: 'password' } as const;
const bob = { person: 'bob', used: 'client-certificate', address: '198.51.100.7', certificate: seen } as const;
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
      answer({}, [ada, bob], true),
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
  const [change] = answer({}, [bob], true).changes;
  if (change === undefined) throw new Error('no change');
  expect(changeTitle(change)).toBe('certificate may be refused');
  expect(changeSentence(change)).toBe(
    'Their certificates come from “CA”, which would no longer be among the CA certificates. The log keeps facts of certificates, not the certificates, so this cannot be judged to the end. Whoever is refused goes on to password.',
  );
});

test('pasted addresses are counted', () => {
  const none = { signIns: 0, attempts: 0 };
  const two = [none, { ...none, address: '198.51.100.7' }];
  expect(pastedSentence(answer({}, two))).toBe('None of 2 addresses would change flow.');
  expect(pastedSentence(answer({ outside: 'refuse' }, two))).toBe('Of 2 addresses 1 would be refused.');
});

describe('the files', () => {
  const many = [ada, { ...ada, person: '=HYPERLINK("x")', lastAt: 9 }, bob];

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
