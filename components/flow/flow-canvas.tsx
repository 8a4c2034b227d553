'use client';

import {
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type DiagramLayout, layoutDiagram } from '#components/flow/diagram-layout.ts';
import { HopBox } from '#components/flow/hop-box.tsx';
import type { HopLook } from '#components/flow/hop-look.ts';
import { LaneHeader } from '#components/flow/lane-header.tsx';
import { cn } from '#components/ui/cn.ts';
import type { FlowDiagram, FlowHop, FlowLane } from '#lib/flow/flow-diagram.ts';

type FlowCanvasProps = {
  diagram: FlowDiagram;
  lookOf: (hop: FlowHop) => HopLook;
  expanded: ReadonlySet<string>;
  onToggle: (laneId: string) => void;
  connectionId: string;
  /** Ids of the hops and edges that somebody really came by; without it the whole lit lane is lit. */
  trail?: ReadonlySet<string>;
};

/** The diagram, drawn to the width of the page; it scrolls with the page and is not moved about by itself. */
export function FlowCanvas({ diagram, lookOf, expanded, onToggle, connectionId, trail }: FlowCanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [available, setAvailable] = useState(0);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setAvailable(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const layout = useMemo(
    () => layoutDiagram(diagram, expanded, Math.max(available, 1)),
    [diagram, expanded, available],
  );
  const nodes = useMemo(
    () => nodesOf(layout, diagram, lookOf, { connectionId, onToggle, trail }),
    [layout, diagram, lookOf, connectionId, onToggle, trail],
  );
  const edges = useMemo(() => edgesOf(layout, diagram, trail), [layout, diagram, trail]);
  useScrollToLit(frame, diagram.lit);
  return (
    <div ref={frame} className="w-full" style={{ height: layout.height * layout.zoom }}>
      {available > 0 && (
        <ReactFlowProvider>
          <ReactFlow
            aria-label="Diagram of the flows"
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            viewport={{ x: 0, y: 0, zoom: layout.zoom }}
            minZoom={0.2}
            maxZoom={1}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            panOnDrag={false}
            panOnScroll={false}
            zoomOnScroll={false}
            zoomOnPinch={false}
            zoomOnDoubleClick={false}
            preventScrolling={false}
            disableKeyboardA11y
            proOptions={{ hideAttribution: true }}
          />
        </ReactFlowProvider>
      )}
    </div>
  );
}

/** Brings the lane an address falls in into sight. */
function useScrollToLit(frame: { readonly current: HTMLDivElement | null }, lit: string | undefined) {
  useEffect(() => {
    if (lit === undefined) return;
    const wait = requestAnimationFrame(() => {
      const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
      frame.current
        ?.querySelector(`[data-lane="${CSS.escape(lit)}"]`)
        ?.scrollIntoView({ block: 'nearest', behavior: isStill ? 'auto' : 'smooth' });
    });
    return () => cancelAnimationFrame(wait);
  }, [frame, lit]);
}

type LaneNode = Node<
  { lane: FlowLane; isExpanded: boolean; isDimmed: boolean; onToggle: (laneId: string) => void },
  'lane'
>;
type HopNode = Node<{ hop: FlowHop; look: HopLook; connectionId: string; isLit: boolean; isDimmed: boolean }, 'hop'>;

type NoteNode = Node<{ text: string; isLit: boolean }, 'note'>;

const nodeTypes = { lane: LaneBand, hop: HopPlace, note: FallbackNote };

function nodesOf(
  layout: DiagramLayout,
  diagram: FlowDiagram,
  lookOf: (hop: FlowHop) => HopLook,
  {
    connectionId,
    onToggle,
    trail,
  }: { connectionId: string; onToggle: (laneId: string) => void; trail: ReadonlySet<string> | undefined },
): (LaneNode | HopNode | NoteNode)[] {
  const isAnyLit = diagram.lit !== undefined;
  const isLit = (lane: FlowLane, id: string) => lane.isLit && (trail?.has(id) ?? true);
  const lanes = layout.lanes.map(
    ({ lane, isExpanded, box }): LaneNode => ({
      id: lane.id,
      type: 'lane',
      position: { x: box.x, y: box.y },
      width: box.width,
      height: box.height,
      zIndex: 0,
      data: { lane, isExpanded, isDimmed: isAnyLit && !lane.isLit, onToggle },
    }),
  );
  const hops = layout.hops.map(
    ({ hop, lane, box }): HopNode => ({
      id: hop.id,
      type: 'hop',
      position: { x: box.x, y: box.y },
      width: box.width,
      height: box.height,
      zIndex: 2,
      data: {
        hop,
        look: lookOf(hop),
        connectionId,
        isLit: isLit(lane, hop.id),
        isDimmed: isAnyLit && !isLit(lane, hop.id),
      },
    }),
  );
  const notes = layout.notes.map(
    ({ id, text, lane, box }): NoteNode => ({
      id,
      type: 'note',
      position: { x: box.x, y: box.y },
      width: box.width,
      height: box.height,
      zIndex: 3,
      data: { text, isLit: lane.isLit },
    }),
  );
  // A lane's heading is read before its hops.
  return lanes.flatMap((lane) => [
    lane,
    ...hops.filter((hop) => hop.id.startsWith(`${lane.id}/`)),
    ...notes.filter((note) => note.id.startsWith(`note ${lane.id}/`)),
  ]);
}

function edgesOf(layout: DiagramLayout, diagram: FlowDiagram, trail: ReadonlySet<string> | undefined): Edge[] {
  return layout.edges.map(({ edge, lane, from, to }) => {
    const isLit = lane.isLit && (trail?.has(edge.id) ?? true);
    const stroke = isLit ? 'var(--color-accent)' : 'var(--color-line-strong)';
    const opacity = diagram.lit !== undefined && !isLit ? 0.35 : 1;
    const isFallback = edge.kind === 'fallback';
    return {
      id: edge.id,
      source: edge.from,
      target: edge.to,
      sourceHandle: from,
      targetHandle: to,
      type: 'smoothstep',
      zIndex: 1,
      style: {
        stroke,
        opacity,
        strokeWidth: isLit && !isFallback ? 2.5 : 1.5,
        ...(isFallback ? { strokeDasharray: '4 4' } : {}),
      },
      markerEnd: { type: MarkerType.ArrowClosed, color: stroke, width: 18, height: 18, markerUnits: 'userSpaceOnUse' },
    };
  });
}

function LaneBand({ data: { lane, isExpanded, isDimmed, onToggle } }: NodeProps<LaneNode>) {
  return (
    <div
      data-lane={lane.id}
      className={cn(
        'size-full scroll-my-6 rounded-md border px-3 py-2 transition-[opacity,border-color] duration-200',
        lane.isLit ? 'border-accent bg-surface outline outline-accent' : 'border-line bg-paper',
        isDimmed && 'text-muted',
      )}
    >
      <LaneHeader lane={lane} isExpanded={isExpanded} onToggle={onToggle} />
    </div>
  );
}

function HopPlace({ data }: NodeProps<HopNode>) {
  return (
    <>
      <Handle type="target" id="left" position={Position.Left} isConnectable={false} className="opacity-0" />
      <Handle type="target" id="top" position={Position.Top} isConnectable={false} className="opacity-0" />
      <Handle type="target" id="bottom" position={Position.Bottom} isConnectable={false} className="opacity-0" />
      <HopBox {...data} />
      <Handle type="source" id="right" position={Position.Right} isConnectable={false} className="opacity-0" />
      <Handle type="source" id="bottom" position={Position.Bottom} isConnectable={false} className="opacity-0" />
    </>
  );
}

function FallbackNote({ data: { text, isLit } }: NodeProps<NoteNode>) {
  return (
    <p className="flex size-full items-center justify-center text-2xs text-muted">
      <span className={cn('rounded-sm px-1.5', isLit ? 'bg-surface' : 'bg-paper')}>{text}</span>
    </p>
  );
}
