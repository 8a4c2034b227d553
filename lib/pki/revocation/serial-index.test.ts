import { describe, expect, it } from 'vitest';
import { serialIndex } from '#lib/pki/revocation/serial-index.ts';

function indexOf(serials: readonly (readonly number[])[]) {
  const octets = Uint8Array.from(serials.flat());
  return serialIndex(octets, serials.length, (add) => {
    let at = 0;
    for (const serial of serials) {
      add(at, at, at + serial.length);
      at += serial.length;
    }
  });
}

describe('serialIndex', () => {
  it('finds where each number stands', () => {
    const serials = Array.from({ length: 5_000 }, (_, at) => [0x40, at >> 8, at & 0xff]);
    const index = indexOf(serials);
    for (const [at, serial] of serials.entries())
      expect([...(index?.find(Uint8Array.from(serial)) ?? [])]).toContain(at * 3);
  });

  it('gives up where all numbers fall on one place, instead of taking ever longer', () => {
    expect(indexOf(Array.from({ length: 5_000 }, () => [0x40, 1, 2]))).toBeUndefined();
  });
});
