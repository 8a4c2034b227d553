import type { Outcome } from '#lib/core/outcome.ts';

export type ExpiringCache<Value, Fault> = (
  key: string,
  make: () => Promise<Outcome<Value, Fault>>,
) => Promise<Outcome<Value, Fault>>;

/** Keeps what was found for `keepMs`, also while it is being found; what failed, or was thrown, is not kept. The oldest goes first when it is full. */
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
    const forget = () => {
      if (kept.get(key)?.found === found) kept.delete(key);
    };
    void found.then(({ ok }) => {
      if (!ok) forget();
    }, forget);
    for (const oldest of kept.keys()) {
      if (kept.size <= maxEntries) break;
      kept.delete(oldest);
    }
    return found;
  };
}
