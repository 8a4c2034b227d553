import { type Bytes, toHex } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf, EncodingFault, octetsOf, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { readSignatureFacts } from '#lib/pki/certificate/algorithm-facts.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { OcspAnswer } from '#lib/pki/revocation/ocsp/ocsp-answer.ts';
import { basicResponse } from '#lib/pki/revocation/ocsp/ocsp-oids.ts';
import { readResponseData } from '#lib/pki/revocation/ocsp/read-response-data.ts';

/** Answers are about one certificate and bring one along: two or three thousand octets. */
export const maxOcspResponseBytes = 256 * 1024;
const mostCertificates = 16;

/** Why there is no answer, with the word of RFC 6960 section 2.3 where the responder gave one. */
export type OcspFault = {
  readonly code:
    | 'malformedRequest'
    | 'internalError'
    | 'tryLater'
    | 'sigRequired'
    | 'unauthorized'
    | 'unreadable'
    | 'too-large'
    | 'wrong-nonce';
  /** As the end of a sentence that begins with the responder. */
  readonly message: string;
};

const refusals: Readonly<Record<number, OcspFault>> = {
  1: { code: 'malformedRequest', message: 'it did not understand the request (malformedRequest)' },
  2: { code: 'internalError', message: 'it has a fault of its own (internalError)' },
  3: { code: 'tryLater', message: 'it cannot answer at the moment (tryLater)' },
  5: { code: 'sigRequired', message: 'it answers signed requests only (sigRequired)' },
  6: {
    code: 'unauthorized',
    message: 'it does not answer for this authority, or not to this connector (unauthorized)',
  },
};

export type OcspExpectation = {
  /** What the request held. An answer with another one is refused, one without any is not: many are made beforehand (RFC 9654 section 2.1, RFC 5019 section 4). */
  readonly nonce?: Bytes;
};

/**
 * What a responder answered, RFC 6960 section 4.2.1; nothing of it is believed yet.
 *
 * ```asn1
 * OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING } OPTIONAL }
 * BasicOCSPResponse ::= SEQUENCE { tbsResponseData ResponseData, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING, certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
 * ```
 */
export async function parseOcspResponse(
  bytes: Bytes,
  { nonce }: OcspExpectation = {},
): Promise<Outcome<OcspAnswer, OcspFault>> {
  if (bytes.length > maxOcspResponseBytes)
    return refused('too-large', `what it sent has more than ${maxOcspResponseBytes} bytes`);
  try {
    // A copy of its own, so that an answer sees nothing change.
    const basic = readResponse(bytes.slice());
    if ('code' in basic) return { ok: false, problem: basic };
    const { certificateOctets, ...answer } = readBasicResponse(basic);
    if (nonce !== undefined && answer.nonce !== undefined && answer.nonce !== toHex(nonce))
      return refused('wrong-nonce', 'its answer is to another request (nonce)');
    return { ok: true, value: { ...answer, certificates: await readCertificates(certificateOctets) } };
  } catch (error) {
    if (!(error instanceof EncodingFault)) throw error;
    return refused('unreadable', `its answer cannot be read: ${error.part} ${error.message} (byte ${error.offset})`);
  }
}

function refused(code: OcspFault['code'], message: string): { readonly ok: false; readonly problem: OcspFault } {
  return { ok: false, problem: { code, message } };
}

function parse(octets: Bytes, part: string): BlockReader {
  const parsed = parseAsn1(octets, 'DER');
  if (!parsed.ok) throw new EncodingFault(parsed.problem.message, part, parsed.problem.offset);
  return new BlockReader(parsed.value, part, octets.byteOffset);
}

function readResponse(octets: Bytes): Bytes | OcspFault {
  const response = parse(octets, 'ocspResponse');
  const [status, ...more] = contentOf(response.block('responseStatus', 0x0a));
  if (status === undefined || more.length > 0) return response.refuse('responseStatus', 'is no status');
  const refusal = refusals[status];
  if (refusal !== undefined) return refusal;
  if (status !== 0) return response.refuse('responseStatus', `is ${status}, which means nothing`);
  const body = response.explicit('responseBytes', 0xa0).sequence('bytes');
  response.end();
  const type = body.oid('responseType');
  if (type !== basicResponse) return body.refuse('responseType', `is none that is known here (${type})`);
  const basic = body.octetString('response');
  body.end();
  return basic;
}

function readBasicResponse(octets: Bytes): Omit<OcspAnswer, 'certificates'> & {
  readonly certificateOctets: readonly Bytes[];
} {
  const basic = parse(octets, 'basicOcspResponse');
  const data = basic.sequence('tbsResponseData');
  const algorithm = basic.sequence('signatureAlgorithm');
  const { bits: signature } = basic.bitString('signature');
  const certificateOctets: Bytes[] = [];
  if (basic.hasMore) {
    const certificates = basic.explicit('certs', 0xa0).sequence('list');
    while (certificates.hasMore && certificateOctets.length < mostCertificates)
      certificateOctets.push(octetsOf(certificates.any('certificate')));
  }
  basic.end();
  const signatureFacts = readSignatureFacts(algorithm);
  const facts = readResponseData(data, octets.byteOffset);
  return { der: octets, tbs: data.octets, signature, signatureFacts, ...facts, certificateOctets };
}

/** What is no certificate among those sent along is as good as absent: whose signature it is must be found among the others. */
async function readCertificates(octets: readonly Bytes[]): Promise<readonly Certificate[]> {
  const read = await Promise.all(octets.map((one) => parseCertificate(one)));
  return read.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
}
