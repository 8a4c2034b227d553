import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import type { PathPurpose, Voice } from '#lib/pki/judge/checks/path-rule.ts';
import type { PolicyInputs } from '#lib/pki/judge/policies/check-policies.ts';
import type { RevocationEvidence, RevocationMode } from '#lib/pki/revocation/revocation-verdict.ts';

/** Where revocation is asked about: only for a path on which everything else holds, since whoever made it chose the addresses in it. */
export type RevocationPort = {
  /** Of what this authority issued. */
  readonly modeOf: (issuer: Certificate) => RevocationMode;
  readonly gather: (path: readonly Certificate[]) => Promise<RevocationEvidence>;
  /** The moment that lists and answers are held against, where it is another one. */
  readonly at?: number;
};

/** What a connector, the console or a script knows when it judges a certificate. */
export type JudgeCase = {
  /** As TLS brought them: the certificate itself first, then what was sent along. */
  readonly presented: readonly Certificate[];
  /** Those who are trusted. */
  readonly authorities: readonly Certificate[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly purpose: PathPurpose;
  /** To whom a refusal speaks; the holder unless said. */
  readonly voice?: Voice;
  /** Whether an authority that is not self-signed may end a path. */
  readonly partialChains?: boolean;
  readonly policies?: PolicyInputs;
  /** Certificates between the first one and the anchor; self-issued ones do not count. */
  readonly maxIntermediates?: number;
  readonly revocation?: RevocationPort;
};
