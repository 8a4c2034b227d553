import { type Bytes, equalBytes, fromUtf8, toHex } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf as contentOfBlock, EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { readTime } from '#lib/pki/asn1/read-time.ts';
import { childrenOf, octetsOf, readTlv, type Tlv, tag } from '#lib/pki/asn1/tlv.ts';
import { derSequence } from '#lib/pki/asn1/write-der.ts';
import { readSignatureFacts } from '#lib/pki/certificate/algorithm-facts.ts';
import { readName } from '#lib/pki/certificate/read-name.ts';
import { readPem } from '#lib/pki/files/read-pem.ts';
import { readEntries } from '#lib/pki/revocation/read-entries.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';

/** The largest list that is read, in bytes; authorities of nations have about this many. */
export const maxRevocationListBytes = 32 * 1024 * 1024;

export type RevocationListFault = { readonly message: string };

/** One certificate revocation list (RFC 5280 section 5.1) as authorities publish it: DER or, against RFC 5280 section 4.2.1.13, PEM. */
export function parseCrl(file: Bytes): Outcome<RevocationList, RevocationListFault> {
  if (file.length > maxRevocationListBytes) return fault(`it has more than ${maxRevocationListBytes} bytes`);
  const der = file[0] === tag.sequence ? file.slice() : unarmoured(file);
  if (der === undefined) return fault('it is neither DER nor a PEM block “X509 CRL”');
  try {
    return { ok: true, value: readList(der) };
  } catch (error) {
    if (error instanceof EncodingFault) return fault(`${error.part} ${error.message} (byte ${error.offset})`);
    throw error;
  }
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
  const entriesAt = entriesAmong(fields);
  const entries = readEntries(der, entriesAt);
  // Everything but the entries is small: that is built, and read like a certificate.
  const head = derSequence(
    derSequence(...fields.filter((field) => field !== entriesAt).map((field) => octetsOf(der, field))),
    octetsOf(der, algorithm),
    octetsOf(der, signature),
  );
  const { extensions, ...facts } = readHead(head);
  return {
    der,
    tbs: octetsOf(der, tbs),
    ...facts,
    ...extensions,
    unprocessed: [...extensions.unprocessed, ...entries.critical],
    entryCount: entries.count,
    find: (serial) => entries.find(Uint8Array.from(serial.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16))),
  };
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
    ? readListExtensions(tbs.explicit('crlExtensions', tag.context0).sequence('list'), octets.byteOffset)
    : { unprocessed: [] };
  tbs.end();
  const signatureFacts = readSignatureFacts(algorithm);
  return { issuer, thisUpdate, ...nextUpdate, signature, signatureFacts, extensions };
}

const authorityKeyIdentifier = '2.5.29.35';
const crlNumber = '2.5.29.20';
// Critical by RFC 5280 sections 5.2.4 and 5.2.5; a list for a part of the certificates, or of changes only, must not pass for a whole one by leaving that out.
const bindingAnyway = new Set(['2.5.29.27', '2.5.29.28']);

/** RFC 5280 section 5.2. */
function readListExtensions(extensions: BlockReader, origin: number) {
  const facts: { authorityKeyId?: string; number?: string; unprocessed: string[] } = { unprocessed: [] };
  while (extensions.hasMore) {
    const extension = extensions.sequence('extension');
    const oid = extension.oid('extnID');
    const isCritical = extension.isNext(tag.boolean) && extension.boolean('critical');
    const value = extension.octetString('extnValue');
    extension.end();
    if (oid === authorityKeyIdentifier) {
      const keyId = readKeyId(value, origin);
      if (keyId !== undefined) facts.authorityKeyId = keyId;
    } else if (oid === crlNumber) {
      const number = readTlv(value);
      if (number?.identifier === tag.integer)
        facts.number = toHex(value.subarray(number.contentStart, number.contentEnd));
    } else if (isCritical || bindingAnyway.has(oid)) facts.unprocessed.push(oid);
  }
  return facts;
}

function readKeyId(value: Bytes, origin: number): string | undefined {
  const parsed = parseAsn1(value, 'DER');
  if (!parsed.ok) throw new EncodingFault(parsed.problem.message, 'authorityKeyIdentifier', parsed.problem.offset);
  const fields = new BlockReader(parsed.value, 'authorityKeyIdentifier', origin);
  return fields.isNext(0x80) ? toHex(contentOfBlock(fields.any('keyIdentifier'))) : undefined;
}
