import type { FlowLane } from '#lib/flow/flow-diagram.ts';

/** A lane by its label and block, as its heading in the diagram and in the list. */
export function LaneName({ lane }: { lane: FlowLane }) {
  return (
    <>
      {lane.kind === 'implicit' && <span className="mr-1.5 text-muted">implicit</span>}
      {lane.title !== '' && <span className="mr-1.5 font-medium">{lane.title}</span>}
      {lane.block !== undefined && <span className="font-mono text-[13px]">{lane.block}</span>}
    </>
  );
}
