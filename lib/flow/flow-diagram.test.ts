import { describe, expect, test } from 'vitest';
import { compileFlow, decideFlow, type FlowDecision } from '#lib/flow/decide-flow.ts';
import { type FlowDiagram, type FlowLane, flowDiagram } from '#lib/flow/flow-diagram.ts';
import type { FlowSettings } from '#lib/flow/flow-settings.ts';

const settings: FlowSettings = {
  clientCertificate: { enabled: true },
  kerberos: { enabled: true },
  outside: 'password',
  networks: [
    { block: '2001:db8:12::/48', label: 'Branch', methods: ['client-certificate'] },
    { block: '24.12.34.56/32', label: 'Head office' },
    { block: '24.0.0.0/8', label: 'Wide', methods: ['password'] },
  ],
};
const flow = compileFlow(settings, [{ address: '203.0.113.7', connector: 'hq-1' }]);

function decide(address: string): FlowDecision {
  const decided = decideFlow(flow, address);
  if (!decided.ok) throw new Error(decided.problem.message);
  return decided.value;
}

function lane(diagram: FlowDiagram, id: string): FlowLane {
  const found = diagram.lanes.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no lane ${id}`);
  return found;
}

/** All ways through a lane from the browser to an end, following every edge. */
function waysThrough({ id, hops, edges }: FlowLane): string[] {
  const walk = (at: string): string[] => {
    const onward = edges.filter((edge) => edge.from === at);
    const kind = hops.find((hop) => hop.id === at)?.kind ?? 'lost';
    return onward.length === 0 ? [kind] : onward.flatMap((edge) => walk(edge.to).map((rest) => `${kind} ${rest}`));
  };
  return walk(`${id}/browser`);
}

describe('flowDiagram', () => {
  const diagram = flowDiagram(flow, { readiness: {} });

  test('has a lane per network by address, the broader before the inner, then implicit ones, then everyone else', () => {
    expect(diagram.lanes.map(({ id, row, depth, title }) => [id, row, depth, title])).toEqual([
      ['network:24.0.0.0/8', 0, 0, 'Wide'],
      ['network:24.12.34.56/32', 1, 1, 'Head office'],
      ['network:2001:db8:12::/48', 2, 0, 'Branch'],
      ['implicit:203.0.113.7/32', 3, 0, 'connector hq-1 is seen from here'],
      ['everyone-else', 4, 0, 'Everyone else'],
    ]);
    expect(diagram.lanes.map(({ firstRow, rowCount }) => [firstRow, rowCount])).toEqual([
      [0, 1],
      [1, 3],
      [4, 2],
      [6, 3],
      [9, 1],
    ]);
    expect([diagram.rowCount, diagram.hiddenLanes, diagram.lit]).toEqual([10, 0, undefined]);
  });

  test('leads through each method and from each to the next', () => {
    const end = 'directory signed-in';
    const password = `password-form hub connector ${end}`;
    const kerberos = `front-facing-url kerberos`;
    const certificate = 'front-facing-url tls authority-check';
    expect(waysThrough(lane(diagram, 'network:24.12.34.56/32'))).toEqual([
      `browser gatehouse ${certificate} revocation mapping ${end}`,
      `browser gatehouse ${certificate} ${kerberos} mapping ${end}`,
      `browser gatehouse ${certificate} ${kerberos} ${password}`,
    ]);
    expect(waysThrough(lane(diagram, 'everyone-else'))).toEqual([`browser gatehouse ${password}`]);
  });

  test('ends in a refusal where no password follows, and where nobody gets in', () => {
    expect(waysThrough(lane(diagram, 'network:2001:db8:12::/48')).at(-1)).toBe(
      'browser gatehouse front-facing-url tls authority-check refused',
    );
    const closed = flowDiagram(compileFlow({ ...settings, outside: 'refuse' }), { readiness: {} });
    expect(waysThrough(lane(closed, 'everyone-else'))).toEqual(['browser gatehouse refused']);
  });

  test('says on the way to the next method when it is reached', () => {
    const fallbacks = lane(diagram, 'network:24.12.34.56/32').edges.filter((edge) => edge.kind === 'fallback');
    expect(fallbacks.map((edge) => edge.text)).toEqual([
      'not reachable, no certificate, or refused',
      'not reachable, no ticket, or refused',
    ]);
  });

  test('gives every hop its own place and name, and every edge two hops', () => {
    for (const { hops, edges, rowCount } of diagram.lanes) {
      expect(new Set(hops.map((hop) => hop.id)).size).toBe(hops.length);
      expect(new Set(hops.map((hop) => `${hop.column}/${hop.row}`)).size).toBe(hops.length);
      expect(hops.every((hop) => hop.column < diagram.columnCount && hop.row < rowCount)).toBe(true);
      expect(new Set(edges.map((edge) => edge.id)).size).toBe(edges.length);
      const ids = new Set(hops.map((hop) => hop.id));
      expect(edges.every((edge) => ids.has(edge.from) && ids.has(edge.to))).toBe(true);
    }
  });

  test('puts readiness on its hops, leaves the rest unchecked, and lets the worst speak for a step', () => {
    const ready = { state: 'ready', text: 'Certificate valid for 212 days.' } as const;
    const blocked = { state: 'blocked', text: 'The CRL of Corp Issuing 2 has ended.' } as const;
    const shown = flowDiagram(flow, { readiness: { 'front-facing-url': ready, revocation: blocked } });
    const { steps } = lane(shown, 'network:24.12.34.56/32');
    expect(steps.map(({ method, state }) => [method, state])).toEqual([
      ['client-certificate', 'blocked'],
      ['kerberos', 'unchecked'],
      ['password', 'unchecked'],
    ]);
    const hops = steps[0]?.hops ?? [];
    expect(hops.map(({ readiness }) => readiness.state)).toEqual([
      'ready',
      'unchecked',
      'unchecked',
      'blocked',
      'unchecked',
      'unchecked',
    ]);
    expect(hops[0]?.readiness).toBe(ready);
  });

  test.each([
    ['24.12.34.56', 'network:24.12.34.56/32'],
    ['24.12.34.57', 'network:24.0.0.0/8'],
    ['203.0.113.7', 'implicit:203.0.113.7/32'],
    ['9.9.9.9', 'everyone-else'],
  ])('lights the lane of %s', (address, id) => {
    const decision = decide(address);
    const lit = flowDiagram(flow, { readiness: {}, decision });
    expect(lit.lit).toBe(id);
    expect(lit.lanes.filter((each) => each.isLit).map((each) => each.id)).toEqual([id]);
    expect(lane(lit, id).methods).toEqual(decision.methods);
  });

  test('shows at most so many lanes of networks, the lit one always', () => {
    const ids = (decision?: FlowDecision) =>
      flowDiagram(flow, { readiness: {}, decision, maxLanes: 2 }).lanes.map((each) => each.id);
    expect(ids()).toEqual(['network:24.0.0.0/8', 'network:24.12.34.56/32', 'everyone-else']);
    expect(ids(decide('2001:db8:12::1'))).toEqual(['network:24.0.0.0/8', 'network:2001:db8:12::/48', 'everyone-else']);
    expect(flowDiagram(flow, { readiness: {}, maxLanes: 2 }).hiddenLanes).toBe(2);
  });
});
