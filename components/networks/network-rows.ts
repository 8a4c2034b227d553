import type { NetworkSettings } from '#lib/contracts/settings.ts';
import { type Block, parseBlock } from '#lib/flow/block.ts';
import { nestBlocks } from '#lib/flow/nest-blocks.ts';

/** One network in the order of addresses, with what lies around it. */
export type NetworkRow = {
  readonly network: NetworkSettings;
  /** Place in the settings' own list. */
  readonly place: number;
  /** How many broader networks contain it. */
  readonly depth: number;
  /** The narrowest broader network. */
  readonly within: string | undefined;
};

/** Networks by address, IPv4 first, a broader one before those in it; blocks that cannot be read come first, for they need a hand. */
export function networkRows(networks: readonly NetworkSettings[]): NetworkRow[] {
  const unreadable: NetworkRow[] = [];
  const blocks: Block[] = [];
  const places: number[] = [];
  networks.forEach((network, place) => {
    const read = parseBlock(network.block);
    if (read.ok) {
      blocks.push(read.value);
      places.push(place);
    } else unreadable.push({ network, place, depth: 0, within: undefined });
  });
  const { order, parents } = nestBlocks(blocks);
  const depths = new Int32Array(blocks.length);
  const rows: NetworkRow[] = [];
  for (const at of order) {
    const place = places[at] ?? 0;
    const network = networks[place];
    if (network === undefined) continue;
    const parent = parents[at] ?? -1;
    depths[at] = parent < 0 ? 0 : (depths[parent] ?? 0) + 1;
    const around = parent < 0 ? undefined : networks[places[parent] ?? -1];
    rows.push({ network, place, depth: depths[at] ?? 0, within: around?.block });
  }
  return [...unreadable, ...rows];
}

/** Those whose block or label holds the text. */
export function filterRows(rows: readonly NetworkRow[], text: string): readonly NetworkRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return rows;
  return rows.filter(({ network }) => `${network.block} ${network.label}`.toLowerCase().includes(wanted));
}
