import { expect, it } from 'vitest';
import { answerWords, furtherWords, ruleWords } from '#components/mapping/mapping-words.ts';

const nobody = { total: 0, weak: 0, strong: 0, bySid: 0, refused: 0, lockedOut: 0, withWeakCertificate: 0 };
const answer = (total: number, weak: number) => answerWords({ days: 30, people: { ...nobody, total, weak } });

it('says the answer first', () => {
  expect([answer(0, 0), answer(1, 0), answer(20, 0), answer(1, 1), answer(20, 14), answer(2_000, 1_200)]).toEqual([
    'Nobody came with a certificate in the last 30 days',
    'The one person came by a strong mapping',
    'All 20 people came by a strong mapping',
    'The one person came by a weak mapping',
    '14 of 20 people came by a weak mapping',
    '1,200 of 2,000 people came by a weak mapping',
  ]);
});

it('says what else there is, and nothing where there is nothing', () => {
  expect(furtherWords({ people: nobody, isCut: false })).toEqual([]);
  const all = furtherWords({ people: { ...nobody, bySid: 1, refused: 2, withWeakCertificate: 3 }, isCut: true });
  expect(all.map((sentence) => sentence.slice(0, 24))).toEqual([
    '2 people of them were re',
    '1 person came by a weak ',
    '3 people came strongly t',
    'There were more sign-ins',
  ]);
});

it('names rules, also those it does not know', () => {
  expect(ruleWords('san-upn', 'userPrincipalName')).toBe('user principal name in userPrincipalName');
  expect(ruleWords('moon-phase', 'uid')).toBe('moon-phase in uid');
  expect(ruleWords(null, null)).toBe('a rule that was not recorded');
});
