import { type Bytes, equalBytes } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { readTime } from '#lib/pki/asn1/read-time.ts';
import { contentOf, readTlv, type Tlv, tag } from '#lib/pki/asn1/tlv.ts';
import type { DistinguishedName } from '#lib/pki/certificate/certificate.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import { eachEntry, walkEntries } from '#lib/pki/revocation/entry-walk.ts';
import { readPointNames } from '#lib/pki/revocation/point-names.ts';
import { type RevokedEntry, reasonOf } from '#lib/pki/revocation/revocation-list.ts';
import { type SerialIndex, serialIndex } from '#lib/pki/revocation/serial-index.ts';

export type Entries = {
  readonly count: number;
  /** By serial number, among those of one issuer of certificates. */
  readonly find: (serial: Bytes, issuer: DistinguishedName) => RevokedEntry | undefined;
  readonly unprocessed: readonly string[];
};

const reasonCode = '2.5.29.21';

/**
 * The entries of a list, walked but never built: a large authority has a million. The index is made when somebody is looked up for the first time,
 * and so only of lists whose signature was found good.
 */
export function readEntries(der: Bytes, list: Tlv | undefined, listIssuer: DistinguishedName): Entries {
  const { count, unprocessed, issuerPlaces } = walkEntries(der, list);
  let index: SerialIndex | undefined;
  let isIndexed = false;

  function candidates(serial: Bytes): Iterable<number> {
    if (!isIndexed) {
      index = serialIndex(der, count, (add) => eachEntry(der, list, add));
      isIndexed = true;
    }
    if (index !== undefined) return index.find(serial);
    const found: number[] = [];
    eachEntry(der, list, (at, start, end) => {
      if (equalBytes(der.subarray(start, end), serial)) found.push(at);
    });
    return found;
  }

  /** RFC 5280 section 5.3.3: without the extension, "the certificate issuer for the entry is the same as that for the preceding entry", at first the list's. */
  function issuersOf(at: number): readonly DistinguishedName[] {
    let low = 0;
    let high = issuerPlaces.length / 2;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((issuerPlaces[middle * 2] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    const names = issuerPlaces[low * 2 - 1];
    return names === undefined ? [listIssuer] : readIssuers(der, names);
  }

  return {
    count,
    unprocessed,
    find: (serial, issuer) => {
      let removed: RevokedEntry | undefined;
      for (const at of candidates(serial)) {
        if (!equalBytes(serialAt(der, at), serial)) continue;
        if (!issuersOf(at).some((name) => isSameName(name, issuer))) continue;
        const entry = readEntry(der, at);
        if (entry.reason !== 'remove-from-crl') return entry;
        removed = entry;
      }
      return removed;
    },
  };
}

function readIssuers(der: Bytes, at: number): readonly DistinguishedName[] {
  const octets = der.subarray(at, readTlv(der, at)?.end);
  const parsed = parseAsn1(octets, 'DER');
  if (!parsed.ok) return [];
  try {
    const names = readPointNames(
      new BlockReader(parsed.value, 'certificateIssuer', octets.byteOffset),
      octets.byteOffset,
    );
    return names.flatMap(({ directory }) => directory ?? []);
  } catch (error) {
    if (error instanceof EncodingFault) return [];
    throw error;
  }
}

function serialAt(der: Bytes, at: number): Bytes {
  const entry = readTlv(der, at);
  const serial = entry === undefined ? undefined : readTlv(der, entry.contentStart, entry.contentEnd);
  return serial === undefined ? new Uint8Array() : contentOf(der, serial);
}

/** Who is on the list is revoked, even where what stands beside the number makes no sense. */
function readEntry(der: Bytes, at: number): RevokedEntry {
  const octets = der.subarray(at, readTlv(der, at)?.end);
  const parsed = parseAsn1(octets, 'DER');
  if (!parsed.ok) return {};
  try {
    const entry = new BlockReader(parsed.value, 'revokedCertificate', der.byteOffset);
    entry.integer('userCertificate');
    const revokedAt = readTime(entry, 'revocationDate');
    const reason = entry.hasMore ? readReason(entry.sequence('crlEntryExtensions')) : undefined;
    return { at: revokedAt, ...(reason === undefined ? {} : { reason }) };
  } catch (error) {
    if (error instanceof EncodingFault) return {};
    throw error;
  }
}

/** RFC 5280 section 5.3.1: an ENUMERATED of one octet. */
function readReason(extensions: BlockReader): RevokedEntry['reason'] {
  while (extensions.hasMore) {
    const extension = extensions.sequence('extension');
    const oid = extension.oid('extnID');
    if (extension.isNext(tag.boolean)) extension.boolean('critical');
    const value = extension.octetString('extnValue');
    if (oid === reasonCode) return value[0] === 0x0a && value[1] === 1 ? reasonOf(value[2]) : undefined;
  }
  return undefined;
}
