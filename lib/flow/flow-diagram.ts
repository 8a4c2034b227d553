import { type Block, parseBlock } from '#lib/flow/block.ts';
import type { CompiledFlow, CompiledNetwork } from '#lib/flow/compile-flow.ts';
import type { FlowDecision } from '#lib/flow/decide-flow.ts';
import {
  diagramColumns,
  type HopKind,
  hopFacts,
  passages,
  type Readiness,
  type ReadinessState,
  worstState,
} from '#lib/flow/flow-hops.ts';
import { connectorsAre } from '#lib/flow/flow-sentence.ts';
import type { Method } from '#lib/flow/flow-settings.ts';
import { nestBlocks } from '#lib/flow/nest-blocks.ts';

export type { HopKind, Readiness, ReadinessState } from '#lib/flow/flow-hops.ts';

/** One place in a lane; `column` counts over the whole diagram, `row` within its lane. */
export type FlowHop = {
  readonly id: string;
  readonly kind: HopKind;
  readonly title: string;
  readonly readiness: Readiness;
  readonly column: number;
  readonly row: number;
};

/** `next` leads on, `fallback` to the next method or, at the end, to the refusal; its `text` says when. */
export type FlowEdge = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'fallback';
  readonly text?: string;
};

export type FlowStep = {
  readonly method: Method;
  readonly row: number;
  readonly hops: readonly FlowHop[];
  /** The state that says most among its hops. */
  readonly state: ReadinessState;
};

/** What the addresses of one network get, or everyone else's. */
export type FlowLane = {
  readonly id: string;
  readonly kind: 'network' | 'implicit' | 'everyone-else';
  /** Place among the lanes shown. */
  readonly row: number;
  /** Row of its first step counted over the whole diagram, and how many rows it takes. */
  readonly firstRow: number;
  readonly rowCount: number;
  /** 0 for a network within no other. */
  readonly depth: number;
  readonly title: string;
  readonly block?: string;
  readonly connectors: readonly string[];
  readonly methods: readonly Method[];
  readonly steps: readonly FlowStep[];
  /** All hops of the lane: the shared ones (browser, Gatehouse, signed in, refused) and those of the steps. */
  readonly hops: readonly FlowHop[];
  readonly edges: readonly FlowEdge[];
  readonly isLit: boolean;
};

export type FlowDiagram = {
  readonly lanes: readonly FlowLane[];
  readonly columnCount: number;
  readonly rowCount: number;
  /** The lane the decision falls in. */
  readonly lit?: string;
  /** Lanes of networks left out because of `maxLanes`. */
  readonly hiddenLanes: number;
};

type DiagramInput = {
  /** By kind of hop; what is absent is unchecked. */
  readonly readiness: Partial<Readonly<Record<HopKind, Readiness>>>;
  readonly decision?: FlowDecision | undefined;
  /** At most so many lanes of networks; the lit one is always among them. */
  readonly maxLanes?: number | undefined;
};

type Plan = Pick<FlowLane, 'id' | 'kind' | 'title' | 'connectors' | 'methods' | 'depth'> & { readonly block?: string };

/**
 * The diagram of a connection's flow without a pixel: a lane per network in the order of addresses (a broader network, RFC 4632
 * section 5.1, before what lies in it), then the implicit ones, then everyone else.
 */
export function flowDiagram(flow: CompiledFlow, { readiness, decision, maxLanes }: DiagramInput): FlowDiagram {
  const plans = [...networkPlans(flow, 'network'), ...networkPlans(flow, 'implicit')];
  const litId = decision === undefined ? undefined : laneId(decision.matched);
  const shown = limited(plans, maxLanes, litId);
  const lanes: FlowLane[] = [];
  let firstRow = 0;
  for (const plan of [...shown, everyoneElse(flow)]) {
    const lane = drawLane(plan, { row: lanes.length, firstRow, isLit: plan.id === litId }, readiness);
    lanes.push(lane);
    firstRow += lane.rowCount;
  }
  return {
    lanes,
    columnCount: diagramColumns,
    rowCount: firstRow,
    ...(litId === undefined ? {} : { lit: litId }),
    hiddenLanes: plans.length - shown.length,
  };
}

