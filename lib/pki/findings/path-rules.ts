import { purpose as purposes } from '#lib/pki/certificate/purposes.ts';
import type { SslRule } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';
import type { PathPurpose, RuleRefusal } from '#lib/pki/judge/checks/path-rule.ts';
import { pathRulesFor } from '#lib/pki/judge/checks/path-rules.ts';
import { checkPolicies } from '#lib/pki/judge/policies/check-policies.ts';
import type { Refusal } from '#lib/pki/judge/verdict.ts';

const purpose: PathPurpose = { kind: 'server' };
const { serverAuth } = purposes;

/** What other findings say, with more about hosts and browsers. */
const saidElsewhere: ReadonlySet<Refusal> = new Set<Refusal>([
  'expired',
  'not-yet-valid',
  'wrong-host',
  'weak-signature',
  'weak-key',
  'unsupported-algorithm',
  'departs-from-profile',
]);

/**
 * The path as clients judge it (RFC 5280 section 6.1), up to its root or as far as it is there: path lengths, name constraints, policies, purposes of the authorities
 * and the rest of what ends a path. One finding for each certificate.
 */
export const sslPath: SslRule = ({ ordered: { chain, missing }, at }) => {
  const isForServers = chain[0]?.extendedKeyUsage?.includes(serverAuth) !== false;
  const isSaid = ({ refusal }: RuleRefusal, depth: number) =>
    saidElsewhere.has(refusal) ||
    (depth === 0 && (refusal === 'wrong-key-usage' || (refusal === 'wrong-purpose' && !isForServers)));
  const found = chain.flatMap((certificate, depth) => {
    const isAnchor = missing === undefined && depth === chain.length - 1;
    const place = { path: chain, depth, certificate, isAnchor, at, purpose, voice: 'administrator' as const };
    for (const rule of pathRulesFor(purpose)) {
      const refusal = rule(place);
      if (refusal !== undefined && !isSaid(refusal, depth)) return [{ certificate, refusal }];
    }
    return [];
  });
  // What stands last is left out there, as the anchor; where the root is not there, something has to stand in for it.
  const unfit = checkPolicies(missing === undefined ? chain : [...chain, ...chain.slice(-1)], {}, 'administrator');
  const certificate = chain[unfit?.depth ?? -1];
  const all = unfit === undefined || certificate === undefined ? found : [...found, { certificate, refusal: unfit }];
  return all.map(({ certificate: about, refusal: { message, paragraph, remedy } }) =>
    aboutCertificate('SSL-PATH', about, `${message} (${paragraph})`, remedy),
  );
};
