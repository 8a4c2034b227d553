import { expect, test } from 'vitest';
import { layoutDiagram } from '#components/flow/diagram-layout.ts';
import { compileFlow } from '#lib/flow/decide-flow.ts';
import { flowDiagram } from '#lib/flow/flow-diagram.ts';

const flow = compileFlow({
  clientCertificate: { enabled: true },
  kerberos: { enabled: true },
  outside: 'refuse',
  networks: [
    { block: '24.12.34.56/32', label: 'Head office' },
    { block: '2001:db8:12::/48', label: 'Branch', methods: ['client-certificate'] },
  ],
});
const diagram = flowDiagram(flow, { readiness: {} });
const all = new Set(diagram.lanes.map((lane) => lane.id));

test('no hop covers another, and each lies within its lane', () => {
  const { hops, lanes } = layoutDiagram(diagram, all, 1000);
  for (const { hop, lane, box } of hops) {
    const around = lanes.find((one) => one.lane === lane)?.box;
    expect(around !== undefined && box.x >= around.x && box.x + box.width <= around.x + around.width, hop.id).toBe(
      true,
    );
    expect(around !== undefined && box.y > around.y && box.y + box.height < around.y + around.height, hop.id).toBe(
      true,
    );
  }
  const overlapping = hops.filter(({ box: a, hop }) =>
    hops.some(
      ({ box: b, hop: other }) =>
        other !== hop && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
    ),
  );
  expect(overlapping).toEqual([]);
});

test('lanes follow one another without touching', () => {
  const { lanes, height } = layoutDiagram(diagram, all, 1000);
  lanes.slice(1).forEach(({ box }, place) => {
    const above = lanes[place]?.box;
    expect(above !== undefined && box.y > above.y + above.height).toBe(true);
  });
  const last = lanes.at(-1)?.box;
  expect(last && last.y + last.height).toBe(height);
});

test('columns widen with the page, and the whole shrinks where the page is narrower than readable columns', () => {
  expect(layoutDiagram(diagram, all, 1400).zoom).toBe(1);
  expect(layoutDiagram(diagram, all, 1400).width).toBeGreaterThan(layoutDiagram(diagram, all, 1100).width);
  expect(layoutDiagram(diagram, all, 800).zoom).toBeLessThan(1);
});

test('a fallback leaves at the bottom and comes in from above', () => {
  const fallback = layoutDiagram(diagram, all, 1000).edges.find(({ edge }) => edge.kind === 'fallback');
  expect([fallback?.from, fallback?.to]).toEqual(['bottom', 'top']);
});

test('a closed lane has no hops and gives its room to the others', () => {
  const open = new Set(['everyone-else']);
  const layout = layoutDiagram(diagram, open, 1000);
  expect(new Set(layout.hops.map(({ lane }) => lane.id))).toEqual(open);
  expect(layout.edges.every(({ lane }) => open.has(lane.id))).toBe(true);
  expect(layout.height).toBeLessThan(layoutDiagram(diagram, all, 1000).height);
});

test('what leads to the next method is said between the rows, on no hop', () => {
  const { notes, hops } = layoutDiagram(diagram, all, 1000);
  expect(notes.map((note) => note.text)).toContain('not reachable, no certificate, or refused');
  const covered = notes.filter(({ box: a }) =>
    hops.some(
      ({ box: b }) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
    ),
  );
  expect(covered).toEqual([]);
});
