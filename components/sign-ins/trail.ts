import type { SignInTry, SignInView } from '#lib/contracts/sign-in.ts';
import { compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import { type FlowDiagram, type FlowEdge, type FlowLane, flowDiagram, type HopKind } from '#lib/flow/flow-diagram.ts';
import { diagramColumns, passages } from '#lib/flow/flow-hops.ts';
import type { FlowSettings, Method } from '#lib/flow/flow-settings.ts';

/** How somebody came by a hop. */
export type HopMark = {
  /** `failed`: the method ended here for good; `stopped`: it could not be used any further; `waiting`: its end is not known. */
  readonly state: 'passed' | 'failed' | 'stopped' | 'waiting';
  /** What the step said, for administrators. */
  readonly detail: string;
  /** Milliseconds; null where the hop was not measured. */
  readonly tookMs: number | null;
};

export type Trail = {
  /** The one lane the address fell in. */
  readonly diagram: FlowDiagram;
  /** By hop; what is absent was not reached. */
  readonly marks: ReadonlyMap<string, HopMark>;
  /** Hops and edges that were come by. */
  readonly gone: ReadonlySet<string>;
};

/** Where each step of a connector's answer belongs in the diagram. */
const hopOfStep: Readonly<Record<string, HopKind>> = {
  request: 'front-facing-url',
  tls: 'tls',
  path: 'authority-check',
  revocation: 'revocation',
  ticket: 'kerberos',
  mapping: 'mapping',
  directory: 'directory',
  connector: 'connector',
  password: 'directory',
  groups: 'directory',
};

/** Where a try ended of which no step is known: before the browser was at the connector, unless the reason says otherwise. */
const hopOfReason: Readonly<Record<string, HopKind>> = {
  'no-certificate': 'tls',
  'no-ticket': 'kerberos',
  ntlm: 'kerberos',
  'no-connector': 'hub',
  'not-asked': 'hub',
  'no-answer': 'connector',
  'answer-invalid': 'connector',
  'question-unreadable': 'connector',
  'connector-busy': 'connector',
  'connector-failed': 'connector',
  'result-too-large': 'connector',
  'directory-unreachable': 'directory',
};

type Drawing = { readonly marks: Map<string, HopMark>; readonly gone: Set<string>; readonly edges: FlowEdge[] };

/** The way somebody went, drawn into the lane that the preview draws for the same network. `words` says a reason in a few words. */
export function signInTrail(view: SignInView, words: (reason: string) => string): Trail | undefined {
  const lane = laneOf(view);
  if (lane === undefined) return undefined;
  const drawing: Drawing = { marks: new Map(), gone: new Set(), edges: [...lane.edges] };
  go(drawing, `${lane.id}/browser`, undefined);
  go(drawing, `${lane.id}/gatehouse`, `${lane.id}/browser`);
  for (const { method, hops } of lane.steps) {
    const tries = view.tries.filter((one) => one.method === method);
    const last = tries.at(-1);
    if (last === undefined) continue;
    const ids = hops.map(({ id }) => id);
    if (method === lane.methods[0]) drawing.gone.add(`${lane.id}/gatehouse>${ids[0]}`);
    goThrough(drawing, lane, { method, ids, last, words });
  }
  const refused = `${lane.id}/refused`;
  if (view.state === 'refused' && lane.hops.some(({ id }) => id === refused)) {
    drawing.marks.set(refused, { state: 'failed', detail: '', tookMs: null });
    drawing.gone.add(refused);
    if (lane.steps.length === 0) drawing.gone.add(`${lane.id}/gatehouse>${refused}`);
  }
  const drawn: FlowLane = { ...lane, row: 0, firstRow: 0, edges: drawing.edges };
  return {
    diagram: { lanes: [drawn], columnCount: diagramColumns, rowCount: drawn.rowCount, lit: drawn.id, hiddenLanes: 0 },
    marks: drawing.marks,
    gone: drawing.gone,
  };
}

function go({ marks, gone }: Drawing, id: string, from: string | undefined): void {
  marks.set(id, { state: 'passed', detail: '', tookMs: null });
  gone.add(id);
  if (from !== undefined) gone.add(`${from}>${id}`);
}

/** Marks the hops of one method up to where it ended, and lights the edge that leads on from there. */
function goThrough(
  drawing: Drawing,
  lane: FlowLane,
  { method, ids, last, words }: { method: Method; ids: string[]; last: SignInTry; words: (reason: string) => string },
): void {
  const { marks, gone } = drawing;
  const kinds: readonly HopKind[] = passages[method].hops;
  const end = last.result === 'accepted' ? kinds.length - 1 : endOf(kinds, last);
  ids.slice(0, end + 1).forEach((id, at) => {
    const steps = last.steps.filter(({ step }) => hopOfStep[step] === kinds[at]);
    const state = at < end || last.result === 'accepted' ? 'passed' : stateOf(last);
    const told = steps.findLast(({ isPassed }) => !isPassed) ?? steps.at(-1);
    const detail = told?.detail ?? (state === 'passed' ? '' : last.detail);
    const tookMs = steps.length === 0 ? null : steps.reduce((sum, step) => sum + step.tookMs, 0);
    marks.set(id, { state, detail, tookMs });
    gone.add(id);
    if (at > 0) gone.add(`${ids[at - 1]}>${id}`);
  });
  const ended = ids[end];
  if (ended === undefined) return;
  if (last.result === 'accepted') {
    const signedIn = `${lane.id}/signed-in`;
    go(drawing, signedIn, ended);
    return;
  }
  // The preview draws the fallback at the hop where it mostly begins; here it is known where it began, and why.
  const at = drawing.edges.findIndex(({ kind, from }) => kind === 'fallback' && ids.includes(from));
  const edge = drawing.edges[at];
  if (edge === undefined || last.result === 'pending') return;
  const text = last.reason === null ? {} : { text: words(last.reason) };
  drawing.edges[at] = { ...edge, id: `${ended}>${edge.to}`, from: ended, ...text };
  gone.add(`${ended}>${edge.to}`);
}

function stateOf({ result }: SignInTry): HopMark['state'] {
  if (result === 'refused') return 'failed';
  return result === 'pending' ? 'waiting' : 'stopped';
}

/** The hop at which a try ended that did not let the person in. */
function endOf(kinds: readonly HopKind[], { steps, reason }: SignInTry): number {
  const failed = steps.findLast(({ isPassed }) => !isPassed);
  const told = failed ?? steps.at(-1);
  const kind = (told === undefined ? undefined : hopOfStep[told.step]) ?? hopOfReason[reason ?? ''];
  return Math.max(0, kind === undefined ? 0 : kinds.indexOf(kind));
}

/** The lane as the preview draws it, of as much of the settings as the row remembers. */
function laneOf(view: SignInView): FlowLane | undefined {
  const { matched } = view;
  const seenFrom =
    matched.kind === 'implicit'
      ? matched.connectors.map((connector) => ({ address: matched.block.split('/')[0] ?? '', connector }))
      : [];
  const flow = compileFlow(settingsOf(view), seenFrom);
  const decided = decideFlow(flow, view.address);
  if (!decided.ok) return undefined;
  return flowDiagram(flow, { readiness: {}, decision: decided.value }).lanes.find(({ isLit }) => isLit);
}

function settingsOf({ matched, methods }: Pick<SignInView, 'matched' | 'methods'>): FlowSettings {
  const isOn = (method: Method): boolean => methods.includes(method);
  const only = methods.length > 0 ? methods : (['client-certificate'] as const);
  return {
    clientCertificate: { enabled: isOn('client-certificate') },
    kerberos: { enabled: isOn('kerberos') },
    outside: isOn('password') ? 'password' : 'refuse',
    networks: matched.kind === 'network' ? [{ block: matched.block, label: matched.label, methods: only }] : [],
  };
}
