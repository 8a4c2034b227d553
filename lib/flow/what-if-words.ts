import { mappingSourceNames, mappingSources } from '#lib/core/mapping-rule.ts';
import { type Matched, methodsInOrder, networkName } from '#lib/flow/flow-sentence.ts';
import { type Method, methodName } from '#lib/flow/flow-settings.ts';
import type { PeopleCounts, WhatIfAnswer, WhatIfChange } from '#lib/flow/what-if-answer.ts';
import { type CertificateCause, isUndecidable } from '#lib/flow/what-if-certificate.ts';

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
    case 'not-known':
      return 'not known';
    case 'other-methods':
      return 'other methods';
    case 'other-network':
      return 'other network';
  }
}

/** What it means for them, and why. */
export function changeSentence(change: WhatIfChange): string {
  const { kind, cause, running, draft, lost } = change;
  if (cause !== 'flow') return `${certificateSentence({ ...change, cause })} ${certificateEnd({ ...change, cause })}`;
  switch (kind) {
    case 'refused':
      return 'Nobody gets in from there any more.';
    case 'may-be-refused':
      return `${capitalised(listOf(lost))} would no longer be offered; whether they can use ${listOf(draft.methods)} is not in the log.`;
    case 'loses-method':
      return `${capitalised(listOf(lost))} would no longer be offered; what is left: ${methodsInOrder(draft.methods)}.`;
    // Only ever by a rule that was not asked.
    case 'not-known':
      return '';
    case 'other-methods':
      if (running.methods.length === 0)
        return `They would get in, where nobody does now: ${methodsInOrder(draft.methods)}.`;
      return `They would get ${methodsInOrder(draft.methods)} instead of ${methodsInOrder(running.methods)}.`;
    case 'other-network':
      return 'They would get the same methods, by another network.';
  }
}

type CertificateChange = WhatIfChange & { readonly cause: CertificateCause };

function certificateSentence({ cause, detail }: CertificateChange): string {
  switch (cause) {
    case 'authority-gone':
      return `Their certificates come from “${detail}”, which would no longer be among the CA certificates.`;
    case 'authority-key':
      return `“${detail}” has another key in the draft than in what runs, and their certificates may come from the old one.`;
    case 'partial-chains-off':
      return `Their certificates lead to “${detail}”, which is not self-signed; with partial chains off no path ends there.`;
    case 'rule-gone':
      return `They were found by ${ruleName(detail)}, a rule that would be gone.`;
    case 'rule-weak':
      return `They were found by ${ruleName(detail)}, which is weak; the draft requires strong mapping. A strong rule that was not asked may still find them.`;
    case 'rule-unrecorded':
      return 'The log does not say by which rule they were found; the draft requires strong mapping.';
    case 'rule-unasked':
      return `A rule that was never asked comes first: ${ruleName(detail)}. What it looks for is not in the log. Where it finds nobody or the same person, nothing changes; where it finds another person, they get in as that one; where it finds several, they are refused.`;
    case 'rule-sid':
      return `They were found by ${ruleName(detail)}, which would no longer count. Their certificates hold a SID, which counts as strong and would be looked for instead; whether it finds them is not in the log.`;
    case 'revocation-unknown':
      return `When they came it could not be found out whether certificates of “${detail}” are revoked; the draft refuses them then.`;
    case 'revocation-not-looked-up':
      return `Whether certificates of “${detail}” are revoked was not looked up so far; the draft refuses them where it cannot be found out.`;
  }
}

/** `san-upn in userPrincipalName` as the console calls it. */
function ruleName(rule: string): string {
  const [source = '', ...rest] = rule.split(' in ');
  const known = mappingSources.find((one) => one === source);
  if (rule === '') return 'a rule that was not recorded';
  return known === undefined ? rule : `${mappingSourceNames[known]} in ${rest.join(' in ')}`;
}

function certificateEnd({ cause, draft }: CertificateChange): string {
  if (isUndecidable(cause)) return 'A dry run with such a certificate tells.';
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
  const who = `${people.total === 1 ? 'person' : 'people'} who signed in ${during}`;
  return `${peopleSentence({ people, changes }, who)}${unknownSentence({ people, changes })}`;
}

function peopleSentence({ people, changes }: Pick<WhatIfAnswer, 'people' | 'changes'>, who: string): string {
  const { refused, 'may-be-refused': may, 'loses-method': loses, 'not-known': unknown } = people;
  const others = people['other-methods'] + people['other-network'];
  const nobody = unknown > 0 ? 'Nobody is known to be refused' : 'Nobody would be refused';
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
    return `${nobody}, but ${partOf(loses, people, who)} ${loss} lose a way in without a password.${besides}`;
  }
  if (others > 0) return `${nobody}; ${partOf(others, people, who)} would change flow.`;
  if (unknown > 0) return `Nobody of ${number(people.total)} ${who} is known to change flow.`;
  return `Nobody of ${number(people.total)} ${who} would change flow.${restSentence(changes)}`;
}

/** What changes where nobody does. */
function restSentence(changes: WhatIfAnswer['changes']): string {
  const isOlder = changes.some(({ byOlderCertificate }) => byOlderCertificate > 0);
  const isAddress = changes.some(({ byOlderCertificate }) => byOlderCertificate === 0);
  const what = [
    ...(isOlder ? ['certificates that they came with before their last one'] : []),
    ...(isAddress ? ['addresses from which nobody got in'] : []),
  ];
  return what.length === 0 ? '' : ` Only ${what.join(' and ')} do.`;
}

function unknownSentence({ people, changes }: Pick<WhatIfAnswer, 'people' | 'changes'>): string {
  const unknown = people['not-known'];
  if (unknown === 0) return '';
  const why = changes.some(({ cause }) => cause === 'rule-unasked')
    ? 'a rule that was never asked comes first'
    : 'only the SID in their certificates may find them';
  return ` For ${number(unknown)} it is not known: ${why}.`;
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
