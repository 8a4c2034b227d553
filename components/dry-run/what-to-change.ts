import type { DryRunFindings } from '#components/dry-run/dry-run-reading.ts';
import { accountWay, certificateWay, factsOf } from '#components/dry-run/live-steps.ts';
import type { DryRunWay } from '#lib/contracts/dry-run.ts';
import { signInReason } from '#lib/contracts/sign-in-reasons.ts';

/** What would have to change for a refusal to become a sign-in, one sentence each, with what to write where. */
export function changesFor(found: DryRunFindings): string[] {
  return [
    ...new Set([...networkChanges(found), ...pathChanges(found), ...wayChanges(found), ...accountChanges(found)]),
  ];
}

function networkChanges({ decision, judged, isCertificateOn, settings }: DryRunFindings): string[] {
  if (judged !== undefined && !isCertificateOn)
    return [`Switch client certificates on under Methods${settings === 'draft' ? '' : ', and publish'}.`];
  if (decision === undefined || (judged === undefined && decision.methods.length > 0)) return [];
  if (decision.methods.includes('client-certificate')) return [];
  const { matched, address } = decision;
  const wanted = judged === undefined ? 'some method' : 'client certificates';
  return matched.kind === 'network'
    ? [`Let the network “${`${matched.label} ${matched.block}`.trim()}” offer ${wanted}, under Networks.`]
    : [`Add a network that holds ${address} under Networks; people outside every network get no ${wanted}.`];
}

function pathChanges({ judged }: DryRunFindings): string[] {
  if (judged === undefined || judged.verdict.accepted) return [];
  const { verdict, missing, chain } = judged;
  const top = chain.at(-1);
  if (verdict.refusal === 'unknown-authority' && missing !== undefined) {
    const key = missing.keyId === undefined ? '' : ` (key identifier ${missing.keyId})`;
    return [
      `Add the certificate of “${missing.name}”${key}, and those above it up to the root, to the CA certificates, if its people are to come in.`,
    ];
  }
  if (verdict.refusal === 'unknown-authority' && top !== undefined && chain.length > 1)
    return [`Add “${top.name}” (SHA-256 ${top.fingerprint}) to the CA certificates, if its people are to come in.`];
  return [verdict.remedy === '' ? signInReason(verdict.refusal).remedy : verdict.remedy];
}

function wayChanges(found: DryRunFindings): string[] {
  const way = certificateWay(found);
  if (way === undefined || way.result === 'accepted' || found.judged?.verdict.accepted === false) return [];
  const { remedy } = signInReason(way.reason);
  if (way.reason === 'unmapped') return [...attributesToWrite(way), remedy];
  return [...entriesOf(way), remedy];
}

/** For each value that was looked for in vain, where it would have to stand. */
function attributesToWrite(way: DryRunWay): string[] {
  return factsOf(way, 'mapping').flatMap(({ attribute, normalised }) =>
    normalised === undefined ? [] : [`Write “${normalised}” into ${attribute} of the person’s entry in the directory.`],
  );
}

function accountChanges(found: DryRunFindings): string[] {
  const way = accountWay(found);
  return way === undefined || way.result === 'accepted' ? [] : [...entriesOf(way), signInReason(way.reason).remedy];
}

/** Of whose entries one would have to be changed. */
function entriesOf(way: DryRunWay): string[] {
  const dns = factsOf(way, 'hits').at(-1)?.dns ?? [];
  return dns.length < 2 ? dns.map((dn) => `The entry is ${dn}.`) : [`These entries fit: ${dns.join('; ')}.`];
}
