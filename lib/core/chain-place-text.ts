import type { ChainPlace } from '#lib/core/audit-chain.ts';

/** How a head is copied, to be kept elsewhere: `812 9f86d0…`, the number of the last entry and its hash. */
export function chainPlaceText({ sequence, hash }: ChainPlace): string {
  return `${sequence} ${hash}`;
}

/** What was kept, with whatever stands around it; undefined where that is no number of at most 15 digits with a SHA-256 behind it. */
export function readChainPlaceText(text: string): ChainPlace | undefined {
  const found = /(?:^|[^0-9a-f])([1-9]\d{0,14})\D{1,20}?([0-9a-f]{64})(?![0-9a-f])/i.exec(text.slice(0, 1_000));
  const [, sequence, hash] = found ?? [];
  return sequence === undefined || hash === undefined
    ? undefined
    : { sequence: Number(sequence), hash: hash.toLowerCase() };
}
