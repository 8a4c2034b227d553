import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import { equivalent, successor } from '#lib/pki/findings/ca-renewal-rules.ts';
import type { CaRule, SslRule } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';

const day = 86_400_000;
/** How long before its end a certificate is spoken of; the last third of those that live shorter, which are renewed by machines (RFC 8555). */
const soonDays = 30;

function soonFor({ notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>): number {
  return Math.min(soonDays, (notAfter - notBefore) / day / 3);
}

/** Whether a certificate is valid (RFC 5280 section 4.1.2.5), and for how many whole days more. */
function validityOf(
  certificate: Pick<Certificate, 'notBefore' | 'notAfter'>,
  at: number,
): { readonly state: 'not-yet-valid' | 'valid' | 'ends-soon' | 'expired'; readonly daysLeft: number } {
  const { notBefore, notAfter } = certificate;
  const daysLeft = Math.floor((notAfter - at) / day);
  if (at > notAfter) return { state: 'expired', daysLeft };
  if (at < notBefore) return { state: 'not-yet-valid', daysLeft };
  return { state: daysLeft < soonFor(certificate) ? 'ends-soon' : 'valid', daysLeft };
}

function inDays(days: number): string {
  if (days < 1) return 'within a day';
  return days === 1 ? 'in one day' : `in ${days} days`;
}

/** RFC 5280 section 4.1.2.5, for the host's certificate and those sent with it. */
export const sslValidity: SslRule = ({ ordered, at }) =>
  ordered.chain.flatMap((certificate, depth) => {
    const { state, daysLeft } = validityOf(certificate, at);
    const name = displayName(certificate);
    const end = dayText(certificate.notAfter);
    // Devices look at their own copy of a root, never at the one that is sent.
    const isRoot = depth > 0 && ordered.missing === undefined && depth === ordered.chain.length - 1;
    if (isRoot && state !== 'expired') return [];
    if (isRoot) {
      const message = `The root ${name} that is sent along ended on ${end}; devices that have no newer one refuse the connection.`;
      return [aboutCertificate('SSL-ROOT-EXPIRED', certificate, message)];
    }
    if (state === 'expired')
      return [aboutCertificate('SSL-EXPIRED', certificate, `${name} ended on ${end}; browsers stop with a warning.`)];
    if (state === 'ends-soon')
      return [aboutCertificate('SSL-EXPIRES-SOON', certificate, `${name} ends ${inDays(daysLeft)}, on ${end}.`)];
    if (state === 'valid') return [];
    const start = dayText(certificate.notBefore);
    return [aboutCertificate('SSL-NOT-YET-VALID', certificate, `${name} is valid from ${start} on, not yet today.`)];
  });

/** RFC 5280 section 4.1.2.5, for authorities: section 6.1.3 (a)(2) holds everything below to it. */
export const caValidity: CaRule = ({ placed, namesakes, at }) =>
  placed.flatMap((one) => {
    const { certificate } = one;
    const { state, daysLeft } = validityOf(certificate, at);
    const renewal = state === 'expired' ? successor(one, { namesakes, at }) : equivalent(one, { namesakes, at });
    if (renewal !== undefined && renewal.certificate.notAfter > certificate.notAfter) return [];
    if (renewal !== undefined && state === 'not-yet-valid') return [];
    const name = displayName(certificate);
    const end = dayText(certificate.notAfter);
    const refused = 'people with certificates from it';
    if (state === 'expired')
      return [aboutCertificate('CA-EXPIRED', certificate, `${name} ended on ${end}; ${refused} are refused.`)];
    if (state === 'ends-soon')
      return [
        aboutCertificate(
          'CA-EXPIRES-SOON',
          certificate,
          `${name} ends ${inDays(daysLeft)}, on ${end}; ${refused} will be refused from then on.`,
        ),
      ];
    if (state === 'valid') return [];
    const start = dayText(certificate.notBefore);
    return [
      aboutCertificate(
        'CA-NOT-YET-VALID',
        certificate,
        `${name} is valid from ${start} on; until then ${refused} are refused.`,
      ),
    ];
  });

/** RFC 5280 section 6.1.3 (a)(2): a path is valid only while every certificate in it is. */
export const caOutlived: CaRule = ({ placed, namesakes, at }) =>
  placed.flatMap((one) => {
    const { certificate } = one;
    const [parent] = one.above;
    if (parent === undefined || certificate.notAfter <= parent.notAfter) return [];
    const other = equivalent(one, { namesakes, at });
    if (other !== undefined && other.certificate.notAfter >= certificate.notAfter) return [];
    const name = displayName(certificate);
    const message = `${name} lasts until ${dayText(certificate.notAfter)}, but ${displayName(parent)} above it ends on ${dayText(parent.notAfter)}; from then on people with certificates from ${name} will be refused.`;
    return [aboutCertificate('CA-OUTLIVED', certificate, message)];
  });

const appleDays = 825;
const appleSince = Date.UTC(2019, 6, 1);

/** Apple support article 103769: TLS server certificates issued since July 2019 "must have a validity period of 825 days or fewer". */
export const sslLongLived: SslRule = ({ leaf }) => {
  const days = Math.floor((leaf.notAfter - leaf.notBefore) / day);
  if (leaf.notBefore < appleSince || days <= appleDays) return [];
  const message = `${displayName(leaf)} is valid for ${days} days; Apple devices refuse server certificates of more than ${appleDays}.`;
  return [aboutCertificate('SSL-LONG-LIVED', leaf, message)];
};
