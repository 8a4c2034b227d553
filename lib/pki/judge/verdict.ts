import type { Certificate } from '#lib/pki/certificate/certificate.ts';

/** Why a client certificate is refused; stable names. */
export type Refusal =
  | 'no-certificate'
  | 'unreadable'
  | 'expired'
  | 'not-yet-valid'
  | 'unknown-authority'
  | 'broken-signature'
  | 'unsupported-algorithm'
  | 'weak-signature'
  | 'weak-key'
  | 'not-an-authority'
  | 'path-too-long'
  | 'wrong-key-usage'
  | 'wrong-purpose'
  | 'unknown-critical-extension'
  | 'revoked'
  | 'revocation-unknown'
  | 'tls-disagrees';

/** Accepted, or refused with a named reason and the depth in the path where it arose (0 is the person's own certificate). */
export type Verdict =
  | { readonly accepted: true; readonly path: readonly Certificate[] }
  | {
      readonly accepted: false;
      readonly refusal: Refusal;
      readonly depth: number;
      /** The certificate the refusal is about, where there is one. */
      readonly certificate?: Certificate;
      /** What is wrong, for the person who presented it. */
      readonly message: string;
      /** What to do, in one sentence. */
      readonly remedy: string;
    };
