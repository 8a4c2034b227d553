import { type Bytes, concatBytes, fromBase64Url } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';
import { derBitString, derInteger, derNull, derOctetString, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import { curveName, readPublicKeyFacts } from '#lib/pki/certificate/algorithm-facts.ts';
import type { PrivateKey } from '#lib/pki/files/file-reading.ts';
import { KeyFault } from '#lib/pki/keys/key-fault.ts';
import { rsaPublicKey } from '#lib/pki/keys/rsa-private-key.ts';

/** The forms a private key comes in: RFC 5208, RFC 8017 appendix A.1.2, RFC 5915. */
export type KeyForm = 'PKCS#8' | 'PKCS#1' | 'SEC 1' | 'DSA key';

export type KeyProblem = { readonly isUnsupported: boolean; readonly message: string; readonly offset: number };

/** A key in PKCS#8 and the SubjectPublicKeyInfo that belongs to it, both in DER. */
type KeyPair = { readonly pkcs8: Bytes; readonly spki: Bytes };

/** An RSA key of 16,384 bits has less than ten thousand. */
const maxKeyBytes = 32 * 1024;
const rsa = '1.2.840.113549.1.1.1';
const rsaPss = '1.2.840.113549.1.1.10';
const ec = '1.2.840.10045.2.1';
const ed25519 = '1.3.101.112';
const unusable: Readonly<Record<string, string>> = {
  '1.2.840.10040.4.1': 'it is a DSA key',
  '1.2.840.113549.1.3.1': 'it is a Diffie-Hellman key',
  '1.3.101.110': 'it is an X25519 key, which cannot sign',
  '1.3.101.111': 'it is an X448 key, which cannot sign',
  '1.3.101.113': 'it is an Ed448 key',
};

/** A private key, whatever form it has, as PKCS#8 with the fingerprint of its public key. */
export async function parsePrivateKey(bytes: Bytes, form: KeyForm): Promise<Outcome<PrivateKey, KeyProblem>> {
  if (bytes.length > maxKeyBytes) {
    const message = `it is larger than ${maxKeyBytes} bytes`;
    return { ok: false, problem: { isUnsupported: true, message, offset: 0 } };
  }
  const parsed = parseAsn1(bytes, 'BER');
  if (!parsed.ok) return { ok: false, problem: { isUnsupported: false, ...parsed.problem } };
  try {
    const { pkcs8, spki } = await readForm(new BlockReader(parsed.value, 'privateKey', bytes.byteOffset), form);
    const facts = parseAsn1(spki, 'DER');
    if (!facts.ok) throw new KeyFault(false, facts.problem.message);
    const publicKey = readPublicKeyFacts(new BlockReader(facts.value, 'publicKey', spki.byteOffset), spki.byteOffset);
    return { ok: true, value: { pkcs8, spkiFingerprint: await sha256Hex(spki), publicKey } };
  } catch (error) {
    if (error instanceof KeyFault) {
      return { ok: false, problem: { isUnsupported: error.isUnsupported, message: error.message, offset: 0 } };
    }
    if (!(error instanceof EncodingFault)) throw error;
    const { part, message, offset } = error;
    return { ok: false, problem: { isUnsupported: false, message: `${part} ${message}`, offset } };
  }
}

async function readForm(key: BlockReader, form: KeyForm): Promise<KeyPair> {
  switch (form) {
    case 'PKCS#8':
      return readPkcs8(key);
    case 'PKCS#1':
      return rsaPair(derSequence(derOid(rsa), derNull()), key);
    case 'SEC 1':
      return ecPair(key, undefined);
    case 'DSA key':
      throw new KeyFault(true, 'it is a DSA key');
  }
}

/** `PrivateKeyInfo ::= SEQUENCE { version INTEGER, privateKeyAlgorithm AlgorithmIdentifier, privateKey OCTET STRING, … }`, RFC 5208 section 5. */
async function readPkcs8(info: BlockReader): Promise<KeyPair> {
  info.integer('version');
  const algorithm = info.sequence('privateKeyAlgorithm');
  const oid = algorithm.oid('algorithm');
  const content = info.octetString('privateKey');
  switch (oid) {
    case rsa:
      // Some tools leave the NULL out that RFC 3279 section 2.3.1 asks for, and certificates have it.
      return rsaPair(derSequence(derOid(rsa), derNull()), readerOf(content));
    case rsaPss:
      return rsaPair(algorithm.octets.slice(), readerOf(content));
    case ec:
      return ecPair(readerOf(content), algorithm.isNext(tag.oid) ? algorithm.oid('namedCurve') : 'its own parameters');
    case ed25519:
      return ed25519Pair(content);
    default:
      throw new KeyFault(true, unusable[oid] ?? `its algorithm is ${oid}`);
  }
}

function readerOf(content: Bytes): BlockReader {
  const parsed = parseAsn1(content, 'BER');
  if (!parsed.ok) throw new EncodingFault(`is broken: ${parsed.problem.message}`, 'privateKey', parsed.problem.offset);
  return new BlockReader(parsed.value, 'privateKey', content.byteOffset);
}

function privateKeyInfo(algorithm: Bytes, content: Bytes): Bytes {
  return derSequence(derInteger(0), algorithm, derOctetString(content));
}

function rsaPair(algorithm: Bytes, key: BlockReader): KeyPair {
  const publicKey = rsaPublicKey(key);
  return { pkcs8: privateKeyInfo(algorithm, key.octets), spki: derSequence(algorithm, derBitString(publicKey)) };
}

/**
 * ```asn1
 * ECPrivateKey ::= SEQUENCE { version INTEGER (1), privateKey OCTET STRING,
 *   parameters [0] EXPLICIT ECParameters OPTIONAL, publicKey [1] EXPLICIT BIT STRING OPTIONAL }
 * ```
 * RFC 5915 section 3. The public point is computed, not believed.
 */
async function ecPair(key: BlockReader, outerCurve: string | undefined): Promise<KeyPair> {
  key.smallInteger('version');
  const secret = key.octetString('privateKey');
  const curve = outerCurve ?? innerCurve(key);
  const name = curveName(curve);
  const length = { 'P-256': 32, 'P-384': 48, 'P-521': 66 }[name];
  if (length === undefined) throw new KeyFault(true, `it is an EC key on ${curve}`);
  const scalar = secret.subarray(Math.max(0, secret.length - length));
  if (secret.subarray(0, secret.length - scalar.length).some((octet) => octet !== 0)) {
    throw new KeyFault(false, `its number is longer than ${name} allows`);
  }
  const padded = concatBytes(new Uint8Array(length - scalar.length), scalar);
  const algorithm = derSequence(derOid(ec), derOid(curve));
  const bare = privateKeyInfo(algorithm, derSequence(derInteger(1), derOctetString(padded)));
  const imported = await importKey(bare, { name: 'ECDSA', namedCurve: name });
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', imported);
  const point = concatBytes(Uint8Array.of(4), coordinate(x), coordinate(y));
  // The platform's own export carries the public point, without which some platforms refuse to import it.
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', imported));
  return { pkcs8, spki: derSequence(algorithm, derBitString(point)) };
}

function innerCurve(key: BlockReader): string {
  if (!key.isNext(tag.context0)) throw new KeyFault(true, 'it does not say which curve it is on');
  const parameters = key.explicit('parameters', tag.context0);
  return parameters.isNext(tag.oid) ? parameters.oid('namedCurve') : 'its own parameters';
}

/** `CurvePrivateKey ::= OCTET STRING`, RFC 8410 section 7. */
async function ed25519Pair(content: Bytes): Promise<KeyPair> {
  if (content.length !== 34 || content[0] !== tag.octetString || content[1] !== 32) {
    throw new KeyFault(false, 'it is no Ed25519 key of 32 bytes');
  }
  const algorithm = derSequence(derOid(ed25519));
  const pkcs8 = privateKeyInfo(algorithm, content);
  const imported = await importKey(pkcs8, { name: 'Ed25519' });
  const { x = '' } = await crypto.subtle.exportKey('jwk', imported);
  return { pkcs8, spki: derSequence(algorithm, derBitString(coordinate(x))) };
}

async function importKey(pkcs8: Bytes, algorithm: { name: string; namedCurve?: string }): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  } catch {
    const what = algorithm.namedCurve ?? algorithm.name;
    throw new KeyFault(false, `it is no valid ${what} key, or this browser knows no ${what} keys`);
  }
}

function coordinate(text: string): Bytes {
  return fromBase64Url(text) ?? new Uint8Array();
}
