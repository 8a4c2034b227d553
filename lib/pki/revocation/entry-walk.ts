import type { Bytes } from '#lib/core/bytes.ts';
import { EncodingFault } from '#lib/pki/asn1/parse-asn1.ts';
import { dottedOid, type Tlv, tag } from '#lib/pki/asn1/tlv.ts';
import { DerCursor } from '#lib/pki/revocation/der-cursor.ts';

/** What one walk over the entries of a list finds out, without building any of them. */
export type EntryWalk = {
  readonly count: number;
  /** Object identifiers of critical extensions of entries that are not understood (RFC 5280 section 5.3). */
  readonly unprocessed: readonly string[];
  /** In pairs: where an entry begins that names a certificate issuer, and where its GeneralNames begin. */
  readonly issuerPlaces: Uint32Array;
};

/** `id-ce` 2.5.29 and the last arc: reasonCode, invalidityDate, certificateIssuer. */
const idCe = [0x55, 0x1d];
const reasonCode = 21;
const invalidityDate = 24;
const certificateIssuer = 29;
const mostUnprocessed = 16;

/**
 * ```asn1
 * revokedCertificates SEQUENCE OF SEQUENCE { userCertificate CertificateSerialNumber, revocationDate Time, crlEntryExtensions Extensions OPTIONAL }
 * Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
 * ```
 */
export function walkEntries(der: Bytes, list: Tlv | undefined): EntryWalk {
  const unprocessed = new Set<string>();
  const cursor = new DerCursor(der);
  let issuerPlaces = new Uint32Array(0);
  let issuerCount = 0;
  let count = 0;
  let entryAt = 0;

  function noteIssuer(names: number): void {
    if (issuerCount === issuerPlaces.length) {
      const more = new Uint32Array(Math.max(16, issuerPlaces.length * 2));
      more.set(issuerPlaces);
      issuerPlaces = more;
    }
    issuerPlaces[issuerCount] = entryAt;
    issuerPlaces[issuerCount + 1] = names;
    issuerCount += 2;
  }

  function walkExtensions(from: number, limit: number): void {
    if (!cursor.read(from, limit) || !cursor.is(tag.sequence) || cursor.end !== limit)
      throw wrong('has something else behind the date', from);
    for (let at = cursor.contentStart; at < limit; ) {
      if (!cursor.read(at, limit) || !cursor.is(tag.sequence)) throw wrong('has a broken extension', at);
      const { contentStart, end } = cursor;
      at = end;
      walkExtension(contentStart, end);
    }
  }

  function walkExtension(from: number, limit: number): void {
    if (!cursor.read(from, limit) || !cursor.is(tag.oid)) throw wrong('has a broken extension', from);
    const oidStart = cursor.contentStart;
    const oidEnd = cursor.end;
    let isCritical = false;
    if (!cursor.read(oidEnd, limit)) throw wrong('has a broken extension', from);
    if (cursor.is(tag.boolean)) {
      isCritical = der[cursor.contentStart] !== 0;
      if (!cursor.read(cursor.end, limit)) throw wrong('has a broken extension', from);
    }
    if (!cursor.is(tag.octetString) || cursor.end !== limit) throw wrong('has a broken extension', from);
    const isIdCe = oidEnd - oidStart === 3 && der[oidStart] === idCe[0] && der[oidStart + 1] === idCe[1];
    const arc = isIdCe ? der[oidStart + 2] : undefined;
    if (arc === reasonCode || arc === invalidityDate) return;
    if (arc === certificateIssuer && isDirectoryName(cursor.contentStart, limit)) noteIssuer(cursor.contentStart);
    else if ((isCritical || arc === certificateIssuer) && unprocessed.size < mostUnprocessed)
      unprocessed.add(dottedOid(der.subarray(oidStart, oidEnd)));
  }

  /** RFC 5280 section 5.3.3: the issuer stands there as a directoryName; the first name is looked at. */
  function isDirectoryName(from: number, limit: number): boolean {
    const names = new DerCursor(der);
    return (
      names.read(from, limit) && names.is(tag.sequence) && names.read(names.contentStart, names.end) && names.is(0xa4)
    );
  }

  eachEntry(der, list, (at, _serialStart, serialEnd, end) => {
    count += 1;
    entryAt = at;
    if (!cursor.read(serialEnd, end) || (!cursor.is(tag.utcTime) && !cursor.is(tag.generalizedTime)))
      throw wrong('has no revocation date', at);
    if (cursor.end < end) walkExtensions(cursor.end, end);
  });
  return { count, unprocessed: [...unprocessed], issuerPlaces: issuerPlaces.slice(0, issuerCount) };
}

/** Every entry in its order: where it begins and ends, and where the content octets of its serial number begin and end. */
export function eachEntry(
  der: Bytes,
  list: Tlv | undefined,
  visit: (at: number, serialStart: number, serialEnd: number, end: number) => void,
): void {
  const cursor = new DerCursor(der);
  const limit = list?.contentEnd ?? 0;
  for (let at = list?.contentStart ?? 0; at < limit; ) {
    if (!cursor.read(at, limit) || !cursor.is(tag.sequence)) throw wrong('is no entry', at);
    const { end } = cursor;
    if (!cursor.read(cursor.contentStart, end) || !cursor.is(tag.integer) || cursor.contentStart === cursor.end)
      throw wrong('has no serial number', at);
    // X.690 section 8.3.2: the numbers of certificates are read that way, and another writing of one would match none.
    const [first = 0, second = 0] = [der[cursor.contentStart], der[cursor.contentStart + 1]];
    if (cursor.end - cursor.contentStart > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
      throw wrong('has a serial number with padding', at);
    visit(at, cursor.contentStart, cursor.end, end);
    at = end;
  }
}

function wrong(message: string, at: number): EncodingFault {
  return new EncodingFault(message, 'revokedCertificates', at);
}
