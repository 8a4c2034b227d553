/** Tells the others of a gap, again and again until it is out: something this process said may not have reached them. */
export type GapDebt = {
  readonly owe: () => void;
  readonly close: () => void;
};

const firstWaitMs = 100;
const longestWaitMs = 5_000;

export function createGapDebt(pay: () => Promise<void>): GapDebt {
  let waitMs = firstWaitMs;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const owe = (): void => {
    if (isClosed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      pay().then(
        () => {
          waitMs = firstWaitMs;
        },
        () => owe(),
      );
    }, waitMs);
    timer.unref();
    waitMs = Math.min(2 * waitMs, longestWaitMs);
  };
  return {
    owe,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
