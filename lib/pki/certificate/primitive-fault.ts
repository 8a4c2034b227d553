import type { BaseBlock } from 'asn1js';
import { childrenOf, contentOf, EncodingFault, identifierOf, octetsOf } from '#lib/pki/asn1/parse-asn1.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';

/**
 * Holds the booleans, integers, bit strings and object identifiers of a structure to X.690 sections 8.2, 8.3.2, 8.6.2 and 8.19.2: what breaks them is read
 * by nobody else, and so must not be judged here. Depth and number of elements are bounded by whoever built them.
 */
export function checkPrimitives(block: BaseBlock, part: string, origin: number): void {
  const why = faultOf(identifierOf(block), contentOf(block));
  if (why !== undefined) throw new EncodingFault(why, part, octetsOf(block).byteOffset - origin);
  for (const child of childrenOf(block)) checkPrimitives(child, part, origin);
}

function faultOf(identifier: number, content: Uint8Array): string | undefined {
  const [first, second = 0] = content;
  switch (identifier) {
    case tag.boolean:
      return content.length === 1 ? undefined : 'has a boolean of another length than one octet';
    case tag.integer: {
      const isPadded = content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
      return first === undefined || isPadded ? 'has a number with padding, or without digits' : undefined;
    }
    case tag.bitString:
      return first === undefined || first > 7 ? 'has a bit string without its first octet' : undefined;
    case tag.oid:
      return isObjectIdentifier(content) ? undefined : 'has a broken object identifier';
    default:
      return undefined;
  }
}

/** Each arc ends, and none begins with an octet that says nothing. */
function isObjectIdentifier(content: Uint8Array): boolean {
  if (content.length === 0 || (content.at(-1) ?? 0) >= 0x80) return false;
  return content.every((octet, at) => octet !== 0x80 || (content[at - 1] ?? 0) >= 0x80);
}
