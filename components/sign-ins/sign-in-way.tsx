'use client';

import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle, type LucideIcon, TriangleAlert } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useCallback, useMemo, useState } from 'react';
import type { HopLook } from '#components/flow/hop-look.ts';
import { useIsWide } from '#components/flow/use-is-wide.ts';
import { durationWords } from '#components/sign-ins/sign-in-words.ts';
import { type HopMark, signInTrail, type Trail } from '#components/sign-ins/trail.ts';
import { TrailList } from '#components/sign-ins/trail-list.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { SignInView } from '#lib/contracts/sign-in.ts';
import { signInReason } from '#lib/contracts/sign-in-reasons.ts';
import type { FlowHop } from '#lib/flow/flow-diagram.ts';

const FlowCanvas = dynamic(() => import('#components/flow/flow-canvas.tsx').then((module) => module.FlowCanvas), {
  ssr: false,
  loading: () => <Skeleton className="h-48" />,
});

const looks: Record<HopMark['state'], { icon: LucideIcon; word: string; colour: string; frame?: string }> = {
  passed: { icon: CircleCheck, word: 'passed', colour: 'text-good' },
  failed: { icon: CircleAlert, word: 'refused', colour: 'text-bad', frame: 'border-bad bg-bad-soft' },
  stopped: {
    icon: TriangleAlert,
    word: 'not possible',
    colour: 'text-attention',
    frame: 'border-attention bg-attention-soft',
  },
  waiting: { icon: LoaderCircle, word: 'no answer yet', colour: 'text-accent' },
};

const notReached: HopLook = {
  icon: CircleDashed,
  word: 'not reached',
  colour: 'text-muted',
  short: 'not reached',
  text: 'The sign-in did not come here.',
};

/** The lane of the preview with the way that was really gone lit in it; on narrow screens the same as a list. */
export function SignInWay({ view }: { view: SignInView }) {
  const trail = useMemo(() => signInTrail(view, (reason) => signInReason(reason).title.toLowerCase()), [view]);
  const isWide = useIsWide();
  if (trail === undefined)
    return <p className="text-muted">The address of this row cannot be read, so no way is drawn.</p>;
  return isWide ? (
    <Canvas trail={trail} connectionId={view.connectionId} />
  ) : (
    <TrailList trail={trail} lookOf={lookIn(trail)} />
  );
}

function lookIn({ marks }: Trail): (hop: FlowHop) => HopLook {
  return (hop) => {
    const mark = marks.get(hop.id);
    if (mark === undefined) return notReached;
    const { icon, word, colour, frame } = looks[mark.state];
    const time = mark.tookMs === null ? '' : durationWords(mark.tookMs);
    return {
      icon,
      word,
      colour,
      frame,
      short: mark.state === 'passed' && time !== '' ? time : word,
      text: [mark.detail, time].filter((part) => part !== '').join(' · ') || word,
    };
  };
}

function Canvas({ trail, connectionId }: { trail: Trail; connectionId: string }) {
  const [isOpen, setIsOpen] = useState(true);
  const lookOf = useMemo(() => lookIn(trail), [trail]);
  const expanded = useMemo(() => new Set(isOpen ? trail.diagram.lanes.map(({ id }) => id) : []), [trail, isOpen]);
  const toggle = useCallback(() => setIsOpen((was) => !was), []);
  return (
    <FlowCanvas
      diagram={trail.diagram}
      lookOf={lookOf}
      expanded={expanded}
      onToggle={toggle}
      connectionId={connectionId}
      trail={trail.gone}
    />
  );
}
