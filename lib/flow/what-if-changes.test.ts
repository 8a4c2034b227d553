import { describe, expect, test } from 'vitest';
import { compileFlow } from '#lib/flow/decide-flow.ts';
import type { FlowSettings } from '#lib/flow/flow-settings.ts';
import { compareFlows } from '#lib/flow/what-if.ts';
import type { CertificateCause, SeenCertificate } from '#lib/flow/what-if-certificate.ts';
import { collectChanges, type Observation } from '#lib/flow/what-if-changes.ts';

const on: FlowSettings = {
  clientCertificate: { enabled: true },
  kerberos: { enabled: false },
  outside: 'password',
  networks: [{ block: '198.51.100.0/24', label: 'Head office' }],
};
const inside = '198.51.100.7';
const certificate = (fingerprint: string): SeenCertificate => ({
  ...{ fingerprint, issuer: 'CN=CA', path: ['CA'], rule: '' },
  ...{ sid: 'unknown', revocation: 'known' },
});
/** Each is later than the one after it. */
const came = (fingerprint: string | undefined, more: Partial<Observation> = {}): Partial<Observation> => ({
  person: { id: 'ada', name: 'ada' },
  used: fingerprint === undefined ? 'password' : 'client-certificate',
  certificate: fingerprint === undefined ? undefined : certificate(fingerprint),
  ...more,
});

/** The newest first; `faulty` by fingerprint. */
function collect(
  all: readonly Partial<Observation>[],
  faulty: Readonly<Record<string, CertificateCause>>,
  draft: Partial<FlowSettings> = {},
) {
  const judged: string[] = [];
  const collected = collectChanges({
    compare: compareFlows(compileFlow(on), compileFlow({ ...on, ...draft })),
    certificateFault: ({ fingerprint }) => {
      judged.push(fingerprint);
      const cause = faulty[fingerprint];
      return cause === undefined ? undefined : { cause, detail: 'it' };
    },
    mostListed: 9,
    mostChanges: 9,
  });
  for (const [at, one] of all.entries())
    collected.add({ address: inside, signIns: 1, attempts: 0, lastAt: -at, ...one });
  const answer = collected.done();
  const told = answer.changes.map(({ kind, cause, people, byOlderCertificate, signIns }) => ({
    ...{ kind, cause, byOlderCertificate, signIns },
    people: people.count,
  }));
  return { answer, told, judged };
}

const gone = { old: 'authority-gone' } as const;

describe('people are judged by the certificate they came with last', () => {
  test('an older one that the draft refuses is told beside, and refuses nobody', () => {
    const { answer, told } = collect([came('new'), came('old'), came('old')], gone);
    expect(told).toEqual([
      { kind: 'loses-method', cause: 'authority-gone', people: 0, byOlderCertificate: 1, signIns: 2 },
    ]);
    expect(answer.people).toMatchObject({ total: 1, 'loses-method': 0 });
    expect(answer.unchanged.signIns).toBe(1);
  });

  test('a last one that the draft refuses concerns whatever they came with before', () => {
    const { answer, told } = collect([came('old'), came('new')], gone);
    expect(told).toEqual([
      { kind: 'loses-method', cause: 'authority-gone', people: 1, byOlderCertificate: 0, signIns: 2 },
    ]);
    expect(answer.people).toMatchObject({ total: 1, 'loses-method': 1 });
  });

  test('wherever they came with it', () => {
    const branch = { block: '203.0.113.0/24', label: 'Branch' };
    const elsewhere = { address: '203.0.113.9' };
    const networks = [...on.networks, branch];
    const flow = { networks };
    // Both networks are in what runs as well, so that the certificate alone decides.
    const collected = collectChanges({
      compare: compareFlows(compileFlow({ ...on, ...flow }), compileFlow({ ...on, ...flow })),
      certificateFault: ({ fingerprint }) =>
        fingerprint === 'old' ? { cause: 'authority-gone', detail: 'it' } : undefined,
      mostListed: 9,
      mostChanges: 9,
    });
    const one = { address: inside, signIns: 1, attempts: 0 };
    collected.add({ ...one, ...came('new') });
    collected.add({ ...one, ...came('old'), ...elsewhere });
    const { people, changes } = collected.done();
    expect(people['loses-method']).toBe(0);
    expect(changes).toMatchObject([{ people: { count: 0 }, byOlderCertificate: 1 }]);
  });

  test('somebody who comes without one is judged by how they came', () => {
    const { answer } = collect([came(undefined), came('old')], gone);
    expect(answer.people['loses-method']).toBe(1);
    expect(answer.unchanged.signIns).toBe(1);
  });

  test('what the networks change concerns everybody, whatever their certificate', () => {
    const { answer, told } = collect([came('new'), came('old')], gone, { clientCertificate: { enabled: false } });
    expect(told).toEqual([{ kind: 'loses-method', cause: 'flow', people: 1, byOlderCertificate: 0, signIns: 2 }]);
    expect(answer.people['loses-method']).toBe(1);
  });
});

describe('what cannot be known', () => {
  test('is a group of its own, below what may refuse and above what only changes', () => {
    const unasked = { new: 'rule-unasked' } as const;
    const { answer, told } = collect([came('new')], unasked);
    expect(told).toMatchObject([{ kind: 'not-known', cause: 'rule-unasked', people: 1 }]);
    expect(answer.people).toMatchObject({ 'not-known': 1, 'loses-method': 0, 'may-be-refused': 0 });
    // Nothing is lost that anybody could name.
    expect(answer.changes[0]?.lost).toEqual([]);
    const other = collect([came('new')], unasked, { networks: [{ block: '198.51.100.0/25', label: '' }] });
    expect(other.told).toMatchObject([{ kind: 'not-known' }]);
  });

  test('is told of the SID as well', () => {
    expect(collect([came('new')], { new: 'rule-sid' }).told).toMatchObject([{ kind: 'not-known', cause: 'rule-sid' }]);
  });
});

test('a certificate is judged once for each person and network, however often they came', () => {
  const often = Array.from({ length: 500 }, () => came('old'));
  const { judged, answer } = collect([came('new'), ...often, came('new')], gone);
  expect(answer.signIns).toBe(502);
  expect(judged).toEqual(['new', 'old']);
});
