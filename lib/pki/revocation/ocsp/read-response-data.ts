import { type Bytes, toHex } from '#lib/core/bytes.ts';
import type { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf } from '#lib/pki/asn1/parse-asn1.ts';
import { readTime } from '#lib/pki/asn1/read-time.ts';
import { readTlv, tag } from '#lib/pki/asn1/tlv.ts';
import { readName } from '#lib/pki/certificate/read-name.ts';
import { hashOids } from '#lib/pki/issue/sign-bytes.ts';
import type { CertificateId, OcspAnswer, SingleAnswer } from '#lib/pki/revocation/ocsp/ocsp-answer.ts';
import { harmlessExtensions, ocspNonce } from '#lib/pki/revocation/ocsp/ocsp-oids.ts';
import { reasonOf } from '#lib/pki/revocation/revocation-list.ts';

type ResponseFacts = Pick<OcspAnswer, 'responder' | 'producedAt' | 'answers' | 'nonce' | 'unprocessed'>;

const mostAnswers = 256;

/**
 * ```asn1
 * ResponseData ::= SEQUENCE { version [0] EXPLICIT INTEGER DEFAULT v1, responderID ResponderID, producedAt GeneralizedTime,
 *   responses SEQUENCE OF SingleResponse, responseExtensions [1] EXPLICIT Extensions OPTIONAL }
 * ResponderID ::= CHOICE { byName [1] Name, byKey [2] OCTET STRING }
 * ```
 * RFC 6960 section 4.2.1; the tags are explicit.
 */
export function readResponseData(data: BlockReader, origin: number): ResponseFacts {
  if (data.isNext(0xa0) && data.explicit('version', 0xa0).smallInteger('number') !== 0)
    data.refuse('version', 'is none that is known here');
  const responder = readResponder(data, origin);
  const producedAt = readTime(data, 'producedAt');
  const responses = data.sequence('responses');
  const answers: SingleAnswer[] = [];
  while (responses.hasMore) {
    if (answers.length === mostAnswers) responses.refuse('response', `is one of more than ${mostAnswers}`);
    answers.push(readSingle(responses.sequence('response')));
  }
  const extensions = data.hasMore ? readExtensions(data.explicit('responseExtensions', 0xa1).sequence('list')) : [];
  data.end();
  const nonce = extensions.find(({ oid }) => oid === ocspNonce);
  return {
    responder,
    producedAt,
    answers,
    ...(nonce === undefined ? {} : { nonce: toHex(unwrapped(nonce.value)) }),
    unprocessed: unprocessedAmong(extensions.filter(({ oid }) => oid !== ocspNonce)),
  };
}

function readResponder(data: BlockReader, origin: number): OcspAnswer['responder'] {
  if (data.isNext(0xa2))
    return { by: 'key', keyDigest: toHex(data.explicit('responderId', 0xa2).octetString('byKey')) };
  const choice = data.explicit('responderId', 0xa1);
  return { by: 'name', name: readName(choice.block('byName', tag.sequence), 'responderId', origin) };
}

/**
 * ```asn1
 * SingleResponse ::= SEQUENCE { certID CertID, certStatus CertStatus, thisUpdate GeneralizedTime, nextUpdate [0] EXPLICIT GeneralizedTime OPTIONAL,
 *   singleExtensions [1] EXPLICIT Extensions OPTIONAL }
 * CertStatus ::= CHOICE { good [0] IMPLICIT NULL, revoked [1] IMPLICIT RevokedInfo, unknown [2] IMPLICIT NULL }
 * RevokedInfo ::= SEQUENCE { revocationTime GeneralizedTime, revocationReason [0] EXPLICIT CRLReason OPTIONAL }
 * ```
 */
function readSingle(single: BlockReader): SingleAnswer {
  const id = readId(single.sequence('certId'));
  const status = readStatus(single);
  const thisUpdate = readTime(single, 'thisUpdate');
  const next = single.isNext(0xa0) ? { nextUpdate: readTime(single.explicit('nextUpdate', 0xa0), 'time') } : {};
  const extensions = single.hasMore ? readExtensions(single.explicit('singleExtensions', 0xa1).sequence('list')) : [];
  single.end();
  return { id, ...status, thisUpdate, ...next, unprocessed: unprocessedAmong(extensions) };
}

function readId(id: BlockReader): CertificateId {
  const oid = id.sequence('hashAlgorithm').oid('algorithm');
  const known = (['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const).find((name) => hashOids[name] === oid);
  const issuerNameHash = toHex(id.octetString('issuerNameHash'));
  const issuerKeyHash = toHex(id.octetString('issuerKeyHash'));
  const serial = toHex(id.integer('serialNumber'));
  id.end();
  return { hash: known, issuerNameHash, issuerKeyHash, serial };
}

function readStatus(single: BlockReader): Pick<SingleAnswer, 'status' | 'revokedAt' | 'reason'> {
  if (single.isNext(0xa1)) {
    const revoked = single.explicit('revoked', 0xa1);
    const revokedAt = readTime(revoked, 'revocationTime');
    const code = revoked.isNext(0xa0)
      ? contentOf(revoked.explicit('revocationReason', 0xa0).block('reason', 0x0a))[0]
      : undefined;
    revoked.end();
    const reason = reasonOf(code);
    return { status: 'revoked', revokedAt, ...(reason === undefined ? {} : { reason }) };
  }
  if (single.isNext(0x80)) {
    single.any('good');
    return { status: 'good' };
  }
  if (!single.isNext(0x82)) return single.refuse('certStatus', 'is no status');
  single.any('unknown');
  return { status: 'unknown' };
}

type Extension = { readonly oid: string; readonly isCritical: boolean; readonly value: Bytes };

function readExtensions(extensions: BlockReader): readonly Extension[] {
  const read: Extension[] = [];
  while (extensions.hasMore) {
    const extension = extensions.sequence('extension');
    const oid = extension.oid('extnID');
    const isCritical = extension.isNext(tag.boolean) && extension.boolean('critical');
    const value = extension.octetString('extnValue');
    extension.end();
    if (read.some((earlier) => earlier.oid === oid)) extension.refuse('extnID', `is there twice (${oid})`);
    read.push({ oid, isCritical, value });
  }
  return read;
}

function unprocessedAmong(extensions: readonly Extension[]): readonly string[] {
  return extensions.filter(({ oid, isCritical }) => isCritical && !harmlessExtensions.has(oid)).map(({ oid }) => oid);
}

/** `Nonce ::= OCTET STRING` (RFC 9654 section 2.1); before RFC 8954 some put the octets there as they were. */
function unwrapped(value: Bytes): Bytes {
  const wrapped = readTlv(value);
  return wrapped?.identifier === tag.octetString && wrapped.end === value.length
    ? value.subarray(wrapped.contentStart, wrapped.contentEnd)
    : value;
}
