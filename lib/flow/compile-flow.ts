import { type AddressProblem, parseAddress } from '#lib/flow/address.ts';
import { type Block, type BlockProblem, formatBlock, parseBlock } from '#lib/flow/block.ts';
import { connectionMethods, type FlowSettings, type Method, type Network } from '#lib/flow/flow-settings.ts';
import { buildPrefixTable, type PrefixTable } from '#lib/flow/prefix-table.ts';

/** An address a connector is itself seen from, and the connector's name. */
export type SeenFrom = { readonly address: string; readonly connector: string };

/** A network as it decides: block canonical (RFC 5952), methods those that are on, in order, each once. */
export type CompiledNetwork = {
  readonly kind: 'network' | 'implicit';
  readonly block: string;
  readonly label: string;
  /** What the network offers; empty where nobody gets in. */
  readonly methods: readonly Method[];
  readonly hasOwnMethods: boolean;
  /** Methods the network names although they are off for the connection. */
  readonly methodsOff: readonly Method[];
  /** Names of the connectors seen from exactly this block. */
  readonly connectors: readonly string[];
  readonly isSeenFrom: boolean;
};

/** Settings made ready for decisions. */
export type CompiledFlow = {
  readonly outside: FlowSettings['outside'];
  /** The methods that are on for the connection. */
  readonly methods: readonly Method[];
  readonly table: PrefixTable<CompiledNetwork>;
  /** What cannot decide anything: blocks and addresses that cannot be read, and later networks with an earlier one's block. */
  readonly ignored: readonly {
    readonly text: string;
    readonly problem: AddressProblem | BlockProblem | RepeatedBlock;
  }[];
};

export type RepeatedBlock = { readonly code: 'repeated-block'; readonly message: string };

/**
 * Makes settings ready for decisions by longest match (RFC 4632 section 5.1). With Kerberos on, each address a connector is seen from
 * is a network of its own, unless a configured network has the same block. Costs what `buildPrefixTable` costs.
 */
export function compileFlow(settings: FlowSettings, seenFrom: readonly (string | SeenFrom)[] = []): CompiledFlow {
  const on = connectionMethods(settings);
  const ignored: CompiledFlow['ignored'][number][] = [];
  const seen = settings.kerberos.enabled ? groupSeenFrom(seenFrom, ignored) : new Map<string, SeenBlock>();
  const entries = new Map<string, { block: Block; value: CompiledNetwork }>();
  for (const network of settings.networks) {
    const read = parseBlock(network.block);
    if (!read.ok) {
      ignored.push({ text: network.block, problem: read.problem });
      continue;
    }
    const text = formatBlock(read.value);
    const message = `The block ${text} is there twice; only its first network counts.`;
    if (entries.has(text)) ignored.push({ text: network.block, problem: { code: 'repeated-block', message } });
    else entries.set(text, { block: read.value, value: compileNetwork(network, text, on, seen.get(text)) });
  }
  for (const [text, { block, connectors }] of seen) {
    if (!entries.has(text)) entries.set(text, { block, value: implicitNetwork(text, on, connectors) });
  }
  return { outside: settings.outside, methods: on, table: buildPrefixTable([...entries.values()]), ignored };
}

function compileNetwork(
  network: Network,
  block: string,
  on: readonly Method[],
  seen: SeenBlock | undefined,
): CompiledNetwork {
  const own = [...new Set(network.methods)];
  return {
    kind: 'network',
    block,
    label: network.label,
    methods: own.length > 0 ? own.filter((method) => on.includes(method)) : on,
    hasOwnMethods: own.length > 0,
    methodsOff: own.filter((method) => !on.includes(method)),
    connectors: seen?.connectors ?? [],
    isSeenFrom: seen !== undefined,
  };
}

function implicitNetwork(block: string, on: readonly Method[], connectors: readonly string[]): CompiledNetwork {
  return {
    kind: 'implicit',
    block,
    label: '',
    methods: on,
    hasOwnMethods: false,
    methodsOff: [],
    connectors,
    isSeenFrom: true,
  };
}

type SeenBlock = { readonly block: Block; readonly connectors: string[] };

function groupSeenFrom(
  seenFrom: readonly (string | SeenFrom)[],
  ignored: CompiledFlow['ignored'][number][],
): Map<string, SeenBlock> {
  const groups = new Map<string, SeenBlock>();
  for (const seen of seenFrom) {
    const address = typeof seen === 'string' ? seen : seen.address;
    const read = parseAddress(address);
    if (!read.ok) {
      ignored.push({ text: address, problem: read.problem });
      continue;
    }
    const block = { ...read.value, prefixLength: read.value.family === 4 ? 32 : 128 };
    const text = formatBlock(block);
    const group = groups.get(text) ?? { block, connectors: [] };
    if (typeof seen !== 'string' && !group.connectors.includes(seen.connector)) group.connectors.push(seen.connector);
    groups.set(text, group);
  }
  return groups;
}
