import * as wire from '#lib/wire/limits.ts';

/** What a link may cost, and how often the hub tells services what happened. */
export type HubLimits = {
  readonly maxHelloBytes: number;
  readonly helloTimeoutMs: number;
  readonly maxStrangers: number;
  readonly maxStrangersPerAddress: number;
  readonly maxConnectorFrameBytes: number;
  /** What may wait for a connector that does not read, before its link is given up. */
  readonly maxWaitingBytes: number;
  /** What a known connector may send unasked (frame-budget.ts): at once, and per second after that. */
  readonly frameTokens: number;
  readonly frameTokensPerSecond: number;
  /** Questions open on one link. */
  readonly maxOpenQuestions: number;
  /** What may wait in front of a question: a revision that is on its way, no more. */
  readonly maxWaitingBeforeQuestionBytes: number;
  /** Assertions of one link that services look at at once. */
  readonly maxAssertionsInWork: number;
  /** Pages hear of a connection's connectors changing state at most this often. */
  readonly stateEventEveryMs: number;
  readonly pingAfterMs: number;
  readonly silentAfterMs: number;
  /** How long a link may take to close in order. */
  readonly closingMs: number;
  /** Arrivals, answers and departures within this time are recorded together. */
  readonly recordEveryMs: number;
  /** After a failed record or announcement. */
  readonly retryAfterMs: number;
  /** Within this time, arriving connectors of a connection share one look at what is published. */
  readonly publishedFreshMs: number;
  /** How often a process among several says that it is there, and after which silence the others take it for dead. */
  readonly beatEveryMs: number;
  readonly deadAfterMs: number;
};

export const hubLimits: HubLimits = {
  maxHelloBytes: wire.maxHelloBytes,
  helloTimeoutMs: wire.helloTimeoutMs,
  maxStrangers: wire.maxStrangers,
  maxStrangersPerAddress: wire.maxStrangersPerAddress,
  maxConnectorFrameBytes: wire.maxConnectorFrameBytes,
  maxWaitingBytes: 2 * wire.maxHubFrameBytes,
  frameTokens: wire.frameTokens,
  frameTokensPerSecond: wire.frameTokensPerSecond,
  maxOpenQuestions: wire.maxOpenQuestions,
  maxWaitingBeforeQuestionBytes: wire.maxHubFrameBytes + wire.maxConnectorFrameBytes,
  maxAssertionsInWork: wire.maxAssertionsInWork,
  stateEventEveryMs: 500,
  pingAfterMs: wire.pingAfterMs,
  silentAfterMs: wire.silentAfterMs,
  closingMs: 1_000,
  recordEveryMs: 20,
  retryAfterMs: 1_000,
  publishedFreshMs: 500,
  beatEveryMs: 2_000,
  deadAfterMs: 8_000,
};
