import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import type { DistributionPoint } from '#lib/pki/revocation/distribution-points.ts';
import { directoryPoint, type PointName } from '#lib/pki/revocation/point-names.ts';
import { allReasons, noReasons, type ReasonMask } from '#lib/pki/revocation/reason-mask.ts';
import type { RevocationList } from '#lib/pki/revocation/revocation-list.ts';

/**
 * For which reasons the list speaks of the certificate, by all of its distribution points together; none where the certificate is not in its scope.
 * RFC 5280 section 6.3.3 (b) and (d); the last point stands for lists that no point names: "assume a DP with both the reasons and the cRLIssuer
 * fields omitted and a distribution point name of the certificate issuer".
 */
export function listReasons(
  list: RevocationList,
  certificate: Certificate,
  points: readonly DistributionPoint[],
): ReasonMask {
  if (!isForKind(list, certificate)) return noReasons;
  const unnamed: DistributionPoint = { names: [directoryPoint(certificate.issuer)] };
  return [...points, unnamed].reduce((mask, point) => mask | reasonsAt(list, certificate, point), noReasons);
}

/** Section 6.3.3 (b)(2)(ii) to (iv). */
function isForKind({ scope }: RevocationList, { basicConstraints }: Certificate): boolean {
  if (scope === undefined) return true;
  const isAuthority = basicConstraints?.isAuthority === true;
  return (
    !(scope.isForUsersOnly && isAuthority) &&
    !(scope.isForAuthoritiesOnly && !isAuthority) &&
    !scope.isForAttributesOnly
  );
}

function reasonsAt({ issuer, scope }: RevocationList, certificate: Certificate, point: DistributionPoint): ReasonMask {
  // (b)(1): "If the DP includes cRLIssuer, then verify that the issuer field in the complete CRL matches cRLIssuer in the DP and that the complete
  // CRL contains an issuing distribution point extension with the indirectCRL boolean asserted."
  const isOfIssuer =
    point.crlIssuers === undefined
      ? isSameName(issuer, certificate.issuer)
      : scope?.isIndirect === true && isAnyOf([directoryPoint(issuer)], point.crlIssuers);
  if (!isOfIssuer) return noReasons;
  // (b)(2)(i): the names of the list's point against the names of the certificate's, or against its cRLIssuer where it has none.
  if (scope?.names !== undefined && !isAnyOf(scope.names, point.names ?? point.crlIssuers ?? [])) return noReasons;
  return (scope?.reasons ?? allReasons) & (point.reasons ?? allReasons);
}

function isAnyOf(some: readonly PointName[], others: readonly PointName[]): boolean {
  return some.some(({ key }) => others.some((other) => other.key === key));
}
