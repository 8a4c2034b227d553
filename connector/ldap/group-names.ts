import { utf8 } from '#lib/core/bytes.ts';
import type { Person } from '#lib/wire/method-result.ts';

export const maxGroups = 2_000;
/** With the rest of a result, its signature and base64 it stays under the largest frame (lib/wire/limits.ts). */
const maxGroupBytes = 36_000;
const maxNameLength = 300;

export type GroupNames = Pick<Person, 'groups' | 'groupsCut'>;

/** Sorted, each once, and no more than the wire takes. */
export function groupNames(found: Iterable<string>, isCut: boolean): GroupNames {
  const sorted = [...new Set(found)].filter((name) => name !== '').toSorted();
  const groups: string[] = [];
  let bytes = 0;
  for (const name of sorted) {
    // A name cut short would be another group's.
    if (name.length > maxNameLength) continue;
    bytes += utf8(JSON.stringify(name)).length + 1;
    if (groups.length >= maxGroups || bytes > maxGroupBytes) break;
    groups.push(name);
  }
  return { groups, groupsCut: isCut || groups.length < sorted.length };
}
