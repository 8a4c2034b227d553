import { type Bytes, equalBytes } from '#lib/core/bytes.ts';
import { childOctets, contentOctets } from '#lib/pki/asn1/child-octets.ts';
import { derOid } from '#lib/pki/asn1/write-der.ts';
import { hashOids } from '#lib/pki/issue/sign-bytes.ts';

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
  const [, parameters = new Uint8Array()] = childOctets(algorithm);
  const fields = childOctets(parameters);
  const field = (number: number): Bytes | undefined => {
    const explicit = fields.find((octets) => octets[0] === (0xa0 | number));
    return explicit === undefined ? undefined : childOctets(explicit)[0];
  };
  const hash = hashName(field(0));
  const mask = field(1);
  const [maskOid, maskHash] = mask === undefined ? [mgf1] : childOctets(mask);
  const isMaskUnderstood = maskOid !== undefined && equalBytes(maskOid, mgf1);
  if (hash === undefined || !isMaskUnderstood || hashName(maskHash) !== hash) return undefined;
  const saltLength = smallNumber(field(2), 20);
  if (saltLength === undefined || smallNumber(field(3), 1) !== 1) return undefined;
  return { hash, saltLength };
}

function hashName(algorithm: Bytes | undefined): string | undefined {
  if (algorithm === undefined) return 'SHA-1';
  const [oid] = childOctets(algorithm);
  return Object.entries(hashOids).find(([, dotted]) => oid !== undefined && equalBytes(oid, derOid(dotted)))?.[0];
}

function smallNumber(integer: Bytes | undefined, otherwise: number): number | undefined {
  if (integer === undefined) return otherwise;
  const content = contentOctets(integer);
  if (content.length === 0 || content.length > 2 || (content[0] ?? 0x80) >= 0x80) return undefined;
  return content.reduce((value, octet) => value * 256 + octet, 0);
}
