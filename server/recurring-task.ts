export type RecurringTask = {
  /** No further turn begins; resolves when the one that runs is done. */
  readonly close: () => Promise<void>;
};

/** Does something again and again, one turn after the other; a turn that fails is told, and the next one comes all the same. */
export function repeatTask(
  everyMs: number,
  run: () => Promise<void>,
  onFailure: (cause: unknown) => void,
): RecurringTask {
  let turn: Promise<void> | undefined;
  const timer = setInterval(() => {
    turn ??= run()
      .catch(onFailure)
      .finally(() => {
        turn = undefined;
      });
  }, everyMs);
  return {
    close: async () => {
      clearInterval(timer);
      await turn;
    },
  };
}
