import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import type { Refusal } from '#lib/pki/judge/verdict.ts';

/** A place in a path that is being judged. Depth 0 is the person's own certificate, the last one is the trusted root. */
export type PathPlace = {
  readonly path: readonly Certificate[];
  readonly depth: number;
  readonly certificate: Certificate;
  readonly isAnchor: boolean;
  readonly at: number;
};

export type RuleRefusal = { readonly refusal: Refusal; readonly message: string; readonly remedy: string };

/** One rule of path validation (RFC 5280 section 6.1): what is wrong at this place, or nothing. */
export type PathRule = (place: PathPlace) => RuleRefusal | undefined;

/** The certificate as a sentence for its holder begins. */
export function whose({ certificate, depth }: Pick<PathPlace, 'certificate' | 'depth'>): string {
  return depth === 0 ? 'Your certificate' : `The certificate of “${displayName(certificate)}”, above yours,`;
}

const askForNewCertificate = 'Ask your administrator for a new certificate.';
export const tellAdministrator = 'Tell your administrator; a new certificate for you alone would not help.';

/** What a person can do: get another certificate, or have somebody repair the authority. */
export function remedyAt(depth: number): string {
  return depth === 0 ? askForNewCertificate : tellAdministrator;
}
