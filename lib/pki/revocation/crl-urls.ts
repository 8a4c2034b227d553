import { fromUtf8 } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf, EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';

const crlDistributionPoints = '2.5.29.31';
/** More are written by nobody who means well. */
const maxUrls = 8;

/**
 * Where the list that a certificate would be on is published, as http addresses (RFC 5280 section 4.2.1.13; section 8 warns of https, whose own
 * certificate would have to be looked up again). Points for some reasons only, or with another issuer, are not processed. Ask an address only
 * once the certificate's path is accepted: whoever made it chose it.
 *
 * ```asn1
 * CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint
 * DistributionPoint ::= SEQUENCE { distributionPoint [0] DistributionPointName OPTIONAL, reasons [1] OPTIONAL, cRLIssuer [2] OPTIONAL }
 * DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RelativeDistinguishedName }
 * ```
 */
export function crlUrls({ extensions = [] }: Pick<Certificate, 'extensions'>): readonly string[] {
  const extension = extensions.find(({ oid }) => oid === crlDistributionPoints);
  const parsed = extension === undefined ? undefined : parseAsn1(extension.value, 'DER');
  if (extension === undefined || parsed === undefined || !parsed.ok) return [];
  const urls = new Set<string>();
  try {
    const points = new BlockReader(parsed.value, 'cRLDistributionPoints', extension.value.byteOffset);
    while (points.hasMore) for (const url of pointUrls(points.sequence('distributionPoint'))) urls.add(url);
  } catch (error) {
    if (!(error instanceof EncodingFault)) throw error;
  }
  return [...urls].slice(0, maxUrls);
}

function pointUrls(point: BlockReader): readonly string[] {
  if (!point.isNext(0xa0)) return [];
  const name = point.explicit('distributionPoint', 0xa0);
  if (point.hasMore || !name.isNext(0xa0)) return [];
  const names = name.explicit('fullName', 0xa0);
  const urls: string[] = [];
  while (names.hasMore) {
    const isUrl = names.isNext(0x86);
    const url = fromUtf8(contentOf(names.any('generalName')));
    if (isUrl && url.length <= 2_000 && /^http:\/\//i.test(url) && URL.canParse(url)) urls.push(url);
  }
  return urls;
}
