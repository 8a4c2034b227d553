import type { LucideIcon } from 'lucide-react';
import type { HopReadiness } from '#components/flow/readiness.ts';
import { stateLooks } from '#components/flow/state-look.ts';
import type { FlowHop } from '#lib/flow/flow-diagram.ts';

/** How a hop is shown: a shape and a word, the few words its badge has room for, and the whole sentence. */
export type HopLook = {
  readonly icon: LucideIcon;
  readonly word: string;
  /** Class names of the colour, which only repeats the shape. */
  readonly colour: string;
  readonly short: string;
  readonly text: string;
  /** The connection's tab that it stands on. */
  readonly tab?: string | undefined;
  /** Class names of the box, where the hop is the one to look at. */
  readonly frame?: string | undefined;
};

/** In the preview a hop shows whether it would work now. */
export function readinessLook(hop: FlowHop, readiness: HopReadiness | undefined): HopLook {
  const { icon, word, colour } = stateLooks[hop.readiness.state];
  return { icon, word, colour, short: readiness?.short ?? word, text: hop.readiness.text, tab: readiness?.tab };
}
