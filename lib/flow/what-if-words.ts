import { type Matched, methodsInOrder, networkName } from '#lib/flow/flow-sentence.ts';
import { type Method, methodName } from '#lib/flow/flow-settings.ts';
import type { PeopleCounts, WhatIfAnswer, WhatIfChange } from '#lib/flow/what-if-changes.ts';

/** A network by what the console calls it. */
export function matchedName(matched: Matched): string {
  switch (matched.kind) {
    case 'network':
      return networkName(matched);
    case 'implicit':
      return `where connectors are seen from ${matched.block}`;
    case 'none':
      return 'everyone else';
  }
}

/** The change in two or three words, for a badge. */
export function changeTitle({ kind, cause, lost }: Pick<WhatIfChange, 'kind' | 'cause' | 'lost'>): string {
  switch (kind) {
    case 'refused':
      return 'refused';
    case 'may-be-refused':
      return 'may be refused';
    case 'loses-method':
      return cause === 'flow' ? `loses ${listOf(lost)}` : 'certificate may be refused';
    case 'other-methods':
      return 'other methods';
    case 'other-network':
      return 'other network';
  }
}

/** What it means for them, and why. */
export function changeSentence(change: WhatIfChange): string {
  const { kind, cause, running, draft, lost } = change;
  if (cause !== 'flow') return `${certificateSentence(change)} ${certificateEnd(change)}`;
  switch (kind) {
    case 'refused':
      return 'Nobody gets in from there any more.';
    case 'may-be-refused':
      return `${capitalised(listOf(lost))} would no longer be offered; whether they can use ${listOf(draft.methods)} is not in the log.`;
    case 'loses-method':
      return `${capitalised(listOf(lost))} would no longer be offered; what is left: ${methodsInOrder(draft.methods)}.`;
    case 'other-methods':
      if (running.methods.length === 0)
        return `They would get in, where nobody does now: ${methodsInOrder(draft.methods)}.`;
      return `They would get ${methodsInOrder(draft.methods)} instead of ${methodsInOrder(running.methods)}.`;
    case 'other-network':
      return 'They would get the same methods, by another network.';
  }
}

function certificateSentence({ cause, detail }: WhatIfChange): string {
  switch (cause) {
    case 'authority-gone':
      return `Their certificates come from “${detail}”, which would no longer be among the CA certificates.`;
    case 'authority-key':
      return `“${detail}” has another key in the draft than in what runs, and their certificates may come from the old one.`;
    case 'partial-chains-off':
      return `Their certificates lead to “${detail}”, which is not self-signed; with partial chains off no path ends there.`;
    case 'rule-gone':
      return `They were found by ${detail}, a rule that would be gone.`;
    case 'rule-weak':
      return `They were found by ${detail}, which is weak; the draft requires strong mapping.`;
    case 'revocation-unknown':
      return `When they came it could not be found out whether certificates of “${detail}” are revoked; the draft refuses them then.`;
    case 'revocation-not-looked-up':
      return `Whether certificates of “${detail}” are revoked was not looked up so far; the draft refuses them where it cannot be found out.`;
    case 'flow':
      return '';
  }
}

function certificateEnd({ draft }: WhatIfChange): string {
  const rest = draft.methods.filter((method) => method !== 'client-certificate');
  const then =
    rest.length === 0
      ? 'Nothing follows a certificate that is refused.'
      : `Whoever is refused goes on to ${methodsInOrder(rest)}.`;
  return `The log keeps facts of certificates, not the certificates, so this cannot be judged to the end. ${then}`;
}

/** How many of the people who signed in are affected, the worst first, in one sentence or two. */
export function whatIfSentence({ people, changes, signIns, attempts }: WhatIfAnswer, days: number): string {
  const during = days === 1 ? 'during the last day' : `during the last ${days} days`;
  if (signIns + attempts === 0) return `Nobody came ${during}.`;
  if (people.total === 0) {
    return changes.length === 0
      ? `Nobody signed in ${during}, and nothing would change for those who tried.`
      : `Nobody signed in ${during}; for some of those who tried, something would change.`;
  }
  const who = `people who signed in ${during}`;
  const { refused, 'may-be-refused': may, 'loses-method': loses } = people;
  const others = people['other-methods'] + people['other-network'];
  if (refused + may > 0) {
    const [first, verb] = refused > 0 ? [refused, 'would be refused'] : [may, 'may be refused'];
    const more = refused > 0 && may > 0 ? `, ${number(may)} more may be` : '';
    const besides = others + loses > 0 ? ` ${changeFlow(others + loses)} besides.` : '';
    return `${partOf(first, people, who)} ${verb}${more}.${besides}`;
  }
  if (loses > 0) {
    const besides = others > 0 ? ` ${changeFlow(others)} besides.` : '';
    const causes = changes.filter(({ kind }) => kind === 'loses-method').map(({ cause }) => cause === 'flow');
    const loss = causes.includes(true) ? (causes.includes(false) ? 'would or may' : 'would') : 'may';
    return `Nobody would be refused, but ${partOf(loses, people, who)} ${loss} lose a way in without a password.${besides}`;
  }
  if (others > 0) return `Nobody would be refused; ${partOf(others, people, who)} would change flow.`;
  const rest = changes.length === 0 ? '' : ' Only addresses from which nobody got in do.';
  return `Nobody of ${number(people.total)} ${who} would change flow.${rest}`;
}

function changeFlow(many: number): string {
  return `${number(many)} ${many === 1 ? 'changes' : 'change'} flow`;
}

function partOf(part: number, { total }: PeopleCounts, who: string): string {
  return `${number(part)} of ${number(total)} ${who}`;
}

/** The same for pasted addresses. */
export function pastedSentence({ addresses }: Pick<WhatIfAnswer, 'addresses'>): string {
  const many = `${number(addresses.total)} ${addresses.total === 1 ? 'address' : 'addresses'}`;
  if (addresses.changed === 0) return `None of ${many} would change flow.`;
  const { refused, mayBeRefused: may } = addresses;
  const parts = [
    ...(refused > 0 ? [`${number(refused)} would be refused`] : []),
    ...(may > 0 ? [`${number(may)} may be refused`] : []),
    ...(addresses.changed > refused + may ? [`${number(addresses.changed - refused - may)} would change flow`] : []),
  ];
  return `Of ${many} ${parts.join(', ')}.`;
}

function number(amount: number): string {
  return amount.toLocaleString('en');
}

function listOf(methods: readonly Method[]): string {
  const names = methods.map(methodName);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
