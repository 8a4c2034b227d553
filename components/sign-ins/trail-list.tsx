import { ArrowDown, ChevronRight } from 'lucide-react';
import type { HopLook } from '#components/flow/hop-look.ts';
import { HopMark } from '#components/flow/hop-mark.tsx';
import type { Trail } from '#components/sign-ins/trail.ts';
import type { FlowHop, FlowLane } from '#lib/flow/flow-diagram.ts';
import { methodName } from '#lib/flow/flow-settings.ts';

type TrailListProps = { trail: Trail; lookOf: (hop: FlowHop) => HopLook };

/** What the diagram shows, for narrow screens and for reading aloud: per method the hops in order, then why the next one followed. */
export function TrailList({ trail, lookOf }: TrailListProps) {
  const [lane] = trail.diagram.lanes;
  if (lane === undefined) return null;
  return (
    <ol aria-label="The way it went" className="flex flex-col gap-1.5 rounded-md border bg-surface px-3 py-2.5">
      {lane.steps.length === 0 && <li className="text-bad">Nobody gets in from there.</li>}
      {lane.steps.map((step, place) => (
        <li key={step.method} className="flex flex-col gap-1">
          <p className="font-medium">
            {place + 1}. {methodName(step.method)}
          </p>
          <ul className="flex flex-wrap items-center gap-x-1 gap-y-1">
            {step.hops.map((hop, at) => (
              <li key={hop.id} className={`flex items-center gap-1 ${trail.gone.has(hop.id) ? '' : 'text-muted'}`}>
                {at > 0 && <ChevronRight aria-hidden="true" className="size-3.5 text-faint" />}
                <HopMark hop={hop} look={lookOf(hop)} connectionId="" />
              </li>
            ))}
          </ul>
          <Fallback lane={lane} hops={step.hops} gone={trail.gone} />
        </li>
      ))}
    </ol>
  );
}

function Fallback({ lane, hops, gone }: { lane: FlowLane; hops: readonly FlowHop[]; gone: ReadonlySet<string> }) {
  const edge = lane.edges.find(
    ({ id, kind, from }) => kind === 'fallback' && gone.has(id) && hops.some((hop) => hop.id === from),
  );
  if (edge?.text === undefined) return null;
  return (
    <p className="flex items-center gap-1 text-muted">
      <ArrowDown aria-hidden="true" className="size-3.5" />
      {edge.text}
    </p>
  );
}
