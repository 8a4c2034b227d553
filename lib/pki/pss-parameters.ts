import { type Bytes, equalBytes } from '#lib/core/bytes.ts';
import { derChildren, derElements } from '#lib/pki/der-elements.ts';
import { hashOids } from '#lib/pki/sign-bytes.ts';
import { derOid } from '#lib/pki/write-der.ts';

export type PssParameters = { readonly hash: string; readonly saltLength: number };

const mgf1 = derOid('1.2.840.113549.1.1.8');

/**
 * Hash and salt length of RSASSA-PSS; undefined where the mask's hash is another one, which WebCrypto cannot do (RFC 4055 section 3.1):
 *
 * ```asn1
 * RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] DEFAULT sha1, maskGenAlgorithm [1] DEFAULT mgf1SHA1,
 *   saltLength [2] INTEGER DEFAULT 20, trailerField [3] INTEGER DEFAULT 1 }
 * ```
 */
export function pssParameters(algorithm: Bytes): PssParameters | undefined {
  const parts = derChildren(algorithm);
  const fields = derElements(parts?.[1]?.content ?? new Uint8Array());
  if (parts === undefined || fields === undefined) return undefined;
  const field = (number: number): Bytes | undefined =>
    fields.find((one) => one.identifier === (0xa0 | number))?.content;
  const hash = hashName(field(0));
  const mask = field(1);
  const [maskOid, maskHash] = mask === undefined ? [] : (derChildren(mask) ?? []);
  const isMaskUnderstood = mask === undefined || (maskOid !== undefined && equalBytes(maskOid.whole, mgf1));
  if (hash === undefined || !isMaskUnderstood || hashName(maskHash?.whole) !== hash) return undefined;
  const saltLength = smallNumber(field(2), 20);
  if (saltLength === undefined || smallNumber(field(3), 1) !== 1) return undefined;
  return { hash, saltLength };
}

function hashName(algorithm: Bytes | undefined): string | undefined {
  if (algorithm === undefined) return 'SHA-1';
  const oid = derChildren(algorithm)?.[0]?.whole;
  return Object.entries(hashOids).find(([, dotted]) => oid !== undefined && equalBytes(oid, derOid(dotted)))?.[0];
}

function smallNumber(integer: Bytes | undefined, otherwise: number): number | undefined {
  if (integer === undefined) return otherwise;
  const content = derElements(integer)?.[0]?.content;
  if (content === undefined || content.length > 2 || (content[0] ?? 0x80) >= 0x80) return undefined;
  return content.reduce((value, octet) => value * 256 + octet, 0);
}
