import type { Bytes } from '#lib/core/bytes.ts';
import { scanDer } from '#lib/pki/asn1/der-scan.ts';
import { readHeader, readTlv, tag } from '#lib/pki/asn1/tlv.ts';
import { readCertificate } from '#lib/pki/files/read-certificate.ts';
import { readPkcs7 } from '#lib/pki/files/read-pkcs7.ts';
import { type PartKind, type Place, type ReadingCollector, whereIn } from '#lib/pki/files/reading-collector.ts';
import { type DerKind, recogniseDer } from '#lib/pki/files/recognise-der.ts';
import { refuseBroken } from '#lib/pki/files/refuse-broken.ts';
import { readEncryptedKey, readKey } from '#lib/pki/keys/read-key.ts';
import { readPkcs12 } from '#lib/pki/pkcs12/read-pkcs12.ts';

const partKinds: Readonly<Partial<Record<DerKind, PartKind>>> = {
  certificate: 'certificate',
  'PKCS#8': 'key',
  'encrypted PKCS#8': 'key',
  'PKCS#1': 'key',
  'SEC 1': 'key',
  'DSA key': 'key',
};

/** Reads one structure after another, as long as they follow each other without a gap; answers what the first one is. */
export async function readDer(bytes: Bytes, place: Place, collector: ReadingCollector): Promise<DerKind> {
  let kind: DerKind = 'unknown';
  for (let at = 0; at < bytes.length && !collector.isFull; ) {
    const here: Place = { part: place.part, base: place.base + at };
    const element = readTlv(bytes, at);
    if (element === undefined || element.identifier !== tag.sequence) {
      readRest(bytes.subarray(at), at === 0, here, collector);
      break;
    }
    const structure = bytes.subarray(element.start, element.end);
    const found = recogniseDer(structure);
    if (at === 0) kind = found;
    if (!collector.countPart(partKinds[found] ?? 'other')) break;
    await readStructure(structure, found, here, collector);
    at = element.end;
  }
  return kind;
}

async function readStructure(bytes: Bytes, kind: DerKind, place: Place, collector: ReadingCollector): Promise<void> {
  const { name } = collector;
  const what = place.part || 'the file';
  switch (kind) {
    case 'certificate':
      return readCertificate(bytes, place, collector);
    case 'PKCS#7':
      return readPkcs7(bytes, place, collector);
    case 'PKCS#12':
      return readPkcs12(bytes, place, collector);
    case 'encrypted PKCS#8':
      return readEncryptedKey(bytes, place, collector);
    case 'PKCS#8':
    case 'PKCS#1':
    case 'SEC 1':
    case 'DSA key':
      return readKey(bytes, kind, place, collector);
    case 'public key':
      return collector.ignore('a public key', 'A public key alone signs nobody in; its certificate is needed.');
    case 'certificate request':
      return collector.refuse(
        'certificate-request',
        whereIn(place, 0),
        `${name}: ${what} is a certificate request (CSR), not a certificate.`,
        'Send the request to your authority and drop the certificate that comes back.',
      );
    case 'revocation list':
      return collector.refuse(
        'revocation-list',
        whereIn(place, 0),
        `${name}: ${what} is a revocation list (CRL), not a certificate.`,
        'Drop the certificate of the authority that issued the list.',
      );
    case 'encrypted message':
      return collector.refuse(
        'not-a-certificate-file',
        whereIn(place, 0),
        `${name}: ${what} is an encrypted message (CMS), which holds no certificates to read.`,
        'Export the certificate as PEM, DER, PKCS#7 or PFX.',
      );
    case 'unknown':
      return refuseUnknown(bytes, place, collector);
  }
}

function refuseUnknown(bytes: Bytes, place: Place, collector: ReadingCollector): void {
  const scan = scanDer(bytes, false);
  if (!scan.ok) {
    refuseBroken(whereIn(place, scan.problem.offset), scan.problem.message, collector);
    return;
  }
  const where = whereIn(place, 0);
  collector.refuse(
    'not-a-certificate-file',
    where,
    `${collector.name}: what begins at ${where} is well-formed DER, but no certificate, key or bundle.`,
    'Export the certificate as PEM, DER, PKCS#7 or PFX.',
  );
}

/** What follows the last structure, or stands where the first should be. */
function readRest(rest: Bytes, isFirst: boolean, place: Place, collector: ReadingCollector): void {
  const isFiller = rest.every((octet) => octet === 0 || octet === 0x0a || octet === 0x0d || octet === 0x20);
  if (isFiller && !isFirst) collector.ignore(`${rest.length} filler bytes at the end`, 'They belong to no structure.');
  else refuseBroken(whereIn(place, 0), describeRest(rest, isFirst), collector);
}

function describeRest(rest: Bytes, isFirst: boolean): string {
  if (rest[0] !== tag.sequence) {
    return isFirst ? 'no DER structure begins there' : `${rest.length} bytes follow that belong to no structure`;
  }
  const header = readHeader(rest, 0, Number.MAX_SAFE_INTEGER);
  if ('message' in header || header.length === undefined) return 'the structure there has no end';
  const should = header.contentStart + header.length;
  return `the structure there should be ${should} bytes long, but ends after ${rest.length}`;
}
