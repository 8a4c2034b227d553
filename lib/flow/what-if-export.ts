import { methodsInOrder } from '#lib/flow/flow-sentence.ts';
import type { Listed, WhatIfAnswer, WhatIfChange } from '#lib/flow/what-if-answer.ts';
import { changeSentence, changeTitle, matchedName } from '#lib/flow/what-if-words.ts';

const columns = [
  'change',
  'why',
  'methods now',
  'methods of the draft',
  'network now',
  'network of the draft',
  'kind',
  'name',
  'sign-ins',
  'attempts',
  'last',
];

/** The lists as comma-separated values (RFC 4180): one line for each person and each address of each change. */
export function whatIfCsv({ changes }: WhatIfAnswer): string {
  const lines = changes.flatMap((change) => {
    const what = [
      changeTitle(change),
      changeSentence(change),
      methodsInOrder(change.running.methods),
      methodsInOrder(change.draft.methods),
      matchedName(change.running.matched),
      matchedName(change.draft.matched),
    ];
    const line = (kind: string) => (one: Listed) => [
      ...what,
      kind,
      one.name,
      `${one.signIns}`,
      `${one.attempts}`,
      timeText(one.lastAt),
    ];
    return [...change.people.listed.map(line('person')), ...change.addresses.listed.map(line('address'))];
  });
  return [columns, ...lines].map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}

/** RFC 4180 section 2 (5, 7). Spreadsheets take what begins with these characters for a formula, and names come from outside. */
function csvField(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}

/** The same to read: the answer first. `heading` and `answer` are sentences of the caller's. */
export function whatIfText(view: WhatIfAnswer, { heading, answer }: { heading: string; answer: string }): string {
  const { unchanged } = view;
  return [
    heading,
    answer,
    '',
    ...view.changes.flatMap((change) => [...changeText(change), '']),
    ...(view.moreChanges > 0 ? [`${view.moreChanges} more changes are not listed.`, ''] : []),
    `Unchanged: ${unchanged.signIns} sign-ins, ${unchanged.attempts} attempts.`,
    '',
  ].join('\n');
}

function changeText(change: WhatIfChange): string[] {
  const { running, draft, people, byOlderCertificate, addresses } = change;
  const lines = (title: string, list: WhatIfChange['people']) => [
    `  ${title}: ${list.count}`,
    ...list.listed.map(
      ({ name, signIns, attempts, lastAt }) =>
        `    ${name}  ${signIns} sign-ins, ${attempts} attempts${lastAt === null ? '' : `, last ${timeText(lastAt)}`}`,
    ),
    ...(list.count > list.listed.length ? [`    and ${list.count - list.listed.length} more`] : []),
  ];
  return [
    `${changeTitle(change).toUpperCase()}: ${methodsInOrder(running.methods)} (${matchedName(running.matched)}) -> ${methodsInOrder(draft.methods)} (${matchedName(draft.matched)})`,
    `  ${changeSentence(change)}`,
    ...(people.count > 0 ? lines('People', people) : []),
    ...(byOlderCertificate > 0 ? [`  People by an older certificate than their last: ${byOlderCertificate}`] : []),
    ...lines('Addresses', addresses),
  ];
}

function timeText(at: number | null): string {
  return at === null ? '' : new Date(at).toISOString();
}
