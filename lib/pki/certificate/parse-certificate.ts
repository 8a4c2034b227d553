import { type Bytes, equalBytes, toHex } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { ElementBudget } from '#lib/pki/asn1/der-scan.ts';
import { EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { readTime } from '#lib/pki/asn1/read-time.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';
import { readPublicKeyFacts, readSignatureFacts } from '#lib/pki/certificate/algorithm-facts.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { keyIdOf } from '#lib/pki/certificate/key-id.ts';
import { checkPrimitives } from '#lib/pki/certificate/primitive-fault.ts';
import { noExtensions, readExtensions } from '#lib/pki/certificate/read-extensions.ts';
import { readName } from '#lib/pki/certificate/read-name.ts';

/** Why bytes are no certificate: what is wrong, and the field and byte it is wrong at. */
export type CertificateFault = { readonly message: string; readonly where: string; readonly offset: number };

type Fields = Omit<Certificate, 'fingerprint' | 'thumbprint' | 'spkiFingerprint' | 'publicKeyDigest'>;

/** The largest certificate that is read, in bytes; they rarely have more than two thousand. */
const maxCertificateBytes = 512 * 1024;

/** One X.509 certificate in DER, RFC 5280 section 4.1; nothing may follow it. The budget is that of the file it comes from. */
export async function parseCertificate(
  der: Bytes,
  budget: ElementBudget = new ElementBudget(),
): Promise<Outcome<Certificate, CertificateFault>> {
  if (der.length > maxCertificateBytes) {
    const message = `it is larger than ${maxCertificateBytes} bytes`;
    return { ok: false, problem: { message, where: `byte ${maxCertificateBytes}`, offset: maxCertificateBytes } };
  }
  // A copy of its own, so that a certificate keeps neither the file it came from alive nor sees it change.
  const bytes = der.slice();
  const fields = readFields(bytes, budget);
  if (!fields.ok) return fields;
  const [fingerprint, thumbprint, spkiFingerprint, publicKeyDigest] = await Promise.all([
    sha256Hex(bytes),
    crypto.subtle.digest('SHA-1', bytes).then((digest) => toHex(new Uint8Array(digest))),
    sha256Hex(fields.value.spki),
    keyIdOf(fields.value.spki).then(toHex),
  ]);
  return { ok: true, value: { ...fields.value, fingerprint, thumbprint, spkiFingerprint, publicKeyDigest } };
}

function readFields(bytes: Bytes, budget: ElementBudget): Outcome<Fields, CertificateFault> {
  const parsed = parseAsn1(bytes, 'DER', budget);
  if (!parsed.ok) {
    const { message, offset } = parsed.problem;
    return { ok: false, problem: { message, where: `byte ${offset}`, offset } };
  }
  try {
    checkPrimitives(parsed.value, 'certificate', bytes.byteOffset);
    const certificate = new BlockReader(parsed.value, 'certificate', bytes.byteOffset);
    return { ok: true, value: readCertificate(certificate, bytes, budget) };
  } catch (error) {
    if (!(error instanceof EncodingFault)) throw error;
    const { message, part, offset } = error;
    return { ok: false, problem: { message: `${part} ${message}`, where: `${part}, byte ${offset}`, offset } };
  }
}

/**
 * ```asn1
 * Certificate ::= SEQUENCE { tbsCertificate TBSCertificate, signatureAlgorithm AlgorithmIdentifier, signatureValue BIT STRING }
 * ```
 */
function readCertificate(certificate: BlockReader, der: Bytes, budget: ElementBudget): Fields {
  const tbs = certificate.sequence('tbsCertificate');
  const algorithm = certificate.sequence('signatureAlgorithm');
  const { bits: signature } = certificate.bitString('signatureValue');
  certificate.end();
  const fields = readTbs(tbs, algorithm, der.byteOffset, budget);
  return { der, tbs: tbs.octets, signature, signatureFacts: readSignatureFacts(algorithm), ...fields };
}

/**
 * ```asn1
 * TBSCertificate ::= SEQUENCE {
 *   version [0] EXPLICIT INTEGER DEFAULT v1, serialNumber INTEGER, signature AlgorithmIdentifier, issuer Name,
 *   validity SEQUENCE { notBefore Time, notAfter Time }, subject Name, subjectPublicKeyInfo SubjectPublicKeyInfo,
 *   issuerUniqueID [1] IMPLICIT BIT STRING OPTIONAL, subjectUniqueID [2] IMPLICIT BIT STRING OPTIONAL,
 *   extensions [3] EXPLICIT Extensions OPTIONAL }
 * ```
 */
function readTbs(tbs: BlockReader, algorithm: BlockReader, origin: number, budget: ElementBudget) {
  const version = tbs.isNext(tag.context0) ? readVersion(tbs) : 1;
  const serial = tbs.integer('serialNumber');
  // RFC 5280 section 4.1.2.3: both must be the same, or what was signed names another algorithm than what is verified.
  if (!equalBytes(tbs.sequence('signature').octets, algorithm.octets)) {
    tbs.refuse('signature', 'names another algorithm than the signature has');
  }
  const issuer = readName(tbs.block('issuer', tag.sequence), `${tbs.part}.issuer`, origin);
  const validity = tbs.sequence('validity');
  const notBefore = readTime(validity, 'notBefore');
  const notAfter = readTime(validity, 'notAfter');
  validity.end();
  const subject = readName(tbs.block('subject', tag.sequence), `${tbs.part}.subject`, origin);
  const spki = tbs.sequence('subjectPublicKeyInfo');
  const publicKey = readPublicKeyFacts(spki, origin);
  spki.end();
  if (tbs.isNext(0x81)) tbs.any('issuerUniqueID');
  if (tbs.isNext(0x82)) tbs.any('subjectUniqueID');
  const wrapper = tbs.isNext(0xa3) ? tbs.explicit('extensions', 0xa3) : undefined;
  const extensions = wrapper === undefined ? noExtensions() : readExtensions(wrapper.sequence('list'), origin, budget);
  wrapper?.end();
  tbs.end();
  const isSerialNegative = (serial[0] ?? 0) >= 0x80;
  const names = { serial: toHex(serial), isSerialNegative, subject, issuer };
  return { version, ...names, notBefore, notAfter, spki: spki.octets, publicKey, ...extensions };
}

function readVersion(tbs: BlockReader): 1 | 2 | 3 {
  const wrapper = tbs.explicit('version', tag.context0);
  const version = wrapper.smallInteger('number');
  wrapper.end();
  if (version === 0) return 1;
  if (version === 1) return 2;
  return version === 2 ? 3 : tbs.refuse('version', `is ${version + 1}, and only 1 to 3 exist`);
}
