'use client';

import { useId } from 'react';
import { count } from '#components/words/count.ts';
import type { NumberLine, NumberLineBar } from '#lib/flow/number-line.ts';

const rowHeight = 26;
const barHeight = 22;

type NumberLineFigureProps = { line: NumberLine; family: 'IPv4' | 'IPv6' };

/** Where the networks of one family begin and end, a row for each depth; hatched where a narrower one goes before. */
export function NumberLineFigure({ line, family }: NumberLineFigureProps) {
  const id = useId();
  const hatch = useId();
  if (line.bars.length < 2) return null;
  const inner = line.bars.filter((bar) => bar.depth > 0 && !bar.isDuplicate).length;
  const isOne = inner === 1;
  return (
    <figure className="flex min-w-0 flex-col gap-1" aria-labelledby={id}>
      <figcaption id={id} className="text-xs text-muted">
        {family}: {count(line.bars.length, 'network')} in the order of their addresses, not to scale
        {inner > 0 &&
          `; ${inner} of them ${isOne ? 'lies' : 'lie'} within a broader one and ${isOne ? 'goes' : 'go'} before it (hatched)`}
      </figcaption>
      <svg className="block w-full" height={line.rows * rowHeight} aria-hidden="true">
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" className="fill-sunken" />
            <line y2="6" className="stroke-line-strong" strokeWidth="1.5" />
          </pattern>
        </defs>
        {line.bars.map((bar) => (
          <Bar key={bar.network} bar={bar} line={line} hatch={hatch} />
        ))}
      </svg>
      <p className="flex justify-between gap-4 font-mono text-2xs text-muted" aria-hidden="true">
        <span className="truncate">{line.ticks[0]?.address}</span>
        <span className="truncate">{line.ticks.at(-1)?.address ?? 'the last address'}</span>
      </p>
    </figure>
  );
}

function Bar({ bar, line, hatch }: { bar: NumberLineBar; line: NumberLine; hatch: string }) {
  const width = bar.end - bar.start;
  const taken = line.segments.filter(
    (one) => one.start >= bar.start && one.end <= bar.end && one.network !== bar.network && !bar.isDuplicate,
  );
  const name = bar.label === '' ? bar.block : bar.label;
  return (
    <svg
      x={percent(bar.start)}
      y={bar.depth * rowHeight}
      width={percent(width)}
      height={barHeight + 1}
      className={bar.isDuplicate ? 'text-bad' : 'text-accent'}
    >
      <title>{`${bar.block} ${bar.label}`}</title>
      <rect width="100%" height={barHeight} className={bar.isDuplicate ? 'fill-bad-soft' : 'fill-accent-soft'} />
      {taken.map((one) => (
        <rect
          key={one.start}
          x={percent((one.start - bar.start) / width)}
          width={percent((one.end - one.start) / width)}
          height={barHeight}
          fill={`url(#${hatch})`}
        />
      ))}
      <rect
        x="0.5"
        y="0.5"
        width="100%"
        height={barHeight}
        fill="none"
        stroke="currentColor"
        className="[width:calc(100%-1.5px)]"
      />
      {width > 0.04 && (
        <text x="6" y={barHeight / 2 + 4} className="fill-ink text-2xs">
          {name}
        </text>
      )}
    </svg>
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(4)}%`;
}
