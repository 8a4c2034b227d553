import type { PresentedJudgement } from '#components/pki-worker/dry-run-calls.ts';
import type { DryRunAnswer, DryRunSettings } from '#lib/contracts/dry-run.ts';
import type { FlowDecision } from '#lib/flow/decide-flow.ts';

/** Everything that was asked and found out, from which the answer is read. */
export type DryRunFindings = {
  readonly settings: DryRunSettings;
  /** Null where nothing runs yet, and for the draft. */
  readonly revision: number | null;
  /** Undefined where no address was given. */
  readonly decision: FlowDecision | undefined;
  /** When validity was judged, milliseconds since 1970. */
  readonly at: number;
  readonly isNow: boolean;
  readonly userName: string | undefined;
  /** Undefined where no certificate was given. */
  readonly judged: PresentedJudgement | undefined;
  /** `settings` have client certificates on. */
  readonly isCertificateOn: boolean;
  /** Undefined where there was nothing to ask a connector. */
  readonly live: DryRunAnswer | undefined;
};

/** `open`: not found out. `noted`: not reached, and told all the same. */
export type StepState = 'passed' | 'failed' | 'open' | 'noted';

/** `isProse`: a sentence, not something to be copied to the letter. */
export type Fact = { readonly label: string; readonly value: string; readonly isProse?: boolean };

/** One certificate of the chain as it is drawn. */
export type ChainLink = {
  readonly name: string;
  readonly detail: string;
  readonly state: 'good' | 'failing' | 'neutral' | 'missing';
  /** What is said of revocation; absent where nothing is. */
  readonly revocation?: string;
};

export type StepReading = {
  readonly id: 'network' | 'path' | 'revocation' | 'mapping' | 'directory' | 'account' | 'person';
  readonly title: string;
  readonly state: StepState;
  readonly sentence: string;
  readonly facts: readonly Fact[];
  readonly chain?: readonly ChainLink[];
};

/** The answer first, then the way to it; screen and report are made of this alone. */
export type DryRunReading = {
  /** `flow`: an address alone, so only its flow was decided. */
  readonly result: 'in' | 'refused' | 'open' | 'flow';
  readonly sentence: string;
  /** What holds beside it: of which settings, at what time, by whom. */
  readonly basis: readonly string[];
  /** Where browser and connector do not agree. */
  readonly disagreement: string | undefined;
  readonly steps: readonly StepReading[];
  /** What would have to change, one sentence each. */
  readonly changes: readonly string[];
};
