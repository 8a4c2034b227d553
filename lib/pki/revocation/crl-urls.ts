import { fromUtf8 } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf, EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { type DistributionPoint, distributionPoints, freshestPoints } from '#lib/pki/revocation/distribution-points.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';

/** More are written by nobody who means well. */
const maxUrls = 8;

type Named = Pick<Certificate, 'extensions' | 'issuer'>;

/**
 * Where the lists that a certificate would be on are published, as http addresses (RFC 5280 section 4.2.1.13; section 8 warns of https, whose own
 * certificate would have to be looked up again). Ask an address only once the certificate's path is accepted: whoever made it chose it.
 */
export function crlUrls(certificate: Named): readonly string[] {
  return urlsOf(distributionPoints(certificate) ?? []);
}

/** Where lists of changes are published, by the certificate (RFC 5280 section 4.2.1.15) or by the complete list (section 5.2.6). */
export function deltaUrls(source: Named | RevocationList): readonly string[] {
  return urlsOf('freshest' in source ? source.freshest : (freshestPoints(source) ?? []));
}

function urlsOf(points: readonly DistributionPoint[]): readonly string[] {
  return httpOnly(points.flatMap(({ names = [] }) => names.flatMap(({ url }) => url ?? [])));
}

function httpOnly(urls: readonly string[]): readonly string[] {
  const usable = urls.filter((url) => url.length <= 2_000 && /^http:\/\//i.test(url) && URL.canParse(url));
  return [...new Set(usable)].slice(0, maxUrls);
}

const authorityInfoAccess = '1.3.6.1.5.5.7.1.1';
const ocspMethod = '1.3.6.1.5.5.7.48.1';

/** Where responders of a certificate are asked, as http addresses: id-ad-ocsp of authority information access (RFC 5280 section 4.2.2.1). */
export function ocspUrls({ extensions = [] }: Pick<Certificate, 'extensions'>): readonly string[] {
  const extension = extensions.find(({ oid }) => oid === authorityInfoAccess);
  const parsed = extension === undefined ? undefined : parseAsn1(extension.value, 'DER');
  if (extension === undefined || parsed === undefined || !parsed.ok) return [];
  const urls: string[] = [];
  try {
    const descriptions = new BlockReader(parsed.value, 'authorityInfoAccess', extension.value.byteOffset);
    while (descriptions.hasMore) {
      const description = descriptions.sequence('accessDescription');
      const isOcsp = description.oid('accessMethod') === ocspMethod && description.isNext(0x86);
      const url = fromUtf8(contentOf(description.any('accessLocation')));
      if (isOcsp) urls.push(url);
    }
  } catch (error) {
    if (!(error instanceof EncodingFault)) throw error;
  }
  return httpOnly(urls);
}
