'use client';

import { useId } from 'react';
import type { NumberLine } from '#lib/flow/number-line.ts';

const width = 1000;
const rowHeight = 22;
const ownerHeight = 10;

type NumberLineFigureProps = { line: NumberLine; family: 'IPv4' | 'IPv6' };

/** Where the networks of one family begin and end, one row for each depth; the strip below shows which of them decides. */
export function NumberLineFigure({ line, family }: NumberLineFigureProps) {
  const id = useId();
  if (line.bars.length === 0) return null;
  const height = line.rows * rowHeight + ownerHeight + 6;
  const first = line.ticks[0]?.address;
  const last = line.ticks.at(-1)?.address ?? 'the end';
  const inner = line.bars.filter((bar) => bar.depth > 0 && !bar.isDuplicate).length;
  return (
    <figure className="flex min-w-0 flex-col gap-1" aria-labelledby={id}>
      <figcaption id={id} className="text-xs text-muted">
        {family}: {line.bars.length} networks in the order of their addresses, not to scale
        {inner > 0 && `; ${inner} of them lie within a broader one and go before it`}
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="block w-full"
        style={{ height }}
        aria-hidden="true"
      >
        {line.bars.map((bar) => {
          const x = bar.start * width;
          const barWidth = Math.max(2, (bar.end - bar.start) * width - 2);
          const isInner = bar.depth > 0;
          return (
            <rect
              key={bar.network}
              x={x + 1}
              y={bar.depth * rowHeight + 2}
              width={barWidth}
              height={rowHeight - 5}
              rx={2}
              className={
                bar.isDuplicate
                  ? 'fill-bad-soft stroke-bad'
                  : isInner
                    ? 'fill-accent stroke-accent'
                    : 'fill-accent-soft stroke-accent'
              }
              strokeWidth={1}
              vectorEffect="non-scaling-stroke"
            >
              <title>{`${bar.block}${bar.label === '' ? '' : ` ${bar.label}`}`}</title>
            </rect>
          );
        })}
        {line.segments.map((segment) => (
          <rect
            key={segment.start}
            x={segment.start * width}
            y={height - ownerHeight}
            width={(segment.end - segment.start) * width}
            height={ownerHeight - 4}
            className={
              segment.network === undefined
                ? 'fill-line'
                : (depthOf(line, segment.network) ?? 0) > 0
                  ? 'fill-accent'
                  : 'fill-accent-soft'
            }
          />
        ))}
      </svg>
      <p className="flex justify-between gap-4 font-mono text-2xs text-muted" aria-hidden="true">
        <span className="truncate">{first}</span>
        <span className="truncate">{last}</span>
      </p>
    </figure>
  );
}

function depthOf(line: NumberLine, network: number): number | undefined {
  return line.bars.find((bar) => bar.network === network)?.depth;
}
