import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import type { GivenFile, ReadFile } from '#components/pki-worker/pki-calls.ts';
import type { Settings } from '#lib/contracts/settings.ts';
import type { MappingSource } from '#lib/core/mapping-rule.ts';

export type JudgePresented = {
  /** DER, base64; the person's own certificate first. */
  readonly presented: readonly string[];
  readonly settings: Pick<Settings, 'caCertificates' | 'trust' | 'mapping' | 'mappingStrength'>;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** What one mapping rule makes of the certificate, before any directory is asked. */
export type RuleReading = {
  readonly source: MappingSource;
  readonly attribute: string;
  readonly isWeak: boolean;
  /** Why the rule cannot be used; absent where it can. */
  readonly problem?: string;
  readonly raw?: string;
  readonly normalised?: string;
  readonly filter?: string;
};

/** The verdict on what is presented, told to administrators; revocation is for connectors to look up. */
export type PresentedJudgement = {
  readonly verdict:
    | { readonly accepted: true }
    | {
        readonly accepted: false;
        readonly refusal: string;
        readonly depth: number;
        readonly message: string;
        readonly remedy: string;
        readonly paragraph: string;
      };
  /** The path where it is accepted, else as far as authorities lead. The person's own certificate first. */
  readonly chain: readonly CertificateFacts[];
  /** The issuer of the chain's last certificate, where it is not there. */
  readonly missing?: { readonly name: string; readonly keyId?: string };
  readonly rules: readonly RuleReading[];
};

/** What the dry run asks of the worker. */
export type DryRunCalls = {
  /** As readFiles, but keys are wiped at once: none is needed to present a certificate here. */
  readonly readCertificatesOnly: (files: readonly GivenFile[]) => Promise<readonly ReadFile[]>;
  readonly judgePresented: (input: JudgePresented) => Promise<PresentedJudgement>;
};
