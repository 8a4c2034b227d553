import type { WhatIfView } from '#lib/contracts/what-if.ts';
import { whatIfCsv, whatIfText } from '#lib/flow/what-if-export.ts';
import { whatIfSentence } from '#lib/flow/what-if-words.ts';

/** The lists as a file, for a spreadsheet or to read. */
export function whatIfFile({ answer, days, draftVersion, runningRevision }: WhatIfView, form: 'csv' | 'text') {
  const name = `what-if-${days}-${days === 1 ? 'day' : 'days'}`;
  if (form === 'csv') return { name: `${name}.csv`, type: 'text/csv; charset=utf-8', body: whatIfCsv(answer) };
  const against = runningRevision === null ? 'with nothing that runs' : `with revision ${runningRevision}, which runs`;
  const heading = `What if: version ${draftVersion} of the draft, compared ${against}`;
  const body = whatIfText(answer, { heading, answer: whatIfSentence(answer, days) });
  return { name: `${name}.txt`, type: 'text/plain; charset=utf-8', body };
}
