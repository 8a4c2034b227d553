import type { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf } from '#lib/pki/asn1/parse-asn1.ts';

/** A set of revocation reasons, one bit each as in ReasonFlags (bit 1 is keyCompromise). */
export type ReasonMask = number;

const named = [1, 2, 3, 4, 5, 6, 7, 8];
export const noReasons: ReasonMask = 0;
/** RFC 5280 section 6.3.2: "all-reasons". */
export const allReasons: ReasonMask = named.reduce((mask, bit) => mask | (1 << bit), 0);

/** `ReasonFlags ::= BIT STRING { unused (0), keyCompromise (1), … aACompromise (8) }`, IMPLICIT, RFC 5280 section 4.2.1.13. */
export function readReasonMask(parent: BlockReader, field: string): ReasonMask {
  const [unusedBits, ...octets] = contentOf(parent.any(field));
  if (unusedBits === undefined || unusedBits > 7) return parent.refuse(field, 'is no bit string');
  return named.reduce((mask, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7)) ? mask | (1 << bit) : mask), 0);
}
