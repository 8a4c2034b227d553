import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import type { Certificate, DistinguishedName } from '#lib/pki/certificate/certificate.ts';
import { type PointName, readPointName, readPointNames } from '#lib/pki/revocation/point-names.ts';
import { type ReasonMask, readReasonMask } from '#lib/pki/revocation/reason-mask.ts';

/** Where a list is that a certificate would be on, and which (RFC 5280 section 4.2.1.13). */
export type DistributionPoint = {
  /** Names of one and the same point; absent where the list is told by its issuer alone. */
  readonly names?: readonly PointName[];
  /** The reasons that list is for; absent: all. */
  readonly reasons?: ReasonMask;
  /** Who signs the list; absent: who issued the certificate. */
  readonly crlIssuers?: readonly PointName[];
};

const crlDistributionPoints = '2.5.29.31';
const freshestCrl = '2.5.29.46';

/** The distribution points of a certificate: none where the extension is absent, undefined where it cannot be read. */
export function distributionPoints(
  certificate: Pick<Certificate, 'extensions' | 'issuer'>,
): readonly DistributionPoint[] | undefined {
  return pointsIn(certificate, crlDistributionPoints);
}

/** Where lists of changes are published, RFC 5280 section 4.2.1.15. */
export function freshestPoints(
  certificate: Pick<Certificate, 'extensions' | 'issuer'>,
): readonly DistributionPoint[] | undefined {
  return pointsIn(certificate, freshestCrl);
}

function pointsIn(
  { extensions = [], issuer }: Pick<Certificate, 'extensions' | 'issuer'>,
  oid: string,
): readonly DistributionPoint[] | undefined {
  const extension = extensions.find((one) => one.oid === oid);
  if (extension === undefined) return [];
  try {
    return readDistributionPoints(extension.value, issuer);
  } catch (error) {
    if (error instanceof EncodingFault) return undefined;
    throw error;
  }
}

/**
 * ```asn1
 * CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint
 * DistributionPoint ::= SEQUENCE { distributionPoint [0] DistributionPointName OPTIONAL, reasons [1] ReasonFlags OPTIONAL, cRLIssuer [2] GeneralNames OPTIONAL }
 * ```
 */
export function readDistributionPoints(
  value: Uint8Array<ArrayBuffer>,
  issuer: DistinguishedName,
): readonly DistributionPoint[] {
  const origin = value.byteOffset;
  const parsed = parseAsn1(value, 'DER');
  if (!parsed.ok) throw new EncodingFault(parsed.problem.message, 'cRLDistributionPoints', parsed.problem.offset);
  const list = new BlockReader(parsed.value, 'cRLDistributionPoints', origin);
  const points: DistributionPoint[] = [];
  while (list.hasMore) {
    const point = list.sequence('distributionPoint');
    const name = point.isNext(0xa0) ? point.explicit('distributionPoint', 0xa0) : undefined;
    const reasons = point.isNext(0x81) ? { reasons: readReasonMask(point, 'reasons') } : {};
    const crlIssuers = point.isNext(0xa2) ? readPointNames(point.explicit('cRLIssuer', 0xa2), origin) : undefined;
    point.end();
    const signers = crlIssuers?.flatMap(({ directory }) => directory ?? []) ?? [issuer];
    points.push({
      ...(name === undefined ? {} : { names: readPointName(name, signers, origin) }),
      ...reasons,
      ...(crlIssuers === undefined ? {} : { crlIssuers }),
    });
  }
  return points;
}
