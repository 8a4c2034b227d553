import type { Bytes } from '#lib/core/bytes.ts';
import { childrenOf, readTlv, type Tlv, tag } from '#lib/pki/asn1/tlv.ts';
import { maxCertificatesPerFile } from '#lib/pki/files/file-reading.ts';
import { readCertificate } from '#lib/pki/files/read-certificate.ts';
import { type Place, type ReadingCollector, whereIn } from '#lib/pki/files/reading-collector.ts';
import { refuseBroken } from '#lib/pki/files/refuse-broken.ts';

/**
 * The certificates of a bundle, each read on its own, so that a broken one does not take the others with it.
 *
 * ```asn1
 * ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT SignedData }
 * SignedData ::= SEQUENCE { version INTEGER, digestAlgorithms SET, encapContentInfo SEQUENCE,
 *   certificates [0] IMPLICIT SET OF CertificateChoices OPTIONAL, crls [1] IMPLICIT SET OPTIONAL, signerInfos SET }
 * ```
 * RFC 5652 sections 3 and 5.1.
 */
export async function readPkcs7(bytes: Bytes, place: Place, collector: ReadingCollector): Promise<void> {
  const content = childOf(bytes, readTlv(bytes), tag.context0);
  const signedData = childOf(bytes, content, tag.sequence);
  if (signedData === undefined) {
    return refuseBroken(whereIn(place, 0), 'the PKCS#7 bundle has no content', collector);
  }
  const parts = childrenOf(bytes, signedData);
  refuseGap(signedData, parts, place, collector);
  const lists = parts.find(({ identifier }) => identifier === tag.context1);
  if (lists !== undefined && childrenOf(bytes, lists, 1).length > 0) {
    collector.ignore('revocation lists of the PKCS#7 bundle', 'Only its certificates are used.');
  }
  const certificates = parts.find(({ identifier }) => identifier === tag.context0);
  if (certificates === undefined) return;
  const elements = childrenOf(bytes, certificates, maxCertificatesPerFile + 1);
  if (elements.length <= maxCertificatesPerFile) refuseGap(certificates, elements, place, collector);
  for (const [index, element] of elements.entries()) {
    const part = [place.part, `certificate ${index + 1} of the bundle`].filter((words) => words !== '').join(', ');
    const here: Place = { part, base: place.base + element.start };
    if (!collector.countPart('certificate')) return;
    if (element.identifier === tag.sequence) {
      await readCertificate(bytes.slice(element.start, element.end), here, collector);
    } else {
      collector.ignore(part, 'It is an attribute certificate or of another kind that is not used here.');
    }
  }
}

function childOf(bytes: Bytes, parent: Tlv | undefined, identifier: number): Tlv | undefined {
  return parent && childrenOf(bytes, parent).find((child) => child.identifier === identifier);
}

/** Says so where the elements do not fill what encloses them. */
function refuseGap(parent: Tlv, elements: readonly Tlv[], place: Place, collector: ReadingCollector): void {
  const end = elements.at(-1)?.end ?? parent.contentStart;
  if (end === parent.contentEnd) return;
  refuseBroken(whereIn(place, end), 'an element of the PKCS#7 bundle has a wrong length', collector);
}
