'use client';

import { ArrowDown, ChevronRight } from 'lucide-react';
import { readinessLook } from '#components/flow/hop-look.ts';
import { HopMark } from '#components/flow/hop-mark.tsx';
import { LaneHeader } from '#components/flow/lane-header.tsx';
import type { FlowReadiness } from '#components/flow/readiness.ts';
import { cn } from '#components/ui/cn.ts';
import type { FlowDiagram, FlowLane, FlowStep } from '#lib/flow/flow-diagram.ts';
import { methodName } from '#lib/flow/flow-settings.ts';

type LaneListProps = {
  diagram: FlowDiagram;
  readiness: FlowReadiness;
  expanded: ReadonlySet<string>;
  onToggle: (laneId: string) => void;
  connectionId: string;
};

/** The same lanes as the diagram, as a list: for narrow screens, for reading aloud, and for whoever prefers it. */
export function LaneList({ diagram, readiness, expanded, onToggle, connectionId }: LaneListProps) {
  const lit = diagram.lanes.some((lane) => lane.isLit);
  return (
    <ol aria-label="Flows by network" className="flex flex-col gap-2">
      {diagram.lanes.map((lane) => (
        <li
          key={lane.id}
          className={cn(
            'flex flex-col gap-2 rounded-md border bg-surface px-3 py-2.5 transition-opacity',
            lane.isLit && 'border-accent outline outline-accent',
            lit && !lane.isLit && 'bg-paper text-muted',
          )}
        >
          <LaneHeader lane={lane} isExpanded={expanded.has(lane.id)} onToggle={onToggle} />
          {expanded.has(lane.id) && lane.steps.length === 0 && (
            <p className="text-bad">Nobody gets in from here; the person is told why.</p>
          )}
          {expanded.has(lane.id) && lane.steps.length > 0 && (
            <Steps lane={lane} readiness={readiness} connectionId={connectionId} />
          )}
        </li>
      ))}
    </ol>
  );
}

function Steps({ lane, readiness, connectionId }: { lane: FlowLane; readiness: FlowReadiness; connectionId: string }) {
  const isFinal = lane.methods.at(-1) !== 'password';
  return (
    <ol className="flex flex-col gap-1.5">
      {lane.steps.map((step, place) => (
        <li key={step.method} className="flex flex-col gap-1">
          {place > 0 && <Fallback lane={lane} step={lane.steps[place - 1]} />}
          <p className="font-medium">
            {place + 1}. {methodName(step.method)}
          </p>
          <ul className="flex flex-wrap items-center gap-x-1 gap-y-1">
            {step.hops.map((hop, at) => (
              <li key={hop.id} className="flex items-center gap-1">
                {at > 0 && <ChevronRight aria-hidden="true" className="size-3.5 text-faint" />}
                <HopMark hop={hop} look={readinessLook(hop, readiness[hop.kind])} connectionId={connectionId} />
              </li>
            ))}
          </ul>
        </li>
      ))}
      {isFinal && (
        <li>
          <Fallback lane={lane} step={lane.steps.at(-1)} />
          <p className="font-medium">Refused, with the reason</p>
        </li>
      )}
    </ol>
  );
}

/** When the next method is reached, as the edge of the diagram says it. */
function Fallback({ lane, step }: { lane: FlowLane; step: FlowStep | undefined }) {
  const edge = lane.edges.find((one) => one.kind === 'fallback' && step?.hops.some((hop) => hop.id === one.from));
  if (edge?.text === undefined) return null;
  return (
    <p className="flex items-center gap-1 text-muted">
      <ArrowDown aria-hidden="true" className="size-3.5" />
      if {edge.text}
    </p>
  );
}
