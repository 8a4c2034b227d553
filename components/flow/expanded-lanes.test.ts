import { expect, test } from 'vitest';
import { expandedLanes } from '#components/flow/expanded-lanes.ts';
import { compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import { flowDiagram } from '#lib/flow/flow-diagram.ts';

function diagram(networks: number, address?: string) {
  const flow = compileFlow({
    clientCertificate: { enabled: true },
    kerberos: { enabled: false },
    outside: 'password',
    networks: Array.from({ length: networks }, (_, place) => ({ block: `24.0.${place}.0/24`, label: '' })),
  });
  const decided = address === undefined ? undefined : decideFlow(flow, address);
  return flowDiagram(flow, { readiness: {}, decision: decided?.ok === true ? decided.value : undefined });
}
const byNobody = new Map<string, boolean>();

test('a few lanes are all open, of many the first and everyone else', () => {
  expect(expandedLanes(diagram(2), byNobody).size).toBe(3);
  expect([...expandedLanes(diagram(9), byNobody)]).toEqual(['network:24.0.0.0/24', 'everyone-else']);
});

test('a lit lane stands alone', () => {
  expect([...expandedLanes(diagram(2, '24.0.1.5'), byNobody)]).toEqual(['network:24.0.1.0/24']);
  expect([...expandedLanes(diagram(2, '8.8.8.8'), byNobody)]).toEqual(['everyone-else']);
});

test('what was opened or closed by hand stays so', () => {
  const byHand = new Map([
    ['network:24.0.0.0/24', true],
    ['everyone-else', false],
  ]);
  expect([...expandedLanes(diagram(9, '8.8.8.8'), byHand)]).toEqual(['network:24.0.0.0/24']);
});
