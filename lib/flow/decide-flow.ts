import { type Outcome, success } from '#lib/core/outcome.ts';
import { type AddressProblem, formatAddress, parseAddress } from '#lib/flow/address.ts';
import type { CompiledFlow, CompiledNetwork } from '#lib/flow/compile-flow.ts';
import { explainFlow, type Reason } from '#lib/flow/explain-flow.ts';
import { flowSentence, type Matched } from '#lib/flow/flow-sentence.ts';
import type { Method } from '#lib/flow/flow-settings.ts';
import { lookupAll } from '#lib/flow/prefix-table.ts';

export { type CompiledFlow, type CompiledNetwork, compileFlow, type SeenFrom } from '#lib/flow/compile-flow.ts';
export type { Reason, ReasonCode } from '#lib/flow/explain-flow.ts';
export type { Matched } from '#lib/flow/flow-sentence.ts';

/** Which flow an address gets, and why. */
export type FlowDecision = {
  /** Canonical text (RFC 5952), IPv4-mapped IPv6 as IPv4. */
  readonly address: string;
  /** In the order they are offered; empty where nobody gets in. */
  readonly methods: readonly Method[];
  readonly matched: Matched;
  /** Broader networks that contain the address too, the narrowest first. */
  readonly shadowed: readonly { readonly block: string; readonly label: string }[];
  readonly reasons: readonly Reason[];
  /** The decision in one line. */
  readonly sentence: string;
};

/** Decides which flow an address gets: by longest match (RFC 4632 section 5.1), in O(log n) of the networks plus the broader ones found. */
export function decideFlow(flow: CompiledFlow, addressText: string): Outcome<FlowDecision, AddressProblem> {
  const read = parseAddress(addressText);
  if (!read.ok) return read;
  const address = formatAddress(read.value);
  const [network, ...broader] = lookupAll(flow.table, read.value);
  const methods = network?.methods ?? (flow.outside === 'password' ? (['password'] as const) : []);
  const matched = matchedOf(network);
  return success({
    address,
    methods,
    matched,
    shadowed: broader.map(({ block, label }) => ({ block, label })),
    reasons: explainFlow({ addressText, address, network, broader, methods }),
    sentence: flowSentence(matched, methods),
  });
}

function matchedOf(network: CompiledNetwork | undefined): Matched {
  if (network === undefined) return { kind: 'none' };
  const { kind, block, label, connectors } = network;
  return kind === 'network' ? { kind, block, label } : { kind, block, connectors };
}
