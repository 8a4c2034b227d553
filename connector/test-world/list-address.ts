import { utf8 } from '#lib/core/bytes.ts';
import { derContext, derSequence } from '#lib/pki/asn1/write-der.ts';

/** `CRLDistributionPoints` with one address, RFC 5280 section 4.2.1.13. */
export function listAddress(url: string) {
  const name = derContext(0, derContext(0, derContext(6, utf8(url), false), true), true);
  return { oid: '2.5.29.31', isCritical: false, value: derSequence(derSequence(name)) };
}
