import { expect, test } from 'vitest';
import { revocationReadiness } from '#components/flow/revocation-readiness.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import type { RevocationRowView } from '#lib/contracts/revocation-board.ts';
import type { Settings } from '#lib/contracts/settings.ts';

const now = Date.UTC(2026, 5, 1);
const hour = 3_600_000;
const closed = { revocation: { mode: 'fail-closed' } } as const;
const row = {
  authority: 'a'.repeat(64),
  name: 'Corp Root',
  mode: 'fail-closed',
  kind: 'crl',
  state: 'current',
} as const;

function connector(name: string, ...rows: readonly Partial<RevocationRowView>[]): ConnectorView {
  // Only what the board reads.
  return { name, state: 'online', revocation: { rows: rows.map((one) => ({ ...row, ...one })) } } as ConnectorView;
}

const of = (connectors: readonly ConnectorView[], settings: Pick<Settings, 'revocation'> = closed, revision?: number) =>
  revocationReadiness({ settings, connectors, revision, now });

test('revocation that is not looked up is never called ready', () => {
  expect(of([], { revocation: { mode: 'off' } }).state).toBe('unchecked');
  expect(of([]).state).toBe('ready');
});

test('one authority that is asked is told of, where the others are not', () => {
  const rule = { authority: 'a'.repeat(64), mode: 'fail-closed', source: { kind: 'certificate' } } as const;
  expect(of([], { revocation: { mode: 'off', authorities: [rule] } })).toMatchObject({
    state: 'ready',
    text: 'Only certificates of 1 authority are looked up, others are not.',
  });
  expect(of([], { revocation: { mode: 'off', authorities: [{ ...rule, mode: 'off' }] } }).state).toBe('unchecked');
});

test('what is required and cannot be had is no readiness, whatever the settings wish', () => {
  const failing = { failsAt: now - hour, state: 'unreachable' } as const;
  expect(of([connector('hq-1', failing)], closed, 7)).toMatchObject({
    state: 'blocked',
    text: expect.stringContaining('Corp Root fail on hq-1'),
    tab: 'connectors',
  });
  expect(of([connector('hq-1', failing), connector('hq-2', {})], closed, 7).state).toBe('attention');
  expect(of([connector('hq-1', { failsAt: now + hour, state: 'unreachable' })], closed, 7).state).toBe('attention');
  expect(of([connector('hq-1', { failsAt: now + 900 * hour })], closed, 7).state).toBe('ready');
});

test('a draft is not told to fail by what connectors say of other settings', () => {
  expect(of([connector('hq-1', { failsAt: now - hour })])).toMatchObject({
    state: 'attention',
    text: expect.stringMatching(/^With the settings that run: /),
  });
});
