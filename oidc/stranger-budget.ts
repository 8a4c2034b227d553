import { addressBlock } from '#lib/services/address-block.ts';

export type StrangerLimits = {
  /** What one network address may ask at once, and per second after that: behind one a whole site may begin its day. */
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Network addresses that are remembered; the one that asked least recently is forgotten first. */
  readonly addresses: number;
};

/**
 * Ten thousand people behind one address, each opening a few applications within the same half hour, ask some 60,000 times: that must pass.
 * What a stranger can leave behind at this rate is forgotten again after a few days (lib/services/sign-in/remove-old-sign-ins.ts).
 */
export const strangerLimits: StrangerLimits = { requests: 20_000, requestsPerSecond: 40, addresses: 20_000 };

/**
 * What people may ask before they have shown who they are: each such request writes rows. A bucket of requests for each network address
 * (for IPv6 its /64), that refills.
 */
export type StrangerBudget = {
  /**
   * False where too much was asked. Frames and images (`isPage` false) have a bucket of their own: a strange page that somebody opened can
   * ask for thousands of them, and must not keep everybody at the same network address from signing in.
   */
  readonly spend: (address: string, isPage: boolean) => boolean;
};

type Bucket = { readonly left: number; readonly filledAt: number; readonly isTold: boolean };

/** `onEmpty` hears of an address once, until its bucket was full again. */
export function createStrangerBudget(
  limits: StrangerLimits,
  onEmpty: (block: string) => void,
  now: () => number = () => performance.now(),
): StrangerBudget {
  const buckets = new Map<string, Bucket>();
  return {
    spend: (address, isPage) => {
      const block = isPage ? addressBlock(address) : `${addressBlock(address)} (frames)`;
      const at = now();
      const { left, isTold } = fill(buckets.get(block), at);
      const isAllowed = left >= 1;
      // Maps keep the order of insertion, so who asked last stands last.
      buckets.delete(block);
      buckets.set(block, { left: isAllowed ? left - 1 : left, filledAt: at, isTold: isTold || !isAllowed });
      const [oldest] = buckets.keys();
      if (buckets.size > limits.addresses && oldest !== undefined) buckets.delete(oldest);
      if (!isAllowed && !isTold) onEmpty(block);
      return isAllowed;
    },
  };

  function fill(known: Bucket | undefined, at: number): Bucket {
    const full = { left: limits.requests, filledAt: at, isTold: false };
    if (known === undefined) return full;
    const left = known.left + ((at - known.filledAt) / 1000) * limits.requestsPerSecond;
    return left >= limits.requests ? full : { ...known, left };
  }
}
