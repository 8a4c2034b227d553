import type { DryRunFindings, Fact, StepReading } from '#components/dry-run/dry-run-reading.ts';
import { accountWay, certificateWay, factsOf, notAsked, stepsOf } from '#components/dry-run/live-steps.ts';
import { count } from '#components/words/count.ts';
import type { DryRunPerson, DryRunStepFacts, DryRunWay } from '#lib/contracts/dry-run.ts';
import { signInReason } from '#lib/contracts/sign-in-reasons.ts';

/** What each search for the certificate's person found. */
export function directoryStep(found: DryRunFindings): StepReading | undefined {
  const { judged } = found;
  if (judged === undefined || !judged.verdict.accepted) return undefined;
  const way = certificateWay(found);
  const shared = { id: 'directory', title: 'Directory' } as const;
  const steps = stepsOf(way, 'directory');
  if (steps.length === 0) return { ...shared, state: 'open', sentence: notReached(found, way), facts: [] };
  return { ...shared, ...readSearches(way) };
}

/** How the account of a user name stands, without any password. */
export function accountStep(found: DryRunFindings): StepReading | undefined {
  const { userName } = found;
  if (userName === undefined) return undefined;
  const way = accountWay(found);
  const shared = { id: 'account', title: `Account of “${userName}”` } as const;
  if (way === undefined) return { ...shared, state: 'open', sentence: notAsked(found), facts: [] };
  const read = readSearches(way);
  return { ...shared, ...read, facts: [...read.facts, ...(way.result === 'accepted' ? personFacts(way.person) : [])] };
}

/** Who the certificate is found to be. */
export function personStep(found: DryRunFindings): StepReading | undefined {
  const { judged } = found;
  if (judged === undefined || !judged.verdict.accepted) return undefined;
  const way = certificateWay(found);
  const shared = { id: 'person', title: 'Profile and groups' } as const;
  if (way?.result === 'accepted') {
    const { person } = way;
    return {
      ...shared,
      state: 'passed',
      sentence: `${personName(person)}, in ${count(person.groups.length, 'group')}${person.groupsCut ? ' and more' : ''}.`,
      facts: personFacts(person),
    };
  }
  const failed = stepsOf(way, 'groups').find(({ isPassed }) => !isPassed);
  return failed === undefined
    ? { ...shared, state: 'open', sentence: notReached(found, way), facts: [] }
    : { ...shared, state: 'failed', sentence: failed.detail, facts: [] };
}

export function personName({ displayName, userName }: Pick<DryRunPerson, 'displayName' | 'userName'>): string {
  return displayName === undefined || displayName === userName ? userName : `${displayName} (${userName})`;
}

function notReached(found: DryRunFindings, way: DryRunWay | undefined): string {
  return way === undefined ? notAsked(found) : 'Not reached.';
}

function readSearches(way: DryRunWay | undefined): Pick<StepReading, 'state' | 'sentence' | 'facts'> {
  const hits = factsOf(way, 'hits');
  const last = hits.at(-1);
  const facts = hits.flatMap(hitFacts);
  if (way?.result === 'accepted')
    return { state: 'passed', sentence: `Found: ${last?.dns[0] ?? way.person.dn}. The account may be used.`, facts };
  if (way === undefined) return { state: 'open', sentence: 'Not reached.', facts };
  const { title, message } = signInReason(way.reason);
  const isOpen = way.result === 'unavailable';
  const told = isOpen ? message : (accountWords[way.reason] ?? message);
  return {
    state: isOpen ? 'open' : 'failed',
    sentence: `${title}: ${told}`,
    facts: [...facts, { label: 'Detail', value: way.detail, isProse: true }],
  };
}

/** The catalogue speaks of a password that was right; here none was tried. */
const accountWords: Readonly<Record<string, string>> = {
  'account-disabled': 'the account was found, and is disabled.',
  'account-locked': 'the account was found, and is locked.',
  'account-expired': 'the account was found, and has passed its end.',
};

function hitFacts({ filter, dns, standing }: Extract<DryRunStepFacts, { kind: 'hits' }>): readonly Fact[] {
  const number = dns.length > 1 ? '2 or more' : String(dns.length);
  return [
    { label: 'LDAP filter', value: filter },
    { label: dns.length === 1 ? 'Hit' : `Hits: ${number}`, value: dns.length === 0 ? 'nobody' : dns.join(' and ') },
    ...standing.map(({ attribute, value }) => ({ label: attribute, value })),
  ];
}

function personFacts(person: DryRunPerson): readonly Fact[] {
  const optional = (label: string, value: string | undefined) => (value === undefined ? [] : [{ label, value }]);
  return [
    { label: 'User name', value: person.userName },
    ...optional('Name', person.displayName),
    ...optional('E-mail', person.email),
    ...optional('User principal name', person.userPrincipalName),
    { label: 'DN', value: person.dn },
    { label: 'Groups', value: groupsText(person) },
  ];
}

function groupsText({ groups, groupsCut }: DryRunPerson): string {
  if (groups.length === 0) return 'none';
  return `${groups.join(', ')}${groupsCut ? ', and more' : ''}`;
}
