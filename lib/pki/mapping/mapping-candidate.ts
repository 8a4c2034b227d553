import type { Bytes } from '#lib/core/bytes.ts';
import type { MappingRule } from '#lib/core/mapping-rule.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';

/**
 * What one rule makes of a certificate. `raw` is what stands in the certificate, `normalised` what is looked for, `filter` how. More than one
 * value names nobody (`ambiguous`); a value that is there and must not be used is `unusable`.
 */
export type MappingCandidate =
  | {
      readonly rule: MappingRule;
      readonly kind: 'value';
      readonly raw: string;
      readonly normalised: string;
      readonly filter: Filter;
    }
  | { readonly rule: MappingRule; readonly kind: 'absent' }
  | { readonly rule: MappingRule; readonly kind: 'ambiguous'; readonly values: readonly string[] }
  | { readonly rule: MappingRule; readonly kind: 'unusable'; readonly detail: string };

/** What a source found in a certificate, before it is known in which attribute it is looked for. */
export type SourceReading =
  | {
      readonly kind: 'value';
      readonly raw: string;
      /** As most attributes hold it. */
      readonly plain: string;
      /** What altSecurityIdentities holds for it; any of them will do. */
      readonly identities?: readonly string[];
      /** As attributes of octets hold it: a SID, a certificate. */
      readonly octets?: Bytes;
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'ambiguous'; readonly values: readonly string[] }
  | { readonly kind: 'unusable'; readonly detail: string };
