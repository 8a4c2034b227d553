import type { FlowDiagram } from '#lib/flow/flow-diagram.ts';

/** More rows than this are too many to be looked at side by side. */
const mostRows = 8;

/**
 * Which lanes show every hop. A few lanes show all; of many, the lit one does, or the first and everyone else's while none is lit.
 * What a person opened or closed by hand stays so.
 */
export function expandedLanes(diagram: FlowDiagram, byHand: ReadonlyMap<string, boolean>): ReadonlySet<string> {
  const { lanes, lit, rowCount } = diagram;
  const isFew = lit === undefined && rowCount <= mostRows;
  const opened = lanes.filter(({ id, row }) => {
    const chosen = byHand.get(id);
    if (chosen !== undefined) return chosen;
    if (lit !== undefined) return id === lit;
    return isFew || row === 0 || row === lanes.length - 1;
  });
  return new Set(opened.map(({ id }) => id));
}
