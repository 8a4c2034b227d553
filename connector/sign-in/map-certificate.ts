import type { Directory } from '#connector/ldap/directory.ts';
import { type Ending, refused, unavailable } from '#connector/sign-in/ending.ts';
import { acceptEntry, findEntry } from '#connector/sign-in/find-person.ts';
import type { Steps } from '#connector/sign-in/note-steps.ts';
import { oneLine } from '#connector/sign-in/one-line.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { filterText } from '#lib/pki/mapping/filter.ts';
import { isMappingWeak } from '#lib/pki/mapping/is-mapping-weak.ts';
import type { MappingCandidate } from '#lib/pki/mapping/mapping-candidate.ts';
import { mappingCandidates } from '#lib/pki/mapping/mapping-candidates.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';
import type { StepFacts } from '#lib/wire/dry-run-report.ts';
import type { Mapped } from '#lib/wire/method-result.ts';

export type MappingParts = {
  readonly directory: Directory;
  /** Told which rule led to a person, also where the person is refused then. */
  readonly onMapped?: ((mapped: Mapped) => void) | undefined;
};

/**
 * Of the rules in their order the first whose value the certificate holds and that finds somebody decides. Where strong mapping is required,
 * weak rules are passed over as if they were not there; they are looked at afterwards only to tell why nobody was found.
 */
export async function mapCertificate(
  certificate: Certificate,
  { mapping, mappingStrength }: Pick<ConnectorSettings, 'mapping' | 'mappingStrength'>,
  { directory, onMapped }: MappingParts,
  at: number,
  steps: Steps,
): Promise<Ending> {
  const isPassedOver = ({ rule }: MappingCandidate) => mappingStrength === 'strong' && isMappingWeak(rule);
  const candidates = mappingCandidates(certificate, mapping);
  for (const candidate of candidates) {
    if (isPassedOver(candidate)) continue;
    const isUsable = candidate.kind === 'value';
    const detail = candidateText(candidate);
    steps.note('mapping', isUsable, detail, mappingFacts(candidate));
    // More than one value may be more than one person: another rule must not decide who of them it is.
    if (candidate.kind === 'ambiguous') return refused('ambiguous-value', detail);
    if (!isUsable) continue;
    const entry = await findEntry(directory, candidate.filter, steps);
    if (entry === undefined) continue;
    if ('result' in entry) return entry;
    onMapped?.(mappedBy(candidate));
    return acceptEntry(directory, entry, at, steps);
  }
  const passedOver = candidates.filter(isPassedOver);
  const weakly = await refuseWeak(passedOver, { directory, onMapped }, steps);
  const counted = `${candidates.length - passedOver.length}${passedOver.length === 0 ? '' : ' strong'}`;
  return weakly ?? refused('unmapped', `None of ${counted} mapping rules found anybody.`);
}

/** Whether one of the rules that do not count would have found somebody. */
async function refuseWeak(
  passedOver: readonly MappingCandidate[],
  { directory, onMapped }: MappingParts,
  steps: Steps,
): Promise<Ending | undefined> {
  for (const candidate of passedOver) {
    const detail = candidateText(candidate);
    const note = (what: string) =>
      steps.note('mapping', false, `weak, passed over${what}: ${detail}`, mappingFacts(candidate));
    if (candidate.kind !== 'value') {
      note('');
      continue;
    }
    const found = await directory.findPeople(candidate.filter);
    if (!found.ok) {
      note('');
      steps.note('directory', false, found.problem.detail);
      return unavailable(found.problem.reason, found.problem.detail);
    }
    const [entry, second] = found.value;
    if (entry === undefined || second !== undefined) {
      note(entry === undefined ? ', finds nobody' : ', finds more than one');
      continue;
    }
    note(`, finds ${oneLine(entry.dn, 400)}`);
    onMapped?.({ ...mappedBy(candidate), dn: oneLine(entry.dn, 2_000) });
    const { source, attribute } = candidate.rule;
    return refused('mapping-weak', `Only ${source} in ${attribute}, which is weak, leads to ${entry.dn}.`);
  }
  return undefined;
}

function mappedBy({ rule: { source, attribute }, rule }: MappingCandidate): Mapped {
  return { source, attribute, isWeak: isMappingWeak(rule) };
}

function mappingFacts(candidate: MappingCandidate): StepFacts {
  const rule = { kind: 'mapping', source: candidate.rule.source, attribute: candidate.rule.attribute } as const;
  if (candidate.kind !== 'value') return rule;
  return {
    ...rule,
    raw: oneLine(candidate.raw, 1_000),
    normalised: oneLine(candidate.normalised, 1_000),
    filter: oneLine(filterText(candidate.filter), 2_000),
  };
}

function candidateText(candidate: MappingCandidate): string {
  const { source, attribute } = candidate.rule;
  const rule = `${source} in ${attribute}`;
  switch (candidate.kind) {
    case 'value':
      return `${rule}: “${oneLine(candidate.raw, 250)}”, looked for as “${oneLine(candidate.normalised, 250)}” by ${filterText(candidate.filter)}`;
    case 'absent':
      return `${rule}: the certificate holds none`;
    case 'ambiguous':
      return `${rule}: the certificate holds ${candidate.values.length}: ${candidate.values.map((value) => `“${oneLine(value, 120)}”`).join(', ')}`;
    case 'unusable':
      return `${rule}: ${candidate.detail}`;
  }
}
