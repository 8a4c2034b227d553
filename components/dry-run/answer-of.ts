import type { DryRunFindings, DryRunReading } from '#components/dry-run/dry-run-reading.ts';
import { accountWay, certificateWay, notAsked } from '#components/dry-run/live-steps.ts';
import { personName } from '#components/dry-run/person-steps.ts';
import { signInReason } from '#lib/contracts/sign-in-reasons.ts';
import { type Method, methodName } from '#lib/flow/flow-settings.ts';

type Answer = Pick<DryRunReading, 'result' | 'sentence'>;

/** What somebody wants to know first. */
export function answerOf(found: DryRunFindings): Answer {
  const { decision, judged } = found;
  if (decision !== undefined && decision.methods.length === 0)
    return { result: 'refused', sentence: `Nobody gets in from ${decision.address}: no method is offered there.` };
  return judged === undefined ? withoutCertificate(found) : withCertificate(found);
}

function withCertificate(found: DryRunFindings): Answer {
  const { decision, judged, isCertificateOn } = found;
  if (!isCertificateOn)
    return { result: 'refused', sentence: 'This certificate is not asked for: client certificates are off.' };
  if (decision !== undefined && !decision.methods.includes('client-certificate'))
    return {
      result: 'refused',
      sentence: `From ${decision.address} this certificate is not asked for: people there get ${listed(decision.methods)}.`,
    };
  const way = certificateWay(found);
  if (way?.result === 'accepted')
    return { result: 'in', sentence: `This certificate would get in as ${personName(way.person)}.` };
  if (way?.result === 'refused') return { result: 'refused', sentence: refusedBy(way.reason, found) };
  if (judged?.verdict.accepted === false)
    return { result: 'refused', sentence: refusedBy(judged.verdict.refusal, found) };
  if (way !== undefined)
    return {
      result: 'open',
      sentence: `It cannot be said whether this certificate gets in: ${lowerFirst(signInReason(way.reason).title)}.`,
    };
  return {
    result: 'open',
    sentence: `The certificate comes from an accepted authority; whose it is and whether it was revoked is not known. ${notAsked(found)}`,
  };
}

function withoutCertificate(found: DryRunFindings): Answer {
  const { decision, userName } = found;
  const way = accountWay(found);
  const from = decision === undefined ? '' : ` From ${decision.address} people get ${listed(decision.methods)}.`;
  if (userName === undefined)
    return decision === undefined
      ? { result: 'open', sentence: 'Nothing was asked.' }
      : { result: 'flow', sentence: decision.sentence };
  if (decision?.methods.every((method) => method === 'client-certificate'))
    return { result: 'open', sentence: `Whether “${userName}” gets in depends on a certificate.${from}` };
  if (way?.result === 'accepted')
    return {
      result: 'in',
      sentence: `“${userName}” is ${personName(way.person)}, whose account may be used: with the right password or a ticket they would get in.${from}`,
    };
  if (way?.result === 'refused')
    return {
      result: 'refused',
      sentence: `“${userName}” is refused: ${lowerFirst(signInReason(way.reason).title)}.${from}`,
    };
  const why = way === undefined ? notAsked(found) : `${signInReason(way.reason).title}.`;
  return { result: 'open', sentence: `How the account of “${userName}” stands is not known. ${why}` };
}

function refusedBy(reason: string, { decision }: DryRunFindings): string {
  const then = decision?.methods.slice(decision.methods.indexOf('client-certificate') + 1) ?? [];
  const after =
    decision === undefined
      ? ''
      : then.length === 0
        ? ' Nothing else is offered there.'
        : ` ${capitalised(listed(then))} would be next.`;
  return `This certificate is refused: ${lowerFirst(signInReason(reason).title)}.${after}`;
}

function listed(methods: readonly Method[]): string {
  return methods.map(methodName).join(', then ');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Acronyms keep their capitals. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
