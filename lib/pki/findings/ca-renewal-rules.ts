import { displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import type { CaCase, CaRule, PlacedAuthority } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';

type Renewals = Pick<CaCase, 'namesakes' | 'at'>;

/** The other certificates of an authority that lead to a root and are valid now: it was renewed or cross-certified, with its key or with another (RFC 4210 section 4.4). */
function otherCertificates(one: PlacedAuthority, { namesakes, at }: Renewals): readonly PlacedAuthority[] {
  return namesakes(one).filter(
    ({ certificate, isRooted }) =>
      certificate !== one.certificate && isRooted && certificate.notBefore <= at && at <= certificate.notAfter,
  );
}

/** Another certificate with the same name and key: every signature below the one verifies below the other (RFC 5280 section 6.1.3). */
export function equivalent(one: PlacedAuthority, renewals: Renewals): PlacedAuthority | undefined {
  return otherCertificates(one, renewals).find(
    ({ certificate }) => certificate.spkiFingerprint === one.certificate.spkiFingerprint,
  );
}

/**
 * What makes a certificate needless that has ended, or whose parent is missing: an equivalent one; where it has ended and nothing here hangs on its
 * key, any valid one of its authority.
 */
export function successor(one: PlacedAuthority, renewals: Renewals): PlacedAuthority | undefined {
  const hasEnded = one.certificate.notAfter < renewals.at;
  if (!hasEnded && one.isRooted) return undefined;
  const isLeftOver = hasEnded && one.children.length === 0;
  return equivalent(one, renewals) ?? (isLeftOver ? otherCertificates(one, renewals)[0] : undefined);
}

/** RFC 4210 section 4.4 has old and new certificates of an authority live side by side for a while; a left-over one harms nobody. */
export const caSuperseded: CaRule = ({ placed, namesakes, at }) =>
  placed.flatMap((one) => {
    const { certificate, missingParent } = one;
    const other = successor(one, { namesakes, at });
    if (other === undefined) return [];
    const name = displayName(certificate);
    const reason =
      certificate.notAfter < at
        ? `ended on ${dayText(certificate.notAfter)}`
        : `comes from ${missingParent ?? 'an authority'}, which is not here`;
    const message = `This certificate of ${name} ${reason}; another one of ${name}, valid until ${dayText(other.certificate.notAfter)}, is here too.`;
    return [aboutCertificate('CA-SUPERSEDED', certificate, message)];
  });
