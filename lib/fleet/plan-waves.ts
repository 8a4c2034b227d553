/** How a revision goes out: who is first, and in what shares the others follow. */
export type WaveWish = {
  /** Ids of the connectors that take it first; empty: the first share begins. */
  readonly canary: readonly string[];
  /** Parts of all others that are to have it after each wave, in percent, rising; what is left at the end is the last wave. */
  readonly shares: readonly number[];
};

/**
 * Each connector in exactly one wave, in the order given; waves that would be empty are left out. A share is rounded up, so that each
 * reaches somebody. One pass over the connectors.
 */
export function planWaves(connectors: readonly string[], { canary, shares }: WaveWish): string[][] {
  const first = new Set(canary);
  const others = connectors.filter((id) => !first.has(id));
  const ends = [...shares.map((share) => Math.ceil((others.length * share) / 100)), others.length];
  const waves = [connectors.filter((id) => first.has(id))];
  let from = 0;
  for (const end of ends) {
    waves.push(others.slice(from, Math.max(from, end)));
    from = Math.max(from, end);
  }
  return waves.filter((wave) => wave.length > 0);
}
