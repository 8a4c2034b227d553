'use client';

import { ChevronRight, MapPin } from 'lucide-react';
import { stateLooks } from '#components/flow/state-look.ts';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import type { FlowLane } from '#lib/flow/flow-diagram.ts';
import { methodName } from '#lib/flow/flow-settings.ts';

type LaneHeaderProps = { lane: FlowLane; isExpanded: boolean; onToggle: (id: string) => void };

/** A lane's name; while it is closed also its methods and the state that says most about each. */
export function LaneHeader({ lane, isExpanded, onToggle }: LaneHeaderProps) {
  return (
    <h3>
      <button
        type="button"
        aria-expanded={isExpanded}
        onClick={() => onToggle(lane.id)}
        className="nodrag nopan pointer-events-auto flex w-full flex-wrap items-center gap-x-3 gap-y-1 rounded-sm text-left text-sm"
      >
        <span className="flex min-w-0 items-center gap-1.5">
          <ChevronRight
            aria-hidden="true"
            className={cn('size-4 shrink-0 text-muted transition-transform', isExpanded && 'rotate-90')}
          />
          <span className="min-w-0 break-words">
            {lane.kind === 'implicit' && <span className="mr-1.5 text-muted">implicit</span>}
            {lane.title !== '' && <span className="mr-1.5 font-medium">{lane.title}</span>}
            {lane.block !== undefined && <span className="font-mono text-[13px]">{lane.block}</span>}
          </span>
        </span>
        {lane.isLit && (
          <Badge tone="accent" icon={MapPin}>
            the address falls here
          </Badge>
        )}
        {!isExpanded && <MethodStates lane={lane} />}
      </button>
    </h3>
  );
}

function MethodStates({ lane }: { lane: FlowLane }) {
  if (lane.steps.length === 0) return <span className="ml-auto text-bad">nobody gets in</span>;
  return (
    <span className="ml-5.5 flex flex-wrap items-center gap-x-1.5 text-muted sm:ml-auto">
      {lane.steps.map((step, place) => {
        const { icon: Icon, word, colour } = stateLooks[step.state];
        return (
          <span key={step.method} className="flex items-center gap-1">
            {place > 0 && <span>then</span>}
            <Icon aria-label={word} className={cn('size-3.5 shrink-0', colour)} />
            {methodName(step.method)}
          </span>
        );
      })}
    </span>
  );
}
