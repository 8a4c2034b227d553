/**
 * What a known connector may send: a bucket of tokens that refills (one for a frame and one more for each KiB of it). What answers
 * something Gatehouse wants is given back, so that an honest connector may be as busy as Gatehouse keeps it.
 */
export type FrameBudget = {
  /** Takes what a message costs; false where there is not enough left. */
  readonly spend: (bytes: number) => boolean;
  readonly giveBack: (bytes: number) => void;
};

export function createFrameBudget(
  limits: { readonly frameTokens: number; readonly frameTokensPerSecond: number },
  now: () => number = () => performance.now(),
): FrameBudget {
  let left = limits.frameTokens;
  let filledAt = now();
  const add = (tokens: number): void => {
    left = Math.min(limits.frameTokens, left + tokens);
  };
  return {
    spend: (bytes) => {
      const at = now();
      add(((at - filledAt) / 1000) * limits.frameTokensPerSecond);
      filledAt = at;
      left -= costOf(bytes);
      return left >= 0;
    },
    giveBack: (bytes) => add(costOf(bytes)),
  };
}

function costOf(bytes: number): number {
  return 1 + Math.floor(bytes / 1024);
}
