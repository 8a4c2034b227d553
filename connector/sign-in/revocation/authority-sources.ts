import type { AnswerSource } from '#connector/sign-in/revocation/keep-answers.ts';
import type { ListSource } from '#connector/sign-in/revocation/keep-lists.ts';
import { placesOf } from '#connector/sign-in/revocation/places-of.ts';
import type { RevocationPlan } from '#connector/sign-in/revocation/revocation-plan.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { isSameName } from '#lib/pki/path/same-name.ts';
import { verifySignature } from '#lib/pki/path/verify-signature.ts';

/** A CA certificate, and the one of those accepted that issued it: it names where lists of its issuer are. */
export type IssuedAuthority = { readonly certificate: Certificate; readonly issuer: Certificate };

/** Bounds the signatures that are checked: among so many accepted authorities a few share a name. */
const maxCandidates = 8;

export async function issuedAuthorities(authorities: readonly Certificate[]): Promise<readonly IssuedAuthority[]> {
  const found: IssuedAuthority[] = [];
  for (const certificate of authorities) {
    const candidates = authorities.filter((one) => isSameName(one.subject, certificate.issuer)).slice(0, maxCandidates);
    for (const issuer of candidates) {
      if ((await verifySignature(certificate, issuer)) !== 'good') continue;
      found.push({ certificate, issuer });
      break;
    }
  }
  return found;
}

/** Every address of a list that is known before anybody signs in. */
export function listSourcesOf(
  authorities: readonly Certificate[],
  issued: readonly IssuedAuthority[],
  plan: RevocationPlan,
): readonly ListSource[] {
  const configured = authorities.flatMap((issuer): ListSource[] => {
    const { mode, source } = plan.ruleOf(issuer);
    if (mode === 'off' || source.kind !== 'url') return [];
    const { crlUrl, deltaUrl } = source;
    return [
      { kind: 'crl', url: crlUrl, issuer },
      ...(deltaUrl === undefined ? [] : [{ kind: 'delta', url: deltaUrl, issuer } as const]),
    ];
  });
  const named = issued.flatMap(({ certificate, issuer }): ListSource[] => {
    const { mode, source } = plan.ruleOf(issuer);
    if (mode === 'off' || source.kind !== 'certificate') return [];
    const { points, deltas } = placesOf(certificate, source);
    return [
      ...points.flat().map((url) => ({ kind: 'crl', url, issuer }) as const),
      ...deltas.map((url) => ({ kind: 'delta', url, issuer }) as const),
    ];
  });
  return [...configured, ...named];
}

/** Responders that can be asked about accepted authorities themselves. */
export function answerSourcesOf(issued: readonly IssuedAuthority[], plan: RevocationPlan): readonly AnswerSource[] {
  return issued.flatMap(({ certificate, issuer }) => {
    const { mode, source } = plan.ruleOf(issuer);
    // A root that issued itself answers for itself; nobody asks it.
    if (mode === 'off' || certificate.spkiFingerprint === issuer.spkiFingerprint) return [];
    return placesOf(certificate, source).responders.map((url) => ({ url, certificate, issuer }));
  });
}
