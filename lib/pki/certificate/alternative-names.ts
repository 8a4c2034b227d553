import { type BaseBlock, BaseStringBlock } from 'asn1js';
import { fromUtf8, toHex } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { childrenOf, contentOf, identifierOf } from '#lib/pki/asn1/parse-asn1.ts';
import { dottedOid, tag } from '#lib/pki/asn1/tlv.ts';
import type { AlternativeName } from '#lib/pki/certificate/certificate.ts';
import { readName } from '#lib/pki/certificate/read-name.ts';

const userPrincipalName = '1.3.6.1.4.1.311.20.2.3';

/** `GeneralName ::= CHOICE { otherName [0], rfc822Name [1], dNSName [2], … }`, RFC 5280 section 4.2.1.6. */
export function readGeneralName(block: BaseBlock, part: string, origin: number): AlternativeName {
  const content = contentOf(block);
  switch (identifierOf(block)) {
    case 0xa0:
      return otherName(block);
    case 0x81:
      return { kind: 'email', value: fromUtf8(content) };
    case 0x82:
      return { kind: 'dns', value: fromUtf8(content) };
    case 0x86:
      return { kind: 'uri', value: fromUtf8(content) };
    case 0x87:
      return addressName(content);
    case 0xa4: {
      const choice = new BlockReader(block, part, origin, 0xa4);
      return { kind: 'directory', value: readName(choice.any('directoryName'), part, origin).text };
    }
    case 0x88:
      return { kind: 'other', value: dottedOid(content) };
    default:
      return { kind: 'other', value: `#${toHex(content)}` };
  }
}

/** `OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }`. */
function otherName(block: BaseBlock): AlternativeName {
  const [type, wrapped] = childrenOf(block);
  const oid = type !== undefined && identifierOf(type) === tag.oid ? dottedOid(contentOf(type)) : undefined;
  const value = wrapped === undefined ? undefined : childrenOf(wrapped)[0];
  if (oid === userPrincipalName && value instanceof BaseStringBlock) return { kind: 'upn', value: value.getValue() };
  return {
    kind: 'other',
    value: `${oid ?? 'unknown'}:#${toHex(wrapped === undefined ? contentOf(block) : contentOf(wrapped))}`,
  };
}

function addressName(octets: Uint8Array): AlternativeName {
  if (octets.length === 4) return { kind: 'ip', value: octets.join('.') };
  if (octets.length === 16) return { kind: 'ip', value: ipv6Text(octets) };
  return { kind: 'other', value: `#${toHex(octets)}` };
}

/** RFC 5952 section 4: lower case, the longest run of zero groups as `::`, the first of several. */
function ipv6Text(octets: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, at) => ((octets[at * 2] ?? 0) << 8) | (octets[at * 2 + 1] ?? 0));
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at += 1) {
    let length = 0;
    while (at + length < 8 && groups[at + length] === 0) length += 1;
    if (length > best.length) best = { at, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.at === -1) return hex.join(':');
  return `${hex.slice(0, best.at).join(':')}::${hex.slice(best.at + best.length).join(':')}`;
}
