import type { Directory } from '#connector/ldap/directory.ts';
import { type Ending, refused } from '#connector/sign-in/ending.ts';
import { acceptEntry, findEntry } from '#connector/sign-in/find-person.ts';
import type { Steps } from '#connector/sign-in/note-steps.ts';
import { filterText } from '#lib/pki/mapping/filter.ts';

/** The person of a Kerberos principal, by its full name: the same name in another realm is somebody else (RFC 4120 section 6.2). */
export async function mapPrincipal(principal: string, directory: Directory, at: number, steps: Steps): Promise<Ending> {
  const filter = directory.principalFilter(principal);
  if (filter === undefined) {
    const detail = `${principal}: names of this realm mean nobody in this directory`;
    steps.note('mapping', false, detail);
    return refused('unmapped', detail);
  }
  steps.note('mapping', true, `${principal}, looked for by ${filterText(filter)}`);
  const entry = await findEntry(directory, filter, steps);
  if (entry === undefined) return refused('unmapped', `Nobody in the directory is ${principal}.`);
  return 'result' in entry ? entry : acceptEntry(directory, entry, at, steps);
}
