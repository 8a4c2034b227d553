import Link from 'next/link';
import type { HopLook } from '#components/flow/hop-look.ts';
import { cn } from '#components/ui/cn.ts';
import type { FlowHop, HopKind } from '#lib/flow/flow-diagram.ts';

/** Where a lane begins and ends there is nothing that could be ready. */
const withoutState: ReadonlySet<HopKind> = new Set(['browser', 'signed-in', 'refused']);

type HopBoxProps = {
  hop: FlowHop;
  look: HopLook;
  connectionId: string;
  isLit: boolean;
  isDimmed: boolean;
};

/** One hop of the diagram: its title, its state, and the way to what it stands on. */
export function HopBox({ hop, look, connectionId, isLit, isDimmed }: HopBoxProps) {
  const box = cn(
    'nodrag nopan flex size-full flex-col justify-center gap-0.5 rounded-md border bg-surface px-1.5 text-center text-xs leading-4 text-ink transition-opacity',
    isLit ? 'border-accent' : 'border-line-strong/60',
    isDimmed && 'border-line text-muted',
    look.frame,
  );
  const { icon: Icon, word, colour, short, text, tab } = look;
  if (withoutState.has(hop.kind)) {
    return (
      <div className={cn(box, 'border-dashed font-medium', hop.kind === 'refused' && 'text-bad')}>{hop.title}</div>
    );
  }
  const content = (
    <>
      <span className="line-clamp-2 font-medium text-balance">{hop.title}</span>
      <span className={cn('flex items-center justify-center gap-1 text-2xs', colour)}>
        <Icon aria-hidden="true" className="size-3 shrink-0" />
        <span className="truncate">{short}</span>
        <span className="sr-only">
          , {word}. {text}
        </span>
      </span>
    </>
  );
  if (tab === undefined) {
    return (
      <div title={text} className={box}>
        {content}
      </div>
    );
  }
  return (
    <Link
      href={`/connections/${connectionId}/${tab}`}
      title={text}
      className={cn(box, 'pointer-events-auto hover:bg-hover')}
    >
      {content}
    </Link>
  );
}
