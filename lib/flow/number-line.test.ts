import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockContains, parseBlock } from '#lib/flow/block.ts';
import { numberLine } from '#lib/flow/number-line.ts';

function lineOf(...blocks: string[]) {
  return numberLine(blocks.map((block) => ({ block, label: '' })));
}

describe('numberLine', () => {
  test('is empty without networks', () => {
    expect(lineOf().v4).toEqual({ bars: [], segments: [], ticks: [], rows: 0 });
  });

  test('gives each distinct boundary one step, and the inner network what it takes over', () => {
    const { v4, v6 } = lineOf('24.1.0.0/16', '2001:db8::/32', '24.0.0.0/8', '30.0.0.0/8');
    expect(v6.bars.map(({ block, start, end }) => [block, start, end])).toEqual([['2001:db8::/32', 0, 1]]);
    expect(v4.ticks.map(({ address }) => address)).toEqual([
      '24.0.0.0',
      '24.1.0.0',
      '24.2.0.0',
      '25.0.0.0',
      '30.0.0.0',
      '31.0.0.0',
    ]);
    expect(v4.bars.map(({ network, start, end, depth }) => [network, start * 5, end * 5, depth])).toEqual([
      [2, 0, 3, 0],
      [0, 1, 2, 1],
      [3, 4, 5, 0],
    ]);
    expect(v4.segments.map(({ network, end }) => [network, Math.round(end * 5)])).toEqual([
      [2, 1],
      [0, 2],
      [2, 3],
      [undefined, 4],
      [3, 5],
    ]);
    expect(v4.rows).toBe(2);
  });

  test('reaches to the end of all addresses', () => {
    const { v4, v6 } = lineOf('0.0.0.0/0', '::/0');
    expect([v4.ticks, v6.ticks].map((ticks) => ticks.map(({ address }) => address))).toEqual([
      ['0.0.0.0', undefined],
      ['::', undefined],
    ]);
  });

  test('puts copies of a block below everything else, and leaves out what cannot be read', () => {
    const { v4 } = lineOf('10.0.0.0/8', '10.1.0.0/16', '10.0.0.0/8', 'office');
    expect(v4.bars.map(({ network, depth, isDuplicate }) => [network, depth, isDuplicate])).toEqual([
      [0, 0, false],
      [2, 2, true],
      [1, 1, false],
    ]);
    expect(v4.segments.map(({ network }) => network)).toEqual([0, 1, 0]);
  });

  test('never lets two bars of a row overlap, and gives every segment to the most specific network', () => {
    const block = fc
      .tuple(fc.constantFrom(0, 64, 128, 255), fc.constantFrom(0, 1, 128), fc.integer({ min: 0, max: 32 }))
      .map(([a, b, length]) => {
        const read = parseBlock(`${a}.${b}.0.0/${length}`);
        return read.ok ? `${a}.${b}.0.0/${length}` : `${a}.0.0.0/8`;
      });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 15 }), (blocks) => {
        const { bars, segments, rows } = lineOf(...blocks).v4;
        for (const bar of bars) {
          expect(bar.start).toBeLessThan(bar.end);
          expect(bar.depth).toBeLessThan(rows);
          const others = bars.filter((other) => other !== bar && other.depth === bar.depth);
          expect(others.every((other) => other.end <= bar.start || other.start >= bar.end)).toBe(true);
        }
        for (const { start, end, network } of segments) {
          const covering = bars.filter((bar) => bar.start <= start + 1e-9 && bar.end >= end - 1e-9);
          const isInnermost = covering.every((bar) => {
            const outer = parseBlock(bar.block);
            const inner = parseBlock(blocks[network ?? -1] ?? '');
            return outer.ok && inner.ok && blockContains(outer.value, inner.value);
          });
          expect(network === undefined ? covering.length === 0 : isInnermost).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
