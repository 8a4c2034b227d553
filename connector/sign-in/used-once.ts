export type UsedOnce = {
  /** `again`: it was used and could still be used; `full`: more are open than can be remembered. */
  readonly use: (id: string, until: number) => 'first' | 'again' | 'full';
};

const mostRemembered = 100_000;

/** Remembers ids until they could not be used anyway. Times in milliseconds since 1970. */
export function usedOnce(now: () => number, most = mostRemembered): UsedOnce {
  const used = new Map<string, number>();

  function forget(): void {
    const at = now();
    for (const [id, until] of used) if (until < at) used.delete(id);
  }

  // Looking through all of them each time would let many open ids slow each sign-in down.
  let forgetAt = 1_024;
  return {
    use: (id, until) => {
      if (used.has(id)) return 'again';
      if (used.size >= Math.min(forgetAt, most)) {
        forget();
        forgetAt = Math.max(1_024, used.size * 2);
      }
      if (used.size >= most) return 'full';
      used.set(id, until);
      return 'first';
    },
  };
}
