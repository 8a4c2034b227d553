import type { Settings } from '#lib/contracts/settings.ts';
import { settingsFinding } from '#lib/contracts/settings-finding.ts';
import type { Finding } from '#lib/core/finding.ts';
import { type MappingRule, mappingSourceNames } from '#lib/core/mapping-rule.ts';
import { isMappingWeak } from '#lib/pki/mapping/is-mapping-weak.ts';
import { mappingProblem } from '#lib/pki/mapping/mapping-problem.ts';
import { isWeakFirst } from '#lib/pki/mapping/strong-first.ts';

/** What is found about how a certificate becomes a person. */
export function checkMapping({ clientCertificate, mapping, mappingStrength }: Settings): Finding[] {
  const impossible = mapping.flatMap((rule, at) => {
    const problem = mappingProblem(rule);
    if (problem === undefined) return [];
    const found = settingsFinding('MAPPING-IMPOSSIBLE', `mapping rule ${at + 1}`, problem);
    return [clientCertificate.enabled ? found : ({ ...found, severity: 'warning' } as const)];
  });
  if (!clientCertificate.enabled) return impossible;
  const possible = mapping.filter((rule) => mappingProblem(rule) === undefined);
  return [...impossible, ...(mappingStrength === 'strong' ? whereRequired(possible) : whereAny(possible))];
}

function whereAny(possible: readonly MappingRule[]): Finding[] {
  const weak = possible.filter(isMappingWeak);
  return [
    ...(weak.length === 0 ? [] : [settingsFinding('MAPPING-WEAK', sourcesOf(weak))]),
    ...(isWeakFirst(possible) ? [settingsFinding('MAPPING-WEAK-FIRST', 'order of the mapping rules')] : []),
  ];
}

function whereRequired(possible: readonly MappingRule[]): Finding[] {
  const weak = possible.filter(isMappingWeak);
  if (weak.length === possible.length) return [settingsFinding('MAPPING-NONE-STRONG', 'mapping rules')];
  return weak.length === 0 ? [] : [settingsFinding('MAPPING-WEAK-PASSED-OVER', sourcesOf(weak))];
}

function sourcesOf(rules: readonly MappingRule[]): string {
  return [...new Set(rules.map(({ source }) => mappingSourceNames[source]))].join(', ');
}
