import type { ChainFault } from '#lib/core/check-audit-chain.ts';
import type { ChainMark } from '#lib/core/verify-audit.ts';

export type FaultWords = { readonly title: string; readonly meaning: string };

const rewritten =
  'Somebody wrote to the database, past Gatehouse. Compare with a backup or an export from before, and look at who can reach the database.';

/** The first thing that does not fit: which one, what that means, and what to do. */
export function auditFaultWords(fault: ChainFault): FaultWords {
  const { sequence } = fault;
  switch (fault.kind) {
    case 'altered':
      return {
        title: `Entry ${sequence} was changed after it was written.`,
        meaning: `Its content does not give the hash that it was written with. ${rewritten}`,
      };
    case 'unlinked':
      return {
        title: `Entry ${sequence} does not follow the entry before it.`,
        meaning: `It was written after another entry ${sequence - 1} than the one that stands there now. ${rewritten}`,
      };
    case 'missing':
      return {
        title:
          fault.last === sequence
            ? `Entry ${sequence} is missing.`
            : `Entries ${sequence} to ${fault.last} are missing.`,
        meaning: `Numbers have no gaps, whatever fails or is rolled back. ${rewritten}`,
      };
    case 'out-of-order':
      return {
        title: `Entry ${sequence} stands where it does not belong.`,
        meaning: `Its number came before. ${rewritten}`,
      };
    case 'unreadable':
      return {
        title: `What stands in the place of entry ${sequence} is no entry.`,
        meaning:
          'The file was cut off or changed. Export it again; where that reads alike, somebody changed the database.',
      };
    case 'ends-early':
      return {
        title: `The log ends before entry ${sequence}, and entry ${fault.last} was written.`,
        meaning: `Gatehouse signed entry ${fault.last} as the last one. A file may have been cut off; in the console, the newest entries were deleted. ${rewritten}`,
      };
    case 'other-head':
      return {
        title: `Entry ${sequence} is not the one that Gatehouse signed as the last.`,
        meaning: `The entries fit each other, so that they were written anew up to the end, from some entry on. ${rewritten}`,
      };
    case 'not-signed':
      return {
        title: `The signature under entry ${sequence}, the last one, is not that of this Gatehouse.`,
        meaning: `The entries fit each other, but whoever wrote them anew could not sign that; or the signing key in the database was exchanged. ${rewritten}`,
      };
    case 'forgotten':
      return {
        title:
          sequence > fault.last
            ? `The log ends with entry ${fault.last}, and you kept entry ${sequence}.`
            : `Entry ${sequence} is not the one that you kept.`,
        meaning:
          'What fits and is signed is not the log that you saw. Either the database came back from a backup, or an older state was put in its place to hide what happened since. Ask who restored it, and compare with an export from before.',
      };
  }
}

/** What Gatehouse itself wrote down about the entries before. */
export function auditMarkWords({ sequence, verb }: ChainMark): string {
  return verb === 'chainOldEntries'
    ? `The entries before entry ${sequence} are from before there was a chain: they are vouched for from that moment on, not from their own.`
    : `At entry ${sequence} Gatehouse found the end of the chain not as it had left it, and went on: entries just before it may have been deleted or put in.`;
}
