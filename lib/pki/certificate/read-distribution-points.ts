import type { BaseBlock } from 'asn1js';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { readStrictGeneralNames } from '#lib/pki/certificate/general-names.ts';

/**
 * Holds distribution points to their form (RFC 5280 sections 4.2.1.13 and 4.2.1.15), as OpenSSL does; what stands in them is for revocation.
 *
 * ```asn1
 * CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint
 * DistributionPoint ::= SEQUENCE { distributionPoint [0] DistributionPointName OPTIONAL, reasons [1] ReasonFlags OPTIONAL,
 *   cRLIssuer [2] GeneralNames OPTIONAL }
 * DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RelativeDistinguishedName }
 * ```
 */
export function checkDistributionPoints(value: BaseBlock, origin: number): void {
  const points = new BlockReader(value, 'cRLDistributionPoints', origin);
  if (!points.hasMore) points.refuse('distributionPoint', 'is missing');
  while (points.hasMore) {
    const point = points.sequence('distributionPoint');
    // RFC 5280 section 4.2.1.13: "either distributionPoint or cRLIssuer MUST be present."
    if (!point.isNext(0xa0) && (point.remaining === 0 || (point.isNext(0x81) && point.remaining === 1)))
      point.refuse('distributionPoint', 'and cRLIssuer are both missing');
    if (point.isNext(0xa0)) {
      const name = point.explicit('distributionPoint', 0xa0);
      if (name.isNext(0xa0)) readStrictGeneralNames(name.explicit('fullName', 0xa0), origin);
      else readRelativeName(name.explicit('nameRelativeToCRLIssuer', 0xa1));
      name.end();
    }
    if (point.isNext(0x81)) point.any('reasons');
    if (point.isNext(0xa2)) readStrictGeneralNames(point.explicit('cRLIssuer', 0xa2), origin);
    point.end();
  }
}

function readRelativeName(name: BlockReader): void {
  while (name.hasMore) {
    const attribute = name.sequence('attribute');
    attribute.oid('type');
    attribute.any('value');
    attribute.end();
  }
}
