import Link from 'next/link';
import type { HopReadiness } from '#components/flow/readiness.ts';
import { stateLooks } from '#components/flow/state-look.ts';
import { cn } from '#components/ui/cn.ts';
import type { FlowHop, HopKind } from '#lib/flow/flow-diagram.ts';

/** Where a lane begins and ends there is nothing that could be ready. */
const withoutState: ReadonlySet<HopKind> = new Set(['browser', 'signed-in', 'refused']);

type HopBoxProps = {
  hop: FlowHop;
  readiness: HopReadiness | undefined;
  connectionId: string;
  isLit: boolean;
  isDimmed: boolean;
};

/** One hop of the diagram: its title, its state, and the way to what it stands on. */
export function HopBox({ hop, readiness, connectionId, isLit, isDimmed }: HopBoxProps) {
  const look = cn(
    'nodrag nopan flex size-full flex-col justify-center gap-0.5 rounded-md border bg-surface px-1.5 text-center text-xs leading-4 text-ink transition-opacity',
    isLit ? 'border-accent' : 'border-line-strong/60',
    isDimmed && 'border-line text-muted',
  );
  const { icon: Icon, word, colour } = stateLooks[hop.readiness.state];
  if (withoutState.has(hop.kind)) {
    return (
      <div className={cn(look, 'border-dashed font-medium', hop.kind === 'refused' && 'text-bad')}>{hop.title}</div>
    );
  }
  const content = (
    <>
      <span className="line-clamp-2 font-medium text-balance">{hop.title}</span>
      <span className={cn('flex items-center justify-center gap-1 text-2xs', colour)}>
        <Icon aria-hidden="true" className="size-3 shrink-0" />
        <span className="truncate">{readiness?.short ?? word}</span>
        <span className="sr-only">
          , {word}. {hop.readiness.text}
        </span>
      </span>
    </>
  );
  if (readiness?.tab === undefined) {
    return (
      <div title={hop.readiness.text} className={look}>
        {content}
      </div>
    );
  }
  return (
    <Link
      href={`/connections/${connectionId}/${readiness.tab}`}
      title={hop.readiness.text}
      className={cn(look, 'pointer-events-auto hover:bg-hover')}
    >
      {content}
    </Link>
  );
}
