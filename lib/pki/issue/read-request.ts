import type { Bytes } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { ElementBudget } from '#lib/pki/asn1/der-scan.ts';
import { EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';
import { readPublicKeyFacts, readSignatureFacts } from '#lib/pki/certificate/algorithm-facts.ts';
import type { AlternativeName } from '#lib/pki/certificate/certificate.ts';
import { readExtensions } from '#lib/pki/certificate/read-extensions.ts';
import { readName } from '#lib/pki/certificate/read-name.ts';
import { type SignatureResult, verifySignature } from '#lib/pki/path/verify-signature.ts';

/** A certification request, read. */
export type CertificationRequest = {
  /** SHA-256 of its SubjectPublicKeyInfo, hexadecimal. */
  readonly spkiFingerprint: string;
  readonly alternativeNames: readonly AlternativeName[];
  /** Whether the holder of its key signed it: the proof of possession (RFC 2986 section 3). */
  readonly signature: SignatureResult;
};

const maxRequestBytes = 64 * 1024;
const extensionRequest = '1.2.840.113549.1.9.14';

/**
 * A certification request in DER (RFC 2986 section 4) with the extensions it asks for (RFC 2985 section 5.4.2); the problem is a sentence's middle.
 *
 * ```asn1
 * CertificationRequest ::= SEQUENCE { certificationRequestInfo, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING }
 * CertificationRequestInfo ::= SEQUENCE { version INTEGER { v1(0) }, subject Name, subjectPKInfo SubjectPublicKeyInfo,
 *   attributes [0] IMPLICIT SET OF Attribute }
 * Attribute ::= SEQUENCE { type OBJECT IDENTIFIER, values SET SIZE(1..MAX) }
 * ```
 */
export async function readRequest(der: Bytes): Promise<Outcome<CertificationRequest, string>> {
  if (der.length > maxRequestBytes) return { ok: false, problem: `it is larger than ${maxRequestBytes} bytes` };
  const budget = new ElementBudget();
  const parsed = parseAsn1(der, 'DER', budget);
  if (!parsed.ok) return { ok: false, problem: parsed.problem.message };
  try {
    const request = new BlockReader(parsed.value, 'request', der.byteOffset);
    const info = request.sequence('certificationRequestInfo');
    const signatureFacts = readSignatureFacts(request.sequence('signatureAlgorithm'));
    const { bits: signature } = request.bitString('signature');
    request.end();
    info.integer('version');
    readName(info.any('subject'), 'request.subject', der.byteOffset);
    const key = info.sequence('subjectPKInfo');
    const spki = key.octets;
    const publicKey = readPublicKeyFacts(key, der.byteOffset);
    const alternativeNames = readAsked(info, der.byteOffset, budget);
    const signed = { der, tbs: info.octets, signature, signatureFacts };
    const [spkiFingerprint, result] = await Promise.all([
      sha256Hex(spki),
      verifySignature(signed, { spki, publicKey }),
    ]);
    return { ok: true, value: { spkiFingerprint, alternativeNames, signature: result } };
  } catch (error) {
    if (!(error instanceof EncodingFault)) throw error;
    return { ok: false, problem: `${error.part} ${error.message}` };
  }
}

function readAsked(info: BlockReader, origin: number, budget: ElementBudget): readonly AlternativeName[] {
  const part = 'request.attributes';
  const attributes = new BlockReader(info.block('attributes', tag.context0), part, origin, tag.context0);
  info.end();
  const names: AlternativeName[] = [];
  while (attributes.hasMore) {
    const attribute = attributes.sequence('attribute');
    if (attribute.oid('type') !== extensionRequest) continue;
    const values = new BlockReader(attribute.block('values', tag.set), `${part}.values`, origin, tag.set);
    while (values.hasMore)
      names.push(...readExtensions(values.sequence('extensions'), origin, budget).alternativeNames);
  }
  return names;
}
