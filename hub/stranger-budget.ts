/** Counts links that have not proved yet who they are, in all and per address. */
export type StrangerBudget = {
  /** Takes a place; undefined where none is free. The function returned gives it back, once. */
  readonly enter: (address: string) => (() => void) | undefined;
  readonly count: () => number;
};

export function createStrangerBudget(limits: {
  readonly maxStrangers: number;
  readonly maxStrangersPerAddress: number;
}): StrangerBudget {
  const perAddress = new Map<string, number>();
  let total = 0;
  return {
    enter: (address) => {
      const here = perAddress.get(address) ?? 0;
      if (total >= limits.maxStrangers || here >= limits.maxStrangersPerAddress) return undefined;
      total += 1;
      perAddress.set(address, here + 1);
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        total -= 1;
        const left = (perAddress.get(address) ?? 1) - 1;
        if (left === 0) perAddress.delete(address);
        else perAddress.set(address, left);
      };
    },
    count: () => total,
  };
}
