import type { Outcome } from '#lib/core/outcome.ts';

export type ExpiringCache<Value, Fault> = (
  key: string,
  make: () => Promise<Outcome<Value, Fault>>,
) => Promise<Outcome<Value, Fault>>;

/** Keeps what was found for `keepMs`, also while it is being found; what failed is not kept. The oldest goes first when it is full. */
export function createExpiringCache<Value, Fault>(
  keepMs: number,
  maxEntries: number,
  now: () => number,
): ExpiringCache<Value, Fault> {
  const kept = new Map<string, { readonly until: number; readonly found: Promise<Outcome<Value, Fault>> }>();
  return (key, make) => {
    if (keepMs === 0) return make();
    const known = kept.get(key);
    if (known !== undefined && now() < known.until) return known.found;
    const found = make();
    kept.delete(key);
    kept.set(key, { until: now() + keepMs, found });
    void found.then((outcome) => {
      if (!outcome.ok && kept.get(key)?.found === found) kept.delete(key);
    });
    for (const oldest of kept.keys()) {
      if (kept.size <= maxEntries) break;
      kept.delete(oldest);
    }
    return found;
  };
}
