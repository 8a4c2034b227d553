import type { ChainLink, DryRunFindings, StepReading } from '#components/dry-run/dry-run-reading.ts';
import { certificateWay, factsOf } from '#components/dry-run/live-steps.ts';
import { utcText } from '#components/dry-run/utc-text.ts';
import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { PresentedJudgement } from '#components/pki-worker/dry-run-calls.ts';
import { signInReason } from '#lib/contracts/sign-in-reasons.ts';

/** The path from the certificate to an authority, with the place where it fails. */
export function pathStep(found: DryRunFindings): StepReading | undefined {
  const { judged } = found;
  if (judged === undefined) return undefined;
  const { verdict } = judged;
  const [leaf] = judged.chain;
  return {
    id: 'path',
    title: 'Authority check',
    state: verdict.accepted ? 'passed' : 'failed',
    sentence: verdict.accepted
      ? `A path leads to “${judged.chain.at(-1)?.name ?? ''}”, and every rule holds on it.`
      : verdict.message,
    facts: [
      ...(verdict.accepted
        ? []
        : [
            { label: 'Refusal', value: `${signInReason(verdict.refusal).title} (${verdict.refusal})`, isProse: true },
            { label: 'Depth', value: depthText(verdict.depth), isProse: true },
            { label: 'Rule', value: verdict.paragraph, isProse: true },
            { label: 'Remedy', value: verdict.remedy, isProse: true },
          ]),
      ...(leaf === undefined ? [] : leafFacts(leaf)),
    ],
    chain: chainOf(judged, revocationOf(found)),
  };
}

function depthText(depth: number): string {
  return depth === 0 ? '0: the person’s own certificate' : `${depth} above the person’s own certificate`;
}

function leafFacts(leaf: CertificateFacts) {
  return [
    { label: 'Subject', value: leaf.subject === '' ? '(empty)' : leaf.subject },
    { label: 'Issuer', value: leaf.issuer },
    { label: 'Serial number', value: leaf.serial },
    { label: 'Valid', value: `${utcText(leaf.notBefore)} – ${utcText(leaf.notAfter)}` },
    { label: 'SHA-256', value: leaf.fingerprint },
  ];
}

function revocationOf(found: DryRunFindings): readonly string[] {
  const [facts] = factsOf(certificateWay(found), 'revocation');
  return facts?.certificates.map(({ state }) => state) ?? [];
}

function chainOf(judged: PresentedJudgement, revocation: readonly string[]): readonly ChainLink[] {
  const { verdict, chain, missing } = judged;
  const links = chain.map((one, depth): ChainLink => {
    const isFailing = !verdict.accepted && verdict.depth === depth && missingAt(judged) !== depth + 1;
    const told = revocation[depth];
    return {
      name: one.name,
      detail: `${depth === 0 ? 'the person’s own' : one.subject === one.issuer ? 'root' : 'authority'}, until ${utcText(one.notAfter)}`,
      state: isFailing ? 'failing' : verdict.accepted || depth < verdict.depth ? 'good' : 'neutral',
      ...(told === undefined ? {} : { revocation: told }),
    };
  });
  if (missing === undefined || verdict.accepted) return links;
  const keyId = missing.keyId === undefined ? '' : `, key ${missing.keyId}`;
  return [...links, { name: missing.name, detail: `not among the CA certificates${keyId}`, state: 'missing' }];
}

/** Where the chain ends for want of an authority, that place is the failing one. */
function missingAt({ verdict, chain, missing }: PresentedJudgement): number | undefined {
  return !verdict.accepted && missing !== undefined && verdict.refusal === 'unknown-authority'
    ? chain.length
    : undefined;
}