function laneId(
  of: { readonly kind: 'network' | 'implicit'; readonly block: string } | { readonly kind: 'none' },
): string {
  return of.kind === 'none' ? 'everyone-else' : `${of.kind}:${of.block}`;
}

function networkPlans({ table }: CompiledFlow, kind: CompiledNetwork['kind']): Plan[] {
  const entries = table.values.flatMap((network, place) => {
    const read = parseBlock(network.block);
    return network.kind === kind && read.ok ? [{ network, place, block: read.value }] : [];
  });
  const depthOf = (place: number): number => {
    let depth = 0;
    for (let at = table.parents[place] ?? -1; at >= 0; at = table.parents[at] ?? -1) depth += 1;
    return depth;
  };
  const { order } = nestBlocks(entries.map(({ block }): Block => block));
  return [...order].flatMap((at) => {
    const entry = entries[at];
    if (entry === undefined) return [];
    const { block, label, methods, connectors } = entry.network;
    const title = kind === 'implicit' ? `${connectorsAre(connectors)} seen from here` : label.trim();
    return [{ id: laneId({ kind, block }), kind, title, block, connectors, methods, depth: depthOf(entry.place) }];
  });
}

function everyoneElse({ outside }: CompiledFlow): Plan {
  const methods: Method[] = outside === 'password' ? ['password'] : [];
  return {
    id: laneId({ kind: 'none' }),
    kind: 'everyone-else',
    title: 'Everyone else',
    connectors: [],
    methods,
    depth: 0,
  };
}

function limited(plans: readonly Plan[], maxLanes: number | undefined, litId: string | undefined): readonly Plan[] {
  if (maxLanes === undefined || plans.length <= maxLanes) return plans;
  const kept = plans.slice(0, maxLanes);
  const lit = plans.findIndex((plan) => plan.id === litId);
  const litPlan = plans[lit];
  return litPlan === undefined || lit < maxLanes ? kept : [...kept.slice(0, Math.max(0, maxLanes - 1)), litPlan];
}

function drawLane(
  plan: Plan,
  place: { readonly row: number; readonly firstRow: number; readonly isLit: boolean },
  readiness: DiagramInput['readiness'],
): FlowLane {
  const hop = (kind: HopKind, row: number, id = `${plan.id}/${kind}`): FlowHop => {
    const { title, column } = hopFacts[kind];
    return {
      id,
      kind,
      title,
      readiness: readiness[kind] ?? { state: 'unchecked', text: 'Not checked yet.' },
      column,
      row,
    };
  };
  const edges: FlowEdge[] = [];
  const connect = (from: string, to: string, kind: FlowEdge['kind'], text?: string): void => {
    edges.push({ id: `${from}>${to}`, from, to, kind, ...(text === undefined ? {} : { text }) });
  };

  const browser = hop('browser', 0);
  const gatehouse = hop('gatehouse', 0);
  connect(browser.id, gatehouse.id, 'next');
  const steps = plan.methods.map((method, row): FlowStep => {
    const hops = passages[method].hops.map((kind) => hop(kind, row, `${plan.id}/${method}/${kind}`));
    return { method, row, hops, state: worstState(hops.map((each) => each.readiness.state)) };
  });
  const shared = [browser, gatehouse];
  if (steps.length > 0) shared.push(hop('signed-in', 0));
  // Who mistypes a password is asked again; every other last failure is final.
  const isFinal = plan.methods.at(-1) !== 'password';
  if (isFinal) shared.push(hop('refused', steps.length));
  const refusedId = `${plan.id}/refused`;
  connect(gatehouse.id, steps[0]?.hops[0]?.id ?? refusedId, 'next');
  steps.forEach(({ method, hops }, at) => {
    hops.forEach(({ id }, index) => {
      connect(id, hops[index + 1]?.id ?? `${plan.id}/signed-in`, 'next');
    });
    const { fallsAt, fallsWhen } = passages[method];
    const next = steps[at + 1]?.hops[0]?.id ?? (isFinal ? refusedId : undefined);
    if (next !== undefined) connect(`${plan.id}/${method}/${fallsAt}`, next, 'fallback', fallsWhen);
  });
  return {
    ...plan,
    ...place,
    rowCount: Math.max(1, steps.length + (isFinal && steps.length > 0 ? 1 : 0)),
    steps,
    hops: [...shared, ...steps.flatMap((step) => step.hops)],
    edges,
  };
}
