import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReadinessState } from '#lib/flow/flow-diagram.ts';

/** A shape and a word for each state; the colour only repeats them. */
export const stateLooks: Record<ReadinessState, { icon: LucideIcon; word: string; colour: string }> = {
  ready: { icon: CircleCheck, word: 'ready', colour: 'text-good' },
  attention: { icon: TriangleAlert, word: 'needs a look', colour: 'text-attention' },
  blocked: { icon: CircleAlert, word: 'blocked', colour: 'text-bad' },
  unchecked: { icon: CircleDashed, word: 'not checked', colour: 'text-muted' },
};

export const stateOrder: readonly ReadinessState[] = ['blocked', 'attention', 'unchecked', 'ready'];
