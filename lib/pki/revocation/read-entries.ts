import type { Bytes } from '#lib/core/bytes.ts';
import { equalBytes } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { readTime } from '#lib/pki/asn1/read-time.ts';
import { contentOf, readTlv, type Tlv, tag } from '#lib/pki/asn1/tlv.ts';
import { type RevokedEntry, revocationReasons } from '#lib/pki/revocation/revocation-list.ts';
import { serialIndex } from '#lib/pki/revocation/serial-index.ts';

export type Entries = {
  readonly count: number;
  readonly find: (serial: Uint8Array) => RevokedEntry | undefined;
  /** Critical extensions of entries, all of which are unknown here (RFC 5280 section 5.3). */
  readonly critical: readonly string[];
};

const reasonCode = '2.5.29.21';

/**
 * Walks the entries of a list without building them: a large authority has hundreds of thousands.
 *
 * ```asn1
 * revokedCertificates SEQUENCE OF SEQUENCE { userCertificate CertificateSerialNumber, revocationDate Time, crlEntryExtensions Extensions OPTIONAL }
 * ```
 */
export function readEntries(der: Bytes, list: Tlv | undefined): Entries {
  const starts: number[] = [];
  for (let at = list?.contentStart ?? 0; at < (list?.contentEnd ?? 0); ) {
    const entry = readTlv(der, at, list?.contentEnd);
    if (entry?.identifier !== tag.sequence) throw new EncodingFault('is no entry', 'revokedCertificates', at);
    starts.push(at);
    at = entry.end;
  }
  const index = serialIndex(starts.length);
  const critical = new Set<string>();
  for (const at of starts) {
    index.add(serialAt(der, at), at);
    if (hasExtensions(der, at)) for (const oid of readEntry(der, at).critical) critical.add(oid);
  }
  return {
    count: starts.length,
    critical: [...critical],
    find: (serial) => {
      for (const at of index.find(serial)) {
        if (!equalBytes(serialAt(der, at), serial)) continue;
        return foundEntry(der, at);
      }
      return undefined;
    },
  };
}

/** Who is on the list is revoked, even where what stands beside the number makes no sense. */
function foundEntry(der: Bytes, at: number): RevokedEntry {
  try {
    const { critical: _, ...entry } = readEntry(der, at);
    return entry;
  } catch (error) {
    if (error instanceof EncodingFault) return {};
    throw error;
  }
}

function serialAt(der: Bytes, at: number): Bytes {
  const entry = readTlv(der, at);
  const serial = entry === undefined ? undefined : readTlv(der, entry.contentStart, entry.contentEnd);
  if (serial?.identifier !== tag.integer) throw new EncodingFault('has no serial number', 'revokedCertificates', at);
  return contentOf(der, serial);
}

function hasExtensions(der: Bytes, at: number): boolean {
  const entry = readTlv(der, at);
  const serial = entry && readTlv(der, entry.contentStart, entry.contentEnd);
  const date = entry && serial && readTlv(der, serial.end, entry.contentEnd);
  if (entry === undefined || date === undefined)
    throw new EncodingFault('has no revocation date', 'revokedCertificates', at);
  return date.end < entry.contentEnd;
}

function readEntry(der: Bytes, at: number): RevokedEntry & { readonly critical: readonly string[] } {
  const octets = der.subarray(at, readTlv(der, at)?.end);
  const parsed = parseAsn1(octets, 'DER');
  if (!parsed.ok) throw new EncodingFault(parsed.problem.message, 'revokedCertificates', at + parsed.problem.offset);
  const entry = new BlockReader(parsed.value, 'revokedCertificate', der.byteOffset);
  entry.integer('userCertificate');
  const revokedAt = readTime(entry, 'revocationDate');
  const critical: string[] = [];
  let reason: RevokedEntry['reason'];
  if (entry.hasMore) {
    const extensions = entry.sequence('crlEntryExtensions');
    while (extensions.hasMore) {
      const extension = extensions.sequence('extension');
      const oid = extension.oid('extnID');
      const isCritical = extension.isNext(tag.boolean) && extension.boolean('critical');
      const value = extension.octetString('extnValue');
      if (oid === reasonCode) reason = readReason(value);
      else if (isCritical) critical.push(oid);
    }
  }
  entry.end();
  return { at: revokedAt, ...(reason === undefined ? {} : { reason }), critical };
}

/** An ENUMERATED of one octet; what it does not name is as good as unspecified. */
function readReason(value: Bytes): RevokedEntry['reason'] {
  const code = value[0] === 0x0a && value[1] === 1 ? value[2] : undefined;
  return Object.entries(revocationReasons).find(([number]) => Number(number) === code)?.[1];
}
