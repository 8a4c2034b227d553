import type { Method } from '#lib/flow/flow-settings.ts';
import type { ChangeKind, FlowPair } from '#lib/flow/what-if.ts';
import type { CertificateCause } from '#lib/flow/what-if-certificate.ts';

export type ChangeCause = 'flow' | CertificateCause;

/** One line of a list: a person or an address. */
export type Listed = {
  readonly name: string;
  readonly signIns: number;
  readonly attempts: number;
  readonly lastAt: number | null;
};

export type WhatIfChange = {
  readonly kind: ChangeKind;
  readonly cause: ChangeCause;
  /** The authority or the rule that is gone. */
  readonly detail: string;
  readonly lost: readonly Method[];
  readonly running: FlowPair['running'];
  readonly draft: FlowPair['draft'];
  readonly signIns: number;
  readonly attempts: number;
  readonly lastAt: number | null;
  /** Sign-ins and attempts to which an older revision had given other methods than what runs. */
  readonly decidedOtherwise: number;
  /** Lists hold the latest first; they may be shorter than the counts say. */
  readonly people: { readonly count: number; readonly listed: readonly Listed[] };
  /** People beside those, whom it concerns only by a certificate that they came with before their last one. */
  readonly byOlderCertificate: number;
  readonly addresses: { readonly count: number; readonly listed: readonly Listed[] };
};

/** Different people; each counts where it is worst for them, by the certificate they came with last. */
export type PeopleCounts = Readonly<Record<ChangeKind, number>> & { readonly total: number };

export type WhatIfAnswer = {
  /** The most severe first, then those of most people. */
  readonly changes: readonly WhatIfChange[];
  /** Changes beyond those listed. */
  readonly moreChanges: number;
  readonly people: PeopleCounts;
  /** Different addresses, how many of them change, and for how many that may be the worst. */
  readonly addresses: {
    readonly total: number;
    readonly changed: number;
    readonly refused: number;
    readonly mayBeRefused: number;
  };
  readonly signIns: number;
  readonly attempts: number;
  /** Of those, what the draft changes nothing for. */
  readonly unchanged: { readonly signIns: number; readonly attempts: number };
  /** Addresses of the log that cannot be read; no decision can be made for them. */
  readonly unreadable: number;
};
