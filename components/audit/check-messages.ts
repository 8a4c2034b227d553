import type { ChainPlace } from '#lib/core/audit-chain.ts';
import type { AuditVerdict } from '#lib/core/verify-audit.ts';

/** What the page asks of the worker, once: it ends with its answer. */
export type CheckQuestion = { readonly kept: ChainPlace | undefined };

export type CheckAnswer =
  | { readonly t: 'progress'; readonly entries: number; readonly total: number }
  /** `keyFingerprint`: SHA-256 of the key that the head is signed with, as connectors are shown it. */
  | { readonly t: 'verdict'; readonly verdict: AuditVerdict; readonly keyFingerprint: string }
  | { readonly t: 'problem'; readonly message: string };
