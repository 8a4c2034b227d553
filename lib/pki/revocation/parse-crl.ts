import { type Bytes, equalBytes, fromUtf8 } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { readTime } from '#lib/pki/asn1/read-time.ts';
import { childrenOf, octetsOf, readTlv, type Tlv, tag } from '#lib/pki/asn1/tlv.ts';
import { derSequence } from '#lib/pki/asn1/write-der.ts';
import { readSignatureFacts } from '#lib/pki/certificate/algorithm-facts.ts';
import { readName } from '#lib/pki/certificate/read-name.ts';
import { readPem } from '#lib/pki/files/read-pem.ts';
import { readEntries } from '#lib/pki/revocation/read-entries.ts';
import { readListExtensions } from '#lib/pki/revocation/read-list-extensions.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';

/** The largest list that is read, in bytes; a million entries with a reason each are about 55 MiB. */
export const maxRevocationListBytes = 128 * 1024 * 1024;

export type RevocationListFault = { readonly message: string };

/**
 * One certificate revocation list (RFC 5280 section 5.1) as authorities publish it: DER or, against RFC 5280 section 4.2.1.13, PEM. Bytes that fill
 * their buffer are taken over, not copied, and must not change any more.
 */
export function parseCrl(file: Bytes): Outcome<RevocationList, RevocationListFault> {
  if (file.length > maxRevocationListBytes) return fault(`it has more than ${maxRevocationListBytes} bytes`);
  const der = file[0] === tag.sequence ? ownBytes(file) : unarmoured(file);
  if (der === undefined) return fault('it is neither DER nor a PEM block “X509 CRL”');
  try {
    return { ok: true, value: readList(der) };
  } catch (error) {
    if (error instanceof EncodingFault) return fault(`${error.part} ${error.message} (byte ${error.offset})`);
    throw error;
  }
}

/** A list must not keep a larger buffer alive than itself; one of fifty megabytes is not copied for nothing. */
function ownBytes(file: Bytes): Bytes {
  return file.length === file.buffer.byteLength ? file : file.slice();
}

function fault(message: string): { readonly ok: false; readonly problem: RevocationListFault } {
  return { ok: false, problem: { message } };
}

function unarmoured(file: Bytes): Bytes | undefined {
  for (const block of readPem(fromUtf8(file))) {
    if (block.label === 'X509 CRL' && 'content' in block) return block.content;
  }
  return undefined;
}

/**
 * ```asn1
 * CertificateList ::= SEQUENCE { tbsCertList TBSCertList, signatureAlgorithm AlgorithmIdentifier, signatureValue BIT STRING }
 * TBSCertList ::= SEQUENCE { version INTEGER OPTIONAL, signature AlgorithmIdentifier, issuer Name, thisUpdate Time, nextUpdate Time OPTIONAL,
 *   revokedCertificates SEQUENCE OF SEQUENCE { … } OPTIONAL, crlExtensions [0] EXPLICIT Extensions OPTIONAL }
 * ```
 */
function readList(der: Bytes): RevocationList {
  const whole = readTlv(der);
  if (whole === undefined || whole.end !== der.length) throw new EncodingFault('ends elsewhere', 'certificateList', 0);
  const [tbs, algorithm, signature, ...more] = childrenOf(der, whole);
  if (tbs?.identifier !== tag.sequence || algorithm === undefined || signature === undefined || more.length > 0)
    throw new EncodingFault('has other parts than a list', 'certificateList', 0);
  const fields = childrenOf(der, tbs);
  if ((fields.at(-1)?.end ?? 0) !== tbs.contentEnd) throw new EncodingFault('is broken', 'tbsCertList', tbs.start);
  const entriesAt = entriesAmong(fields);
  // Everything but the entries is small: that is built, and read like a certificate.
  const head = derSequence(
    derSequence(...fields.filter((field) => field !== entriesAt).map((field) => octetsOf(der, field))),
    octetsOf(der, algorithm),
    octetsOf(der, signature),
  );
  const { extensions, ...facts } = readHead(head);
  const entries = readEntries(der, entriesAt, facts.issuer);
  return {
    der,
    tbs: octetsOf(der, tbs),
    ...facts,
    ...extensions,
    unprocessedEntries: entries.unprocessed,
    entryCount: entries.count,
    find: (serial, issuer = facts.issuer) => entries.find(octetsOfHex(serial), issuer),
  };
}

function octetsOfHex(text: string): Bytes {
  const octets = new Uint8Array(text.length >> 1);
  for (let at = 0; at < octets.length; at += 1) octets[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  return octets;
}

/** The entries are the SEQUENCE behind a time: those before the times are the algorithm and the issuer. */
function entriesAmong(fields: readonly Tlv[]): Tlv | undefined {
  const isTime = ({ identifier }: Tlv) => identifier === tag.utcTime || identifier === tag.generalizedTime;
  const next = fields[fields.findLastIndex(isTime) + 1];
  return fields.some(isTime) && next?.identifier === tag.sequence ? next : undefined;
}

function readHead(octets: Bytes) {
  const parsed = parseAsn1(octets, 'DER');
  if (!parsed.ok) throw new EncodingFault(parsed.problem.message, 'certificateList', parsed.problem.offset);
  const list = new BlockReader(parsed.value, 'certificateList', octets.byteOffset);
  const tbs = list.sequence('tbsCertList');
  const algorithm = list.sequence('signatureAlgorithm');
  const { bits: signature } = list.bitString('signatureValue');
  // Version 1 has none; RFC 5280 section 5.1.2.1 wants version 2 where there are extensions, and every real list is.
  if (tbs.isNext(tag.integer) && tbs.smallInteger('version') !== 1) tbs.refuse('version', 'is not 2');
  // RFC 5280 section 5.1.2.2: both must be the same.
  if (!equalBytes(tbs.sequence('signature').octets, algorithm.octets))
    tbs.refuse('signature', 'names another algorithm than the signature has');
  const issuer = readName(tbs.block('issuer', tag.sequence), 'tbsCertList.issuer', octets.byteOffset);
  const thisUpdate = readTime(tbs, 'thisUpdate');
  const hasNext = tbs.isNext(tag.utcTime) || tbs.isNext(tag.generalizedTime);
  const nextUpdate = hasNext ? { nextUpdate: readTime(tbs, 'nextUpdate') } : {};
  const extensions = tbs.isNext(tag.context0)
    ? readListExtensions(tbs.explicit('crlExtensions', tag.context0).sequence('list'), issuer)
    : { unprocessed: [], freshest: [] };
  tbs.end();
  const signatureFacts = readSignatureFacts(algorithm);
  return { issuer, thisUpdate, ...nextUpdate, signature, signatureFacts, extensions };
}
