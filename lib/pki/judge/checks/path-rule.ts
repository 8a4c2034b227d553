import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import type { Refusal } from '#lib/pki/judge/verdict.ts';

/** What the certificate at depth 0 shall serve for. A signer signs revocation lists or OCSP answers; its own rules stand with those. */
export type PathPurpose =
  | { readonly kind: 'client' }
  /** `host`: a name or an address the certificate must be for; absent: any. `isPublic`: its authority is one that every browser trusts. */
  | { readonly kind: 'server'; readonly host?: string; readonly isPublic?: boolean }
  | { readonly kind: 'signer' };

/** To whom a refusal speaks: to the person whose certificate it is, or to an administrator. */
export type Voice = 'holder' | 'administrator';

/** A place in a path that is being judged. Depth 0 is the certificate that was presented, the last one is the trust anchor. */
export type PathPlace = {
  readonly path: readonly Certificate[];
  readonly depth: number;
  readonly certificate: Certificate;
  readonly isAnchor: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly purpose: PathPurpose;
  readonly voice: Voice;
};

export type RuleRefusal = {
  readonly refusal: Refusal;
  /** Where the rule is written: `RFC 5280 section 6.1.3 (a)(2)`. */
  readonly paragraph: string;
  readonly message: string;
  readonly remedy: string;
};

/** One rule of path validation (RFC 5280 section 6.1): what is wrong at this place, or nothing. */
export type PathRule = (place: PathPlace) => RuleRefusal | undefined;

/** The certificate as a sentence begins: for its holder, unless it says for whom. */
export function whose({
  certificate,
  depth,
  voice = 'holder',
}: Pick<PathPlace, 'certificate' | 'depth'> & { readonly voice?: Voice }): string {
  if (voice === 'administrator') return `The certificate of “${displayName(certificate)}”`;
  return depth === 0 ? 'Your certificate' : `The certificate of “${displayName(certificate)}”, above yours,`;
}

type Spoken = { readonly depth: number; readonly voice?: Voice };

/** For what a new certificate of the person's alone would not mend. */
export function tellAdministrator({ voice = 'holder' }: Pick<Spoken, 'voice'>): string {
  return voice === 'administrator'
    ? 'Issue by another authority, or have this one’s certificate issued anew.'
    : 'Tell your administrator; a new certificate for you alone would not help.';
}

/** What can be done: get another certificate, or have somebody repair the authority. */
export function remedyAt({ depth, voice = 'holder' }: Spoken): string {
  if (depth > 0) return tellAdministrator({ voice });
  return voice === 'administrator' ? 'Issue a new certificate.' : 'Ask your administrator for a new certificate.';
}
