import Link from 'next/link';
import type { ReactNode } from 'react';
import type { HopReadiness } from '#components/flow/readiness.ts';
import { stateLooks } from '#components/flow/state-look.ts';
import type { FlowHop } from '#lib/flow/flow-diagram.ts';

type HopMarkProps = { hop: FlowHop; readiness: HopReadiness | undefined; connectionId: string };

/** A hop in a line of text: its state, its title, and the way to what it stands on. */
export function HopMark({ hop, readiness, connectionId }: HopMarkProps): ReactNode {
  const { icon: Icon, word, colour } = stateLooks[hop.readiness.state];
  const content = (
    <>
      <Icon aria-hidden="true" className={`size-4 shrink-0 ${colour}`} />
      {hop.title}
      <span className="sr-only">
        , {word}: {hop.readiness.text}
      </span>
    </>
  );
  const look = 'flex items-center gap-1 rounded-sm px-1 py-0.5';
  if (readiness?.tab === undefined) {
    return (
      <span title={hop.readiness.text} className={look}>
        {content}
      </span>
    );
  }
  return (
    <Link
      href={`/connections/${connectionId}/${readiness.tab}`}
      title={hop.readiness.text}
      className={`${look} underline decoration-line-strong decoration-dotted underline-offset-4 hover:bg-hover`}
    >
      {content}
    </Link>
  );
}
