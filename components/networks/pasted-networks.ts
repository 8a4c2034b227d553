import type { NetworkSettings } from '#lib/contracts/settings.ts';
import { type NetworkReading, readNetworks } from '#lib/flow/read-networks.ts';

/** One entry of a pasted list, and what adding will make of it. */
export type PastedEntry = {
  /** Tells entries of one paste apart. */
  readonly key: string;
  readonly reading: NetworkReading;
  /** What will be added; other than the reading where a person chose the other block that may be meant. */
  readonly blocks: readonly string[];
  readonly state: 'new' | 'present' | 'repeated' | 'unreadable';
};

export type Pasted = {
  readonly entries: readonly PastedEntry[];
  readonly networks: readonly NetworkSettings[];
  readonly unreadable: number;
};

/** What a pasted list comes to: `present` are blocks that are there already, `chosen` the entries read the other way, by key. */
export function pastedNetworks(
  text: string,
  present: ReadonlySet<string>,
  chosen: ReadonlySet<string> = new Set(),
): Pasted {
  const networks: NetworkSettings[] = [];
  const taken = new Set<string>();
  let unreadable = 0;
  const entries = readNetworks(text).map((reading, place): PastedEntry => {
    const key = `${place} ${reading.line} ${reading.text}`;
    const alternative = reading.notes.find((note) => note.alternative !== undefined)?.alternative;
    const blocks = alternative !== undefined && chosen.has(key) ? [alternative] : reading.blocks;
    if (reading.problem !== undefined) {
      unreadable += 1;
      return { key, reading, blocks, state: 'unreadable' };
    }
    const fresh = blocks.filter((block) => !present.has(block) && !taken.has(block));
    for (const block of fresh) {
      taken.add(block);
      networks.push({ block, label: (reading.label ?? '').slice(0, 80) });
    }
    if (fresh.length > 0) return { key, reading, blocks, state: 'new' };
    return { key, reading, blocks, state: blocks.every((block) => present.has(block)) ? 'present' : 'repeated' };
  });
  return { entries, networks, unreadable };
}

/** The lines that could not be read in full, as they were pasted: what stays in the box when the others were added. */
export function unreadLines(text: string, pasted: Pasted): string {
  const lines = new Set(pasted.entries.filter((one) => one.state === 'unreadable').map((one) => one.reading.line));
  return text
    .split(/\r\n|\r|\n/)
    .filter((_, place) => lines.has(place + 1))
    .join('\n');
}
