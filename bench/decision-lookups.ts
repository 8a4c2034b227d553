import { BlockList } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import ipaddr from 'ipaddr.js';
import { type Block, formatBlock, parseBlock } from '#lib/flow/block.ts';
import { compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import { buildPrefixTable, lookupText, type PrefixTable } from '#lib/flow/prefix-table.ts';
import type { BenchRow } from './bench-row.ts';

type Family = 4 | 6;
type Network = { readonly text: string; readonly block: Block };
/** Looks an address up from its text; true where a network contains it. */
type Find = (address: string) => boolean;

const sizes = [10, 1_000, 100_000, 1_000_000];
/** Peers that take long to fill or to walk get a shorter list at the largest size, which flatters them. */
const largestPeers = { blockList: 200_000, linear: 100_000 };

/** Repeatable numbers (xorshift32), so that every run measures the same networks. */
function randomWords(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

function addressText(family: Family, random: () => number): string {
  const high = random();
  if (family === 4) return [high >>> 24, (high >>> 16) & 255, (high >>> 8) & 255, high & 255].join('.');
  const words = [((high >>> 3) | 0x20000000) >>> 0, random(), random(), random()];
  return words.map((word) => `${(word >>> 16).toString(16)}:${(word & 0xffff).toString(16)}`).join(':');
}

/** Long enough that a million networks nest here and there but do not fill the whole space. */
const prefixLengths = { 4: [20, 22, 24, 24, 26, 28, 32, 32], 6: [32, 40, 44, 48, 48, 56, 64, 128] } as const;

function makeNetworks(family: Family, size: number): Network[] {
  const random = randomWords(size * 8 + family);
  const networks = new Map<string, Network>();
  while (networks.size < size) {
    const length = prefixLengths[family][random() & 7] ?? 24;
    const read = parseBlock(`${addressText(family, random)}/${length}`);
    const block = read.ok ? read.value : read.problem.meant?.network;
    if (block === undefined) continue;
    const text = formatBlock(block);
    networks.set(text, { text, block });
  }
  return [...networks.values()];
}

/** Half of the addresses are the first of a network, half are anywhere. */
function makeAddresses(family: Family, networks: readonly Network[], count: number): string[] {
  const random = randomWords(count + family);
  return Array.from({ length: count }, (_, place) => {
    const network = networks[random() % networks.length];
    return place % 2 === 0 || network === undefined ? addressText(family, random) : network.text.replace(/\/\d+$/, '');
  });
}

/** Nanoseconds a lookup takes: the median of rounds through the addresses, or of what fits into the time. */
function measure(find: Find, addresses: readonly string[], budgetMs: number): { ns: number; hits: boolean[] } {
  const hits: boolean[] = [];
  const rounds: number[] = [];
  const end = performance.now() + budgetMs;
  const least = Math.min(20, addresses.length);
  do {
    let done = 0;
    const start = performance.now();
    for (const address of addresses) {
      const isHit = find(address);
      if (rounds.length === 0) hits.push(isHit);
      done += 1;
      // Slow peers do not get through all addresses in their time.
      if ((done & 15) === 0 && done >= least && performance.now() > end) break;
    }
    rounds.push(((performance.now() - start) * 1e6) / done);
  } while (performance.now() < end);
  rounds.sort((a, b) => a - b);
  return { ns: rounds[rounds.length >> 1] ?? Number.NaN, hits };
}

function buildBlockList(family: Family, networks: readonly Network[]): Find {
  const list = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  for (const { text, block } of networks) list.addSubnet(text.replace(/\/\d+$/, ''), block.prefixLength, type);
  return (address) => list.check(address, type);
}

type Parsed = ReturnType<typeof ipaddr.parseCIDR>;

/** Most specific first, so that the first match is the answer. */
function parseAll(networks: readonly Network[]): Parsed[] {
  return networks.map(({ text }) => ipaddr.parseCIDR(text)).sort((a, b) => b[1] - a[1]);
}

function findLinear(parsed: readonly Parsed[]): Find {
  return (text) => {
    const address = ipaddr.parse(text);
    const kind = address.kind();
    return parsed.some(([network, length]) => network.kind() === kind && address.match([network, length] as never));
  };
}

function buildOurs(networks: readonly Network[]): PrefixTable<string> {
  return buildPrefixTable(networks.map(({ text, block }) => ({ block, value: text })));
}

function assertSame(name: string, ours: readonly boolean[], theirs: readonly boolean[]): void {
  const place = theirs.findIndex((isHit, at) => isHit !== ours[at]);
  if (place >= 0) throw new Error(`${name}: the table and its peer disagree about address ${place}`);
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What a thing keeps in memory, beyond what was there before it was built. */
function retained<Thing>(build: () => Thing): { built: Thing; bytes: number } {
  const inUse = (): number => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = inUse();
  const built = build();
  return { built, bytes: inUse() - before };
}

const counted = new Intl.NumberFormat('en-GB');
const perSecond = (ns: number): number => Math.round(1e9 / ns);

function lookupRows(family: Family, size: number): BenchRow[] {
  const networks = makeNetworks(family, size);
  const addresses = makeAddresses(family, networks, 100_000);
  const { built: table, bytes } = retained(() => buildOurs(networks));
  const ours = measure((address) => lookupText(table, address) !== undefined, addresses, 600);
  const some = networks.slice(0, largestPeers.blockList);
  const blockList = measure(buildBlockList(family, some), addresses, 600);
  const fewer = networks.slice(0, largestPeers.linear);
  const { built: parsed, bytes: parsedBytes } = retained(() => parseAll(fewer));
  const linear = measure(findLinear(parsed), addresses, 600);
  const name = `decision lookups, ${counted.format(size)} IPv${family} networks`;
  if (some.length === size) assertSame(`${name}, BlockList`, ours.hits, blockList.hits);
  if (fewer.length === size) assertSame(`${name}, ipaddr.js`, ours.hits, linear.hits);
  const of = (count: number): string => (count < size ? ` of only ${counted.format(count)}` : '');

  const row = (against: string, peerNs: number): BenchRow => ({
    name,
    value: perSecond(ours.ns),
    unit: 'lookups/s',
    against: `${against}: ${counted.format(perSecond(peerNs))}/s`,
    ratio: peerNs / ours.ns,
    aim: 'above 1',
  });
  const rows = [
    row(`net.BlockList${of(some.length)}, which says only whether`, blockList.ns),
    row(`ipaddr.js, one network after the other${of(fewer.length)}`, linear.ns),
  ];
  if (size < 1_000_000) return rows;
  return [
    ...rows,
    row('the limit of 1 µs', 1_000),
    {
      name: `${name}, memory per network`,
      value: Math.round(bytes / size),
      unit: 'bytes',
      against: `the list of parsed networks that ipaddr.js walks: ${Math.round(parsedBytes / fewer.length)} bytes`,
      ratio: parsedBytes / fewer.length / (bytes / size),
      aim: 'stated',
    },
  ];
}

/** The whole answer with its reasons, as the sign-in door and the console ask for it. */
function decisionRow(): BenchRow {
  const networks = makeNetworks(4, 100_000).map(({ text }, place) => ({ block: text, label: `Site ${place}` }));
  const addresses = makeAddresses(4, makeNetworks(4, 100_000), 50_000);
  const flow = compileFlow({
    clientCertificate: { enabled: true },
    kerberos: { enabled: true },
    outside: 'password',
    networks,
  });
  const { ns } = measure((address) => decideFlow(flow, address).ok, addresses, 1_000);
  return {
    name: 'decision lookups, whole decision with reasons, 100,000 IPv4 networks',
    value: perSecond(ns),
    unit: 'decisions/s',
    against: 'the limit of 10 µs',
    ratio: 10_000 / ns,
    aim: 'above 1',
  };
}

/** Longest-prefix lookups from text, at four sizes and in both families, against what one would use instead. */
export async function decisionLookups(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const family of [4, 6] as const) {
    for (const size of sizes) {
      rows.push(...lookupRows(family, size));
      // Lets a caller print, and the collector run, between sizes.
      await new Promise((done) => setImmediate(done));
    }
  }
  rows.push(decisionRow());
  return rows;
}
