import { formatAddress } from '#lib/flow/address.ts';
import { type Block, bitsOf, formatBlock, parseBlock } from '#lib/flow/block.ts';
import { nestBlocks } from '#lib/flow/nest-blocks.ts';
import { fromWhole, toWhole } from '#lib/flow/whole-address.ts';

/** One network on the line, from 0 (left end) to 1. */
export type NumberLineBar = {
  /** Place of the network in the list given. */
  readonly network: number;
  readonly block: string;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  /** The row: 0 for a network within no other. Bars in one row never overlap. */
  readonly depth: number;
  readonly isDuplicate: boolean;
};

/** A stretch between two ticks and the network that decides for the addresses in it. */
export type NumberLineSegment = { readonly start: number; readonly end: number; readonly network: number | undefined };

/** Where a network begins or ends; `address` is the first one at or after the tick, absent at the end of all addresses. */
export type NumberLineTick = { readonly position: number; readonly address: string | undefined };

export type NumberLine = {
  readonly bars: readonly NumberLineBar[];
  readonly segments: readonly NumberLineSegment[];
  readonly ticks: readonly NumberLineTick[];
  /** Rows of bars. */
  readonly rows: number;
};

type Placed = { readonly network: number; readonly label: string; readonly block: Block };

/**
 * Networks drawn to the order of their boundaries and not to scale (a /8 beside a /32 would hide it): each distinct boundary is one
 * step on the axis. Blocks (RFC 4632 section 3.1) nest or are apart, so depth alone keeps bars from covering one another.
 */
export function numberLine(networks: readonly { readonly block: string; readonly label: string }[]): {
  v4: NumberLine;
  v6: NumberLine;
} {
  const placed = networks.flatMap(({ block: text, label }, network): Placed[] => {
    const read = parseBlock(text);
    const block = read.ok ? read.value : read.problem.meant?.network;
    return block === undefined ? [] : [{ network, label, block }];
  });
  return { v4: drawFamily(placed, 4), v6: drawFamily(placed, 6) };
}

function drawFamily(all: readonly Placed[], family: 4 | 6): NumberLine {
  const placed = all.filter(({ block }) => block.family === family);
  const ends = placed.map(({ block }) => {
    const first = toWhole(block);
    return { first, after: first + (1n << BigInt(bitsOf(family) - block.prefixLength)) };
  });
  const boundaries = [...new Set(ends.flatMap(({ first, after }) => [first, after]))].sort((a, b) => (a < b ? -1 : 1));
  const ranks = new Map(boundaries.map((boundary, rank) => [boundary, rank]));
  const steps = Math.max(1, boundaries.length - 1);
  const { order, parents, duplicateOf } = nestBlocks(placed.map(({ block }) => block));

  const depths: number[] = [];
  for (const place of order) {
    const parent = parents[place] as number;
    depths[place] = parent < 0 ? 0 : (depths[parent] ?? 0) + 1;
  }
  // Copies of a block, which are errors, stand below everything else, each in its own row.
  let rows = depths.reduce((most, depth) => Math.max(most, depth + 1), 0);
  const owners = new Int32Array(steps).fill(-1);
  const bars: NumberLineBar[] = [];
  for (const place of order) {
    const { network, label, block } = placed[place] as Placed;
    const { first, after } = ends[place] as { first: bigint; after: bigint };
    const [start, end] = [ranks.get(first) ?? 0, ranks.get(after) ?? 0];
    const isDuplicate = (duplicateOf[place] as number) >= 0;
    let depth = depths[place] ?? 0;
    if (isDuplicate) {
      depth = rows;
      rows += 1;
    } else {
      // What lies in it comes later in the order and takes its part over.
      owners.fill(network, start, end);
    }
    bars.push({
      network,
      block: formatBlock(block),
      label,
      start: start / steps,
      end: end / steps,
      depth,
      isDuplicate,
    });
  }
  const space = 1n << BigInt(bitsOf(family));
  const ticks = boundaries.map((boundary, rank) => ({
    position: rank / steps,
    address: boundary === space ? undefined : formatAddress(fromWhole(family, boundary)),
  }));
  return { bars, segments: bars.length === 0 ? [] : segmentsOf(owners), ticks, rows };
}

/** Joins neighbouring steps with the same owner. */
function segmentsOf(owners: Int32Array): NumberLineSegment[] {
  const segments: NumberLineSegment[] = [];
  let from = 0;
  for (let to = 1; to <= owners.length; to += 1) {
    if (owners[to] === owners[from]) continue;
    const owner = owners[from] as number;
    segments.push({ start: from / owners.length, end: to / owners.length, network: owner < 0 ? undefined : owner });
    from = to;
  }
  return segments;
}
