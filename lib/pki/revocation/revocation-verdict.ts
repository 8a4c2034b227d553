import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { OcspAnswer } from '#lib/pki/revocation/ocsp/ocsp-answer.ts';
import type { RevocationList, RevocationReason } from '#lib/pki/revocation/revocation-list.ts';

/** What counts where nothing can be had: `fail-open` lets people in, `fail-closed` does not; `off`: nobody looks. */
export type RevocationMode = 'off' | 'fail-open' | 'fail-closed';

/** Whatever there is; each is used for the authority it is of. */
export type RevocationEvidence = { readonly crls: readonly RevocationList[]; readonly ocsp: readonly OcspAnswer[] };

/** What a status was read from. Times in milliseconds since 1970. */
export type RevocationSource = {
  readonly kind: 'crl' | 'delta-crl' | 'ocsp';
  /** Who signed it, as a name (RFC 4514) or, of a responder that gives none, its key's digest. */
  readonly issuer: string;
  readonly thisUpdate: number;
  /** Until when it counts; absent: for ever. */
  readonly nextUpdate?: number;
};

/** What is known of one certificate below the root. */
export type RevocationStatus = {
  readonly depth: number;
  readonly certificate: Certificate;
  /** That of its issuer; under `off` nobody looked, and the status is `unknown`. */
  readonly mode: RevocationMode;
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Everything the status rests on: of `good` by lists for some reasons each, all of them. */
  readonly sources: readonly RevocationSource[];
  readonly revokedAt?: number;
  readonly reason?: RevocationReason;
  /** Why it is unknown, as a sentence for an administrator. */
  readonly detail?: string;
};

/** A certificate of which nothing told anything, and why, for an administrator. */
export type RevocationGap = { readonly depth: number; readonly certificate: Certificate; readonly detail: string };

export type RevocationVerdict =
  | {
      readonly accepted: true;
      /** One for each certificate below the root, the person's own first. */
      readonly statuses: readonly RevocationStatus[];
      /** What was not found out; empty unless the mode of an issuer is `fail-open`. */
      readonly gaps: readonly RevocationGap[];
    }
  | ({
      readonly accepted: false;
      readonly statuses: readonly RevocationStatus[];
      readonly depth: number;
      readonly certificate: Certificate;
      /** `RFC 5280 section 6.3.3`. */
      readonly paragraph: string;
      readonly message: string;
      readonly remedy: string;
    } & (
      | { readonly refusal: 'revoked'; readonly revokedAt?: number; readonly reason?: RevocationReason }
      | { readonly refusal: 'revocation-unknown'; readonly gaps: readonly RevocationGap[] }
    ));
