import type { Directory } from '#connector/ldap/directory.ts';
import { type Ending, refused } from '#connector/sign-in/ending.ts';
import { acceptEntry, findEntry } from '#connector/sign-in/find-person.ts';
import type { Steps } from '#connector/sign-in/note-steps.ts';
import { filterText } from '#lib/pki/mapping/filter.ts';

/** Whose account a name is and how it stands, without any password. */
export async function askAccount(userName: string, directory: Directory, at: number, steps: Steps): Promise<Ending> {
  const filter = directory.userNameFilter(userName);
  const entry = await findEntry(directory, filter, steps);
  if (entry === undefined) return refused('unknown-user', `nobody fits ${filterText(filter)}`);
  if (!('result' in entry)) return acceptEntry(directory, entry, at, steps);
  return entry.result === 'refused' ? { ...entry, reason: 'ambiguous-user' } : entry;
}
