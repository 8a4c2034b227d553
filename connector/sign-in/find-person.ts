import type { Directory, DirectoryEntry } from '#connector/ldap/directory.ts';
import { accountRefusal, accountStanding } from '#connector/sign-in/account-standing.ts';
import { type Ending, refused, unavailable } from '#connector/sign-in/ending.ts';
import type { Steps } from '#connector/sign-in/note-steps.ts';
import { oneLine } from '#connector/sign-in/one-line.ts';
import { type Filter, filterText } from '#lib/pki/mapping/filter.ts';
import type { StepFacts } from '#lib/wire/dry-run-report.ts';

/** The one entry that fits, undefined where none does, or why nobody is to be taken. */
export async function findEntry(
  directory: Directory,
  filter: Filter,
  steps: Steps,
): Promise<DirectoryEntry | Ending | undefined> {
  const found = await directory.findPeople(filter);
  if (!found.ok) {
    const { reason, detail } = found.problem;
    steps.note('directory', false, detail);
    return unavailable(reason, detail);
  }
  const [entry, second] = found.value;
  const text = filterText(filter);
  const facts = hitFacts(text, found.value);
  if (entry === undefined) {
    steps.note('directory', false, `0 hits for ${text}`, facts);
    return undefined;
  }
  if (second !== undefined) {
    // No more than two are fetched.
    const detail = `2 hits or more for ${text}: ${entry.dn}; ${second.dn}`;
    steps.note('directory', false, detail, facts);
    return refused('ambiguous-person', detail);
  }
  steps.note('directory', true, `1 hit for ${text}: ${entry.dn}`, facts);
  return entry;
}

function hitFacts(filter: string, found: readonly DirectoryEntry[]): StepFacts {
  const [entry, second] = found;
  return {
    kind: 'hits',
    filter: oneLine(filter, 2_000),
    dns: found.slice(0, 2).map(({ dn }) => oneLine(dn, 2_000)),
    standing: entry !== undefined && second === undefined ? accountStanding(entry) : [],
  };
}

/** Profile and groups of the one who was found, if the account may be used at this moment (milliseconds since 1970). */
export async function acceptEntry(
  directory: Directory,
  entry: DirectoryEntry,
  at: number,
  steps: Steps,
): Promise<Ending> {
  const refusal = accountRefusal(entry, at);
  if (refusal !== undefined) {
    steps.note('directory', false, refusal.detail);
    return refusal;
  }
  const read = await directory.readPerson(entry);
  if (!read.ok) {
    const { reason, detail } = read.problem;
    steps.note('groups', false, detail);
    return unavailable(reason, detail);
  }
  const person = read.value;
  steps.note(
    'groups',
    true,
    `${person.groups.length} ${person.groups.length === 1 ? 'group' : 'groups'}${person.groupsCut ? ', and more' : ''}`,
  );
  return { result: 'accepted', person };
}
