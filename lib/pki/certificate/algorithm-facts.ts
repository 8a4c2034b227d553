import type { Bytes } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';
import type { PublicKeyFacts, SignatureFacts } from '#lib/pki/certificate/certificate.ts';

type Hash = NonNullable<SignatureFacts['hash']>;

const signatures: Readonly<Record<string, readonly [SignatureFacts['algorithm'], Hash?]>> = {
  '1.2.840.113549.1.1.2': ['RSA-PKCS1', 'MD2'],
  '1.2.840.113549.1.1.4': ['RSA-PKCS1', 'MD5'],
  '1.2.840.113549.1.1.5': ['RSA-PKCS1', 'SHA-1'],
  '1.3.14.3.2.29': ['RSA-PKCS1', 'SHA-1'],
  '1.2.840.113549.1.1.14': ['RSA-PKCS1', 'SHA-224'],
  '1.2.840.113549.1.1.11': ['RSA-PKCS1', 'SHA-256'],
  '1.2.840.113549.1.1.12': ['RSA-PKCS1', 'SHA-384'],
  '1.2.840.113549.1.1.13': ['RSA-PKCS1', 'SHA-512'],
  '1.2.840.10045.4.1': ['ECDSA', 'SHA-1'],
  '1.2.840.10045.4.3.1': ['ECDSA', 'SHA-224'],
  '1.2.840.10045.4.3.2': ['ECDSA', 'SHA-256'],
  '1.2.840.10045.4.3.3': ['ECDSA', 'SHA-384'],
  '1.2.840.10045.4.3.4': ['ECDSA', 'SHA-512'],
  '1.3.101.112': ['Ed25519'],
  '1.3.101.113': ['Ed448'],
};

const hashes: Readonly<Record<string, Hash>> = {
  '1.2.840.113549.2.2': 'MD2',
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

const curves: Readonly<Record<string, readonly [name: string, bits: number]>> = {
  '1.2.840.10045.3.1.7': ['P-256', 256],
  '1.3.132.0.34': ['P-384', 384],
  '1.3.132.0.35': ['P-521', 521],
  '1.3.132.0.10': ['1.3.132.0.10', 256],
  '1.2.840.10045.3.1.1': ['1.2.840.10045.3.1.1', 192],
  '1.3.132.0.33': ['1.3.132.0.33', 224],
  '1.3.36.3.3.2.8.1.1.7': ['1.3.36.3.3.2.8.1.1.7', 256],
  '1.3.36.3.3.2.8.1.1.11': ['1.3.36.3.3.2.8.1.1.11', 384],
  '1.3.36.3.3.2.8.1.1.13': ['1.3.36.3.3.2.8.1.1.13', 512],
};

const rsaPss = '1.2.840.113549.1.1.10';

/** The hash an object identifier stands for, RFC 8017 appendix B.1. */
export function hashOf(oid: string): Hash | undefined {
  return hashes[oid];
}

/** What a signature AlgorithmIdentifier says: RFC 5280 section 4.1.1.2, RFC 4055, RFC 5758, RFC 8410. */
export function readSignatureFacts(algorithm: BlockReader): SignatureFacts {
  const oid = algorithmOid(algorithm);
  if (oid === rsaPss) return { oid, algorithm: 'RSA-PSS', ...pssHash(algorithm) };
  const [name, hash] = signatures[oid] ?? (['unknown'] as const);
  return hash === undefined ? { oid, algorithm: name } : { oid, algorithm: name, hash };
}

/** `AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY DEFINED BY algorithm OPTIONAL }`, RFC 5280 section 4.1.1.2. */
function algorithmOid(algorithm: BlockReader): string {
  const oid = algorithm.oid('algorithm');
  return algorithm.remaining > 1 ? algorithm.refuse('parameters', 'are more than one element') : oid;
}

/** RFC 4055 section 3.1: `hashAlgorithm [0] HashAlgorithm DEFAULT sha1Identifier`. */
function pssHash(algorithm: BlockReader): { readonly hash?: Hash } {
  if (!algorithm.isNext(tag.sequence)) return { hash: 'SHA-1' };
  const parameters = algorithm.sequence('parameters');
  if (!parameters.isNext(tag.context0)) return { hash: 'SHA-1' };
  const hash = hashes[parameters.explicit('hashAlgorithm', tag.context0).sequence('hash').oid('algorithm')];
  return hash === undefined ? {} : { hash };
}

/** What a SubjectPublicKeyInfo says (RFC 5280 section 4.1.2.7): RFC 3279 for RSA and DSA, RFC 5480 for EC, RFC 8410 for Edwards curves. */
export function readPublicKeyFacts(spki: BlockReader, origin: number): PublicKeyFacts {
  const algorithm = spki.sequence('algorithm');
  const oid = algorithmOid(algorithm);
  const { bits: key } = spki.bitString('subjectPublicKey');
  switch (oid) {
    case '1.2.840.113549.1.1.1':
    case rsaPss:
      return { algorithm: 'RSA', oid, bits: rsaBits(key, spki, origin) };
    case '1.2.840.10045.2.1': {
      if (!algorithm.isNext(tag.oid)) return { algorithm: 'EC', oid, bits: 0 };
      const curveOid = algorithm.oid('namedCurve');
      const [curve, bits] = curves[curveOid] ?? [curveOid, 0];
      return { algorithm: 'EC', oid, bits, curve };
    }
    case '1.3.101.112':
      return { algorithm: 'Ed25519', oid, bits: 256 };
    case '1.3.101.113':
      return { algorithm: 'Ed448', oid, bits: 456 };
    case '1.2.840.10040.4.1':
      return { algorithm: 'DSA', oid, bits: dsaBits(algorithm) };
    default:
      return { algorithm: 'unknown', oid, bits: 0 };
  }
}

function rsaBits(key: Bytes, spki: BlockReader, origin: number): number {
  const parsed = parseAsn1(key, 'BER');
  if (!parsed.ok) return spki.refuse('subjectPublicKey', 'holds no RSA key');
  return bitLength(new BlockReader(parsed.value, `${spki.part}.rsaPublicKey`, origin).integer('modulus'));
}

function dsaBits(algorithm: BlockReader): number {
  return algorithm.isNext(tag.sequence) ? bitLength(algorithm.sequence('parameters').integer('p')) : 0;
}

/** Bits of an unsigned INTEGER, leading zeros left out. */
export function bitLength(content: Uint8Array): number {
  const first = content.findIndex((octet) => octet !== 0);
  if (first === -1) return 0;
  return (content.length - first) * 8 - Math.clz32(content[first] ?? 0) + 24;
}

/** The curve an EC AlgorithmIdentifier names: P-256, P-384, P-521 or its object identifier. */
export function curveName(oid: string): string {
  return curves[oid]?.[0] ?? oid;
}
