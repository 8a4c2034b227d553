import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { RevocationVerdict } from '#lib/pki/revocation/revocation-verdict.ts';

/** Why a certificate is refused; stable names. */
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
  | 'malformed-extension'
  | 'name-not-permitted'
  | 'policy-not-allowed'
  | 'wrong-host'
  | 'departs-from-profile'
  | 'too-much-work'
  | 'issuer-name-differs'
  | 'ambiguous-issuer'
  | 'revoked'
  | 'revocation-unknown'
  | 'tls-disagrees';

/** Accepted, or refused with a named reason and the depth in the path where it arose (0 is the person's own certificate). */
export type Verdict =
  | {
      readonly accepted: true;
      readonly path: readonly Certificate[];
      /** What was found out about revocation, where it was asked for. */
      readonly revocation?: Extract<RevocationVerdict, { accepted: true }>;
    }
  | {
      readonly accepted: false;
      readonly refusal: Refusal;
      readonly depth: number;
      /** The certificate the refusal is about, where there is one. */
      readonly certificate?: Certificate;
      /** Where the rule is written: `RFC 5280 section 6.1.3 (a)(2)`. */
      readonly paragraph: string;
      /** What was found out about revocation, where it is what refused. */
      readonly revocation?: Extract<RevocationVerdict, { accepted: false }>;
      /** What is wrong, for the person who presented it. */
      readonly message: string;
      /** What to do, in one sentence. */
      readonly remedy: string;
    };
