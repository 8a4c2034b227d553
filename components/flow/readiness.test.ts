import { describe, expect, test } from 'vitest';
import { flowReadiness } from '#components/flow/readiness.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import { emptySettings } from '#lib/contracts/settings.ts';
import type { Finding } from '#lib/core/finding.ts';

const now = Date.UTC(2026, 5, 1);
const day = 86_400_000;

const settings = {
  ...emptySettings,
  clientCertificate: { enabled: true },
  frontFacingUrl: 'https://sso.fabrikam.example',
  sslCertificate: { chain: ['AAAA'] },
  caCertificates: ['BBBB', 'CCCC'],
};

function connector(name: string, more: Partial<ConnectorView> = {}): ConnectorView {
  return {
    id: name,
    connectionId: 'con',
    name,
    state: 'online',
    hostName: name,
    software: '1',
    seenFrom: '203.0.113.7',
    listener: { state: 'serving', address: '0.0.0.0:443' },
    directory: null,
    kerberos: null,
    tlsDifferences: null,
    revocation: null,
    enrolledAt: 0,
    lastSeenAt: now,
    runningRevision: 12,
    rollout: null,
    sealingCertificate: '',
    sealingFingerprint: '',
    hasSealedKey: true,
    holdsKey: false,
    heldKeys: [],
    ...more,
  };
}

function finding(severity: Finding['severity'], area: Finding['area'], message: string): Finding {
  return { id: 'X', severity, area, subject: 's', message, remedy: '' };
}

const fleet = [connector('hq-1'), connector('hq-2')];
const sslValidity = { notBefore: now - 100 * day, notAfter: now + 212 * day + 1 };
const good = { settings, findings: [], sslValidity, connectors: fleet, revision: 12, now };

test('what is in order says what it stands on', () => {
  const readiness = flowReadiness(good);
  expect(readiness['front-facing-url']).toMatchObject({ state: 'ready', short: 'cert 212 d', tab: 'certificates' });
  expect(readiness['authority-check']).toMatchObject({ state: 'ready', short: '2 CAs' });
  expect(readiness.tls).toMatchObject({ state: 'ready', short: '2 of 2 serve' });
  expect(readiness.connector).toMatchObject({ state: 'ready', short: '2 on rev 12' });
  expect(readiness.hub).toMatchObject({ state: 'ready' });
});

test('nothing but Gatehouse’s own part is called ready in a new connection', () => {
  const readiness = flowReadiness({
    settings: emptySettings,
    findings: [],
    sslValidity: undefined,
    connectors: [],
    revision: undefined,
    now,
  });
  const ready = Object.entries(readiness).flatMap(([kind, hop]) => (hop.state === 'ready' ? [kind] : []));
  expect(ready.sort()).toEqual(['gatehouse', 'mapping', 'password-form']);
  expect(readiness['front-facing-url']).toMatchObject({ state: 'blocked', tab: 'methods' });
  expect(readiness['authority-check']?.state).toBe('blocked');
});

describe('findings decide, errors before warnings, notes not at all', () => {
  test.each([
    ['error', 'blocked'],
    ['warning', 'attention'],
    ['note', 'ready'],
  ] as const)('%s makes %s', (severity, state) => {
    const found = [finding(severity, 'ca-certificates', 'Root is missing.')];
    expect(flowReadiness({ ...good, findings: found })['authority-check']?.state).toBe(state);
  });

  test('the gravest is the one that is said, the others are counted', () => {
    const found = [
      finding('warning', 'ssl-certificate', 'Ends soon.'),
      finding('error', 'ssl-certificate', 'Wrong host.'),
    ];
    expect(flowReadiness({ ...good, findings: found })['front-facing-url']).toMatchObject({
      state: 'blocked',
      text: 'Wrong host. And 1 more finding.',
    });
  });
});

test('certificates that are still being checked are not called good or bad', () => {
  const readiness = flowReadiness({ ...good, findings: undefined });
  expect(readiness['front-facing-url']?.state).toBe('unchecked');
  expect(readiness['authority-check']?.state).toBe('unchecked');
});

test('a connector that is away, one whose listener failed, and one that refused are each told by name', () => {
  const away = [connector('hq-1'), connector('hq-2', { state: 'offline' })];
  expect(flowReadiness({ ...good, connectors: away }).tls).toMatchObject({
    state: 'attention',
    text: '1 of 2 connectors answer; hq-2 does not.',
  });
  const broken = [connector('hq-1', { listener: { state: 'failed', address: '', detail: 'port 443 is in use' } })];
  expect(flowReadiness({ ...good, connectors: broken }).tls?.text).toContain('port 443 is in use');
  const rollout = {
    revision: 13,
    state: 'refused',
    message: 'The key does not fit.',
    tests: [],
    tookMs: null,
    at: null,
  } as const;
  expect(
    flowReadiness({ ...good, connectors: [connector('hq-1', { rollout: { ...rollout, tests: [] } })] }).connector,
  ).toMatchObject({
    state: 'attention',
    text: 'hq-1 refused revision 13: The key does not fit.',
  });
});

test('a certificate in order is called so before its days are known', () => {
  const readiness = flowReadiness({ ...good, sslValidity: undefined });
  expect(readiness['front-facing-url']).toMatchObject({ state: 'ready', short: 'cert in order' });
});
