import type { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf } from '#lib/pki/asn1/parse-asn1.ts';

/** `SkipCerts ::= INTEGER (0..MAX)` under an implicit tag, RFC 5280 sections 4.2.1.11 and 4.2.1.10 (BaseDistance). */
export function skipCertificates(fields: BlockReader, field: string): number {
  return smallNumber(contentOf(fields.any(field))) ?? fields.refuse(field, 'is out of range');
}

/** The content octets of an INTEGER that is not negative and that a number holds exactly. */
export function smallNumber(content: Uint8Array): number | undefined {
  if (content.length === 0 || content.length > 6 || (content[0] ?? 0) >= 0x80) return undefined;
  return content.reduce((sum, octet) => sum * 256 + octet, 0);
}
