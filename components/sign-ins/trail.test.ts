import { expect, test } from 'vitest';
import { signInTrail, type Trail } from '#components/sign-ins/trail.ts';
import type { SignInTry, SignInView } from '#lib/contracts/sign-in.ts';
import { compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import { flowDiagram } from '#lib/flow/flow-diagram.ts';
import { methods } from '#lib/flow/flow-settings.ts';

const step = (name: string, isPassed = true, tookMs = 1) => ({ step: name, isPassed, detail: `${name} told`, tookMs });

function tried(method: SignInTry['method'], more: Partial<SignInTry>): SignInTry {
  return {
    method,
    result: 'accepted',
    reason: null,
    detail: '',
    connectorId: null,
    connectorName: null,
    certificate: null,
    claimedName: null,
    steps: [],
    startedAt: 0,
    tookMs: 5,
    ...more,
  };
}

const all: SignInView = {
  id: 'sig_1',
  connectionId: 'con_1',
  connectionName: 'Fabrikam',
  applicationName: 'Payroll',
  state: 'signed-in',
  address: '24.12.34.56',
  network: 'Head office 24.12.34.0/24',
  method: 'client-certificate',
  tried: [],
  reason: null,
  userName: null,
  startedAt: 0,
  tookMs: 1,
  via: [],
  methods: [...methods],
  matched: { kind: 'network', block: '24.12.34.0/24', label: 'Head office' },
  revision: 1,
  sentence: '',
  reasonCodes: [],
  tries: [],
  person: null,
};

const trailOf = (more: Partial<SignInView>): Trail => {
  const trail = signInTrail({ ...all, ...more }, (reason) => `because of ${reason}`);
  if (trail === undefined) throw new Error('no trail');
  return trail;
};

/** Marks by the part of the hop’s id behind the lane. */
const states = ({ marks, diagram }: Trail) =>
  Object.fromEntries([...marks].map(([id, { state }]) => [id.replace(`${diagram.lit}/`, ''), state]));
const fallbacks = ({ diagram, gone }: Trail) =>
  diagram.lanes[0]?.edges.filter(({ kind, id }) => kind === 'fallback' && gone.has(id)).map(({ text }) => text);

test('who is let in by the first method passed every hop of it and came by nothing else', () => {
  const steps = ['request', 'tls', 'path', 'revocation', 'mapping', 'directory', 'groups'].map((name) => step(name));
  const trail = trailOf({ tries: [tried('client-certificate', { steps })] });
  expect(states(trail)).toEqual({
    browser: 'passed',
    gatehouse: 'passed',
    'client-certificate/front-facing-url': 'passed',
    'client-certificate/tls': 'passed',
    'client-certificate/authority-check': 'passed',
    'client-certificate/revocation': 'passed',
    'client-certificate/mapping': 'passed',
    'client-certificate/directory': 'passed',
    'signed-in': 'passed',
  });
  expect(trail.marks.get(`${trail.diagram.lit}/client-certificate/directory`)?.tookMs).toBe(2);
  expect(fallbacks(trail)).toEqual([]);
});

test('a way over three methods is lit from hop to hop, with why each next one followed', () => {
  const trail = trailOf({
    method: 'password',
    tries: [
      tried('client-certificate', {
        result: 'refused',
        reason: 'expired',
        steps: [step('request'), step('tls'), step('path', false)],
      }),
      tried('kerberos', { result: 'unavailable', reason: 'no-ticket' }),
      tried('password', { steps: [step('directory'), step('password')] }),
    ],
  });
  expect(states(trail)).toMatchObject({
    'client-certificate/tls': 'passed',
    'client-certificate/authority-check': 'failed',
    'kerberos/front-facing-url': 'passed',
    'kerberos/kerberos': 'stopped',
    'password/hub': 'passed',
    'password/directory': 'passed',
    'signed-in': 'passed',
  });
  expect(states(trail)).not.toHaveProperty('client-certificate/mapping');
  expect(states(trail)).not.toHaveProperty('kerberos/mapping');
  expect(fallbacks(trail)).toEqual(['because of expired', 'because of no-ticket']);
  const hops = new Set(trail.diagram.lanes[0]?.hops.map(({ id }) => id));
  for (const id of trail.gone) {
    if (!id.includes('>')) expect(hops.has(id), id).toBe(true);
    else expect(trail.diagram.lanes[0]?.edges.map((edge) => edge.id)).toContain(id);
  }
});

test('what never came to the connector ended at its door', () => {
  const trail = trailOf({
    state: 'refused',
    methods: ['client-certificate'],
    tries: [tried('client-certificate', { result: 'unavailable', reason: 'not-reachable' })],
  });
  expect(states(trail)).toEqual({
    browser: 'passed',
    gatehouse: 'passed',
    'client-certificate/front-facing-url': 'stopped',
    refused: 'failed',
  });
  expect(fallbacks(trail)).toEqual(['because of not-reachable']);
});

test('an answer that is still awaited ends nothing', () => {
  const trail = trailOf({ state: 'open', tries: [tried('kerberos', { result: 'pending' })], methods: ['kerberos'] });
  expect(states(trail)).toEqual({ browser: 'passed', gatehouse: 'passed', 'kerberos/front-facing-url': 'waiting' });
  expect(fallbacks(trail)).toEqual([]);
});

test('nobody gets in from an address that is refused', () => {
  for (const matched of [{ kind: 'none' }, { kind: 'network', block: '24.12.34.0/24', label: '' }] as const) {
    const trail = trailOf({ state: 'refused', methods: [], matched });
    expect(states(trail)).toEqual({ browser: 'passed', gatehouse: 'passed', refused: 'failed' });
  }
});

test('the lane is the one the preview draws', () => {
  const settings = { clientCertificate: { enabled: true }, kerberos: { enabled: true }, outside: 'password' } as const;
  const cases: [Partial<SignInView>, Parameters<typeof compileFlow>][] = [
    [{}, [{ ...settings, networks: [{ block: '24.12.34.0/24', label: 'Head office' }] }]],
    [
      { methods: ['kerberos', 'client-certificate'] },
      [
        {
          ...settings,
          networks: [{ block: '24.12.34.0/24', label: 'Head office', methods: ['kerberos', 'client-certificate'] }],
        },
      ],
    ],
    [{ matched: { kind: 'none' }, methods: ['password'] }, [{ ...settings, networks: [] }]],
    [
      { matched: { kind: 'implicit', block: '24.12.34.56/32', connectors: ['hq-1'] } },
      [{ ...settings, networks: [] }, [{ address: '24.12.34.56', connector: 'hq-1' }]],
    ],
  ];
  for (const [more, given] of cases) {
    const flow = compileFlow(...given);
    const decided = decideFlow(flow, all.address);
    const decision = decided.ok ? decided.value : undefined;
    const lane = flowDiagram(flow, { readiness: {}, decision }).lanes.find(({ isLit }) => isLit);
    const [drawn] = trailOf(more).diagram.lanes;
    expect(drawn).toEqual({ ...lane, row: 0, firstRow: 0 });
  }
});
