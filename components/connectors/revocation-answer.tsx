'use client';

import { type BoardAnswer, boardAnswerOf, boardRowsOf } from '#components/connectors/board-words.ts';
import { Notice } from '#components/ui/notice.tsx';
import { useNow } from '#components/ui/use-now.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';

type RevocationAnswerProps = {
  view: ConnectionView;
  /** Shown where it is one of these: what is wrong stands above everything, what is well beside its evidence. */
  tones: readonly BoardAnswer['tone'][];
};

/** Whether sign-ins fail for want of a list, and when. */
export function RevocationAnswer({ view, tones }: RevocationAnswerProps) {
  const now = useNow();
  const rows = boardRowsOf(view.connectors);
  if (now === undefined || rows.length === 0) return null;
  const { tone, title, text } = boardAnswerOf(rows, now);
  if (!tones.includes(tone)) return null;
  return (
    <Notice tone={tone} title={title}>
      {text}
    </Notice>
  );
}
