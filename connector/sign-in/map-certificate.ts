import type { Directory } from '#connector/ldap/directory.ts';
import { type Ending, refused } from '#connector/sign-in/ending.ts';
import { acceptEntry, findEntry } from '#connector/sign-in/find-person.ts';
import type { Steps } from '#connector/sign-in/note-steps.ts';
import { oneLine } from '#connector/sign-in/one-line.ts';
import type { MappingRule } from '#lib/core/mapping-rule.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { filterText } from '#lib/pki/mapping/filter.ts';
import type { MappingCandidate } from '#lib/pki/mapping/mapping-candidate.ts';
import { mappingCandidates } from '#lib/pki/mapping/mapping-candidates.ts';
import type { StepFacts } from '#lib/wire/dry-run-report.ts';

/** Of the rules in their order the first whose value the certificate holds and that finds somebody decides. */
export async function mapCertificate(
  certificate: Certificate,
  rules: readonly MappingRule[],
  directory: Directory,
  at: number,
  steps: Steps,
): Promise<Ending> {
  for (const candidate of mappingCandidates(certificate, rules)) {
    const isUsable = candidate.kind === 'value';
    const detail = candidateText(candidate);
    steps.note('mapping', isUsable, detail, mappingFacts(candidate));
    // More than one value may be more than one person: another rule must not decide who of them it is.
    if (candidate.kind === 'ambiguous') return refused('ambiguous-value', detail);
    if (!isUsable) continue;
    const entry = await findEntry(directory, candidate.filter, steps);
    if (entry === undefined) continue;
    return 'result' in entry ? entry : acceptEntry(directory, entry, at, steps);
  }
  return refused('unmapped', `None of ${rules.length} mapping rules found anybody.`);
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
