import type { Bytes } from '#lib/core/bytes.ts';
import { childrenOf, contentOf, oidOf, readTlv, type Tlv, tag } from '#lib/pki/asn1/tlv.ts';

/** What a DER or BER structure is, judged by its shape alone. */
export type DerKind =
  | 'certificate'
  | 'certificate request'
  | 'revocation list'
  | 'PKCS#7'
  | 'PKCS#12'
  | 'PKCS#8'
  | 'encrypted PKCS#8'
  | 'PKCS#1'
  | 'SEC 1'
  | 'DSA key'
  | 'public key'
  | 'encrypted message'
  | 'unknown';

const cmsTypes: Readonly<Record<string, DerKind>> = {
  '1.2.840.113549.1.7.2': 'PKCS#7',
  '1.2.840.113549.1.7.3': 'encrypted message',
  '1.2.840.113549.1.7.6': 'encrypted message',
};

/** Looks at the outermost elements of the first structure in the bytes. */
export function recogniseDer(bytes: Bytes): DerKind {
  const outer = readTlv(bytes);
  if (outer?.identifier !== tag.sequence) return 'unknown';
  const parts = childrenOf(bytes, outer, 12);
  const shape = parts.map(({ identifier }) => identifier);
  const [first, second, third] = parts;
  if (first === undefined || second === undefined) return 'unknown';
  switch (first.identifier) {
    case tag.oid:
      return cmsTypes[oidOf(bytes, first) ?? ''] ?? 'unknown';
    case tag.sequence:
      if (second.identifier === tag.octetString) return 'encrypted PKCS#8';
      if (second.identifier === tag.bitString && firstOid(bytes, first) !== undefined) return 'public key';
      if (second.identifier === tag.sequence && third?.identifier === tag.bitString)
        return recogniseSigned(bytes, first);
      return 'unknown';
    case tag.integer:
      if (second.identifier === tag.octetString) return 'SEC 1';
      if (second.identifier === tag.sequence && third?.identifier === tag.octetString) return 'PKCS#8';
      if (second.identifier === tag.sequence && isContentType(firstOid(bytes, second))) return 'PKCS#12';
      if (!shape.slice(0, 6).every((identifier) => identifier === tag.integer)) return 'unknown';
      if (shape.length >= 9) return 'PKCS#1';
      return shape.length === 6 ? 'DSA key' : shape.length === 2 ? 'public key' : 'unknown';
    default:
      return 'unknown';
  }
}

function firstOid(bytes: Bytes, parent: Tlv): string | undefined {
  return oidOf(bytes, childrenOf(bytes, parent, 1)[0]);
}

function isContentType(oid: string | undefined): boolean {
  return oid?.startsWith('1.2.840.113549.1.7.') === true;
}

/** Certificates, requests and revocation lists share their outer shape; what is signed tells them apart (RFC 5280, RFC 2986). */
function recogniseSigned(bytes: Bytes, signed: Tlv): DerKind {
  const parts = childrenOf(bytes, signed, 7);
  const afterVersion = parts[0]?.identifier === tag.integer ? 1 : 0;
  const thisUpdate = parts[afterVersion + 2]?.identifier;
  if (thisUpdate === tag.utcTime || thisUpdate === tag.generalizedTime) return 'revocation list';
  const isRequest =
    parts.length <= 4 &&
    parts[0]?.identifier === tag.integer &&
    contentOf(bytes, parts[0]).every((octet) => octet === 0) &&
    parts[1]?.identifier === tag.sequence &&
    parts[2]?.identifier === tag.sequence &&
    (parts[3] === undefined || parts[3].identifier === tag.context0);
  return isRequest ? 'certificate request' : 'certificate';
}
