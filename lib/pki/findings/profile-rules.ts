import type { Finding } from '#lib/core/finding.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { isPublicAuthority } from '#lib/pki/certificate/is-public-authority.ts';
import type { CaRule, SslRule } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';
import type { PkiFindingId } from '#lib/pki/findings/pki-finding-catalogue.ts';
import type { PathPlace } from '#lib/pki/judge/checks/path-rule.ts';
import { profileRules } from '#lib/pki/judge/profile/profile-rules.ts';

/** RFC 5280 section 4 as software that connects to hosts holds them to it. Serial numbers below zero, authorities as hosts and what issues without being an authority have findings of their own. */
export const sslProfile: SslRule = ({ ordered: { chain, missing }, at }) => {
  const top = chain.at(-1);
  const isPublic = top !== undefined && isPublicAuthority(top);
  const isRooted = missing === undefined && chain.length > 1;
  return chain.flatMap((certificate, depth) => {
    const place = { path: chain, depth, certificate, isAnchor: isRooted && depth === chain.length - 1, at };
    const isAuthority = certificate.basicConstraints?.isAuthority === true;
    const isSaid = certificate.isSerialNegative || isAuthority === (depth === 0);
    return isSaid ? [] : departure('SSL-PROFILE', { ...place, ...spoken(isPublic) });
  });
};

/** The same of authorities. Connectors accept their people nonetheless; other software may not. */
export const caProfile: CaRule = ({ placed, at }) =>
  placed.flatMap(({ certificate, above, isRoot }) => {
    const path: readonly Certificate[] = [certificate, certificate, ...above];
    if (certificate.isSerialNegative) return [];
    return departure('CA-PROFILE', { path, depth: 1, certificate, isAnchor: isRoot, at, ...spoken(false) });
  });

function spoken(isPublic: boolean): Pick<PathPlace, 'purpose' | 'voice'> {
  return { purpose: { kind: 'server', isPublic }, voice: 'administrator' };
}

function departure(id: PkiFindingId, place: PathPlace): readonly Finding[] {
  for (const rule of profileRules) {
    const refusal = rule(place);
    if (refusal === undefined) continue;
    return [aboutCertificate(id, place.certificate, `${refusal.message} (${refusal.paragraph})`)];
  }
  return [];
}
