import type { Bytes } from '#lib/core/bytes.ts';
import { childrenOf, contentOf, octetsOf, readTlv } from '#lib/pki/asn1/tlv.ts';

/** The elements directly inside the one element that the bytes are, each with its own octets (X.690 section 8.1); none where the bytes are something else. */
export function childOctets(der: Bytes): readonly Bytes[] {
  const element = readTlv(der);
  if (element === undefined || element.end !== der.length) return [];
  return childrenOf(der, element).map((child) => octetsOf(der, child));
}

/** The content octets of the one element that the bytes are (X.690 section 8.1.4). */
export function contentOctets(der: Bytes): Bytes {
  const element = readTlv(der);
  return element === undefined ? new Uint8Array() : contentOf(der, element);
}
