import type { FlowDiagram, FlowEdge, FlowHop, FlowLane } from '#lib/flow/flow-diagram.ts';

/* The diagram's model in pixels: columns shared by all lanes, rows within each lane. */

const hopHeight = 66;
const rowHeight = 108;
const headerHeight = 40;
const laneEnd = 14;
const laneGap = 8;
const sideGap = 12;
const noteWidth = 240;
const noteHeight = 18;

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type PlacedLane = { readonly lane: FlowLane; readonly isExpanded: boolean; readonly box: Box };
export type PlacedHop = { readonly hop: FlowHop; readonly lane: FlowLane; readonly box: Box };
/** Which side of a hop an edge leaves and reaches. */
export type PlacedEdge = {
  readonly edge: FlowEdge;
  readonly lane: FlowLane;
  readonly from: 'right' | 'bottom';
  readonly to: 'left' | 'top' | 'bottom';
};

/** When the next method is reached, said between its row and the one above. */
export type PlacedNote = { readonly id: string; readonly text: string; readonly lane: FlowLane; readonly box: Box };

export type DiagramLayout = {
  readonly lanes: readonly PlacedLane[];
  readonly hops: readonly PlacedHop[];
  readonly edges: readonly PlacedEdge[];
  readonly notes: readonly PlacedNote[];
  readonly width: number;
  readonly height: number;
  /** Below 1 where the page is too narrow for readable columns. */
  readonly zoom: number;
};

const narrowestColumn = 112;
const widestColumn = 160;

/** `expanded` names the lanes that show their hops; the others are as high as their headings. */
export function layoutDiagram(diagram: FlowDiagram, expanded: ReadonlySet<string>, available: number): DiagramLayout {
  const usable = Math.max(1, available - 2 * sideGap) / diagram.columnCount;
  const column = Math.min(widestColumn, Math.max(narrowestColumn, usable));
  const hopWidth = column - 20;
  const width = column * diagram.columnCount + 2 * sideGap;
  const lanes: PlacedLane[] = [];
  const hops: PlacedHop[] = [];
  const edges: PlacedEdge[] = [];
  const notes: PlacedNote[] = [];
  let y = 0;
  for (const lane of diagram.lanes) {
    const isExpanded = expanded.has(lane.id);
    const height = headerHeight + (isExpanded ? (lane.rowCount - 1) * rowHeight + hopHeight + laneEnd : 0);
    lanes.push({ lane, isExpanded, box: { x: 0, y, width, height } });
    const top = y + headerHeight;
    y += height + laneGap;
    if (!isExpanded) continue;
    const inOrder = [...lane.hops].sort((a, b) => a.row - b.row || a.column - b.column);
    for (const hop of inOrder) {
      const x = sideGap + hop.column * column + (column - hopWidth) / 2;
      hops.push({ hop, lane, box: { x, y: top + hop.row * rowHeight, width: hopWidth, height: hopHeight } });
    }
    const boxes = new Map(hops.filter((one) => one.lane === lane).map(({ hop, box }) => [hop.id, box]));
    for (const { id, from, to, text } of lane.edges) {
      const [start, end] = [boxes.get(from), boxes.get(to)];
      if (text === undefined || start === undefined || end === undefined) continue;
      const middle = (start.x + end.x + hopWidth) / 2;
      const gap = rowHeight - hopHeight;
      const noteY = start.y + hopHeight + (gap - noteHeight) / 2;
      notes.push({
        id: `note ${id}`,
        text,
        lane,
        box: { x: middle - noteWidth / 2, y: noteY, width: noteWidth, height: noteHeight },
      });
    }
    const rows = new Map(lane.hops.map((hop) => [hop.id, hop.row]));
    for (const edge of lane.edges) edges.push({ edge, lane, ...sides(edge, rows) });
  }
  return { lanes, hops, edges, notes, width, height: Math.max(0, y - laneGap), zoom: Math.min(1, available / width) };
}

/** Fallbacks go down to the next row; what leads on from a lower row comes up to the end from below. */
function sides(edge: FlowEdge, rows: ReadonlyMap<string, number>): Pick<PlacedEdge, 'from' | 'to'> {
  if (edge.kind === 'fallback') return { from: 'bottom', to: 'top' };
  return rows.get(edge.from) === rows.get(edge.to) ? { from: 'right', to: 'left' } : { from: 'right', to: 'bottom' };
}
