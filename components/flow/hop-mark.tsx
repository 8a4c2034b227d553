import Link from 'next/link';
import type { ReactNode } from 'react';
import type { HopLook } from '#components/flow/hop-look.ts';
import type { FlowHop } from '#lib/flow/flow-diagram.ts';

type HopMarkProps = { hop: FlowHop; look: HopLook; connectionId: string };

/** A hop in a line of text: its state, its title, and the way to what it stands on. */
export function HopMark({ hop, look: { icon: Icon, word, colour, text, tab }, connectionId }: HopMarkProps): ReactNode {
  const content = (
    <>
      <Icon aria-hidden="true" className={`size-4 shrink-0 ${colour}`} />
      {hop.title}
      <span className="sr-only">
        , {word}: {text}
      </span>
    </>
  );
  const line = 'flex items-center gap-1 rounded-sm px-1 py-0.5';
  if (tab === undefined) {
    return (
      <span title={text} className={line}>
        {content}
      </span>
    );
  }
  return (
    <Link
      href={`/connections/${connectionId}/${tab}`}
      title={text}
      className={`${line} underline decoration-line-strong decoration-dotted underline-offset-4 hover:bg-hover`}
    >
      {content}
    </Link>
  );
}
