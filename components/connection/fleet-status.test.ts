import { describe, expect, it } from 'vitest';
import { fleetStatus } from '#components/connection/fleet-status.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';
import { emptySettings } from '#lib/contracts/settings.ts';

function connector(more: Partial<ConnectorView>): ConnectorView {
  return {
    id: 'cr_1',
    connectionId: 'con_1',
    name: 'hq-1',
    state: 'online',
    hostName: 'hq-1',
    software: '0.1.0',
    seenFrom: '203.0.113.7',
    listener: null,
    directory: null,
    kerberos: null,
    tlsDifferences: null,
    revocation: null,
    enrolledAt: 0,
    lastSeenAt: 0,
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

const running: ConnectionView['running'] = {
  revision: 12,
  settings: emptySettings,
  publishedAt: 0,
  publishedBy: 'ada',
  comment: '',
  alike: [],
};

describe('fleetStatus', () => {
  it('is good only where every connector is online and runs what was published', () => {
    expect(fleetStatus({ running, connectors: [connector({}), connector({})] }).tone).toBe('good');
    expect(fleetStatus({ running, connectors: [connector({}), connector({ runningRevision: 11 })] }).tone).toBe(
      'attention',
    );
    const offline = fleetStatus({ running, connectors: [connector({}), connector({ state: 'offline' })] });
    expect(offline).toEqual({ tone: 'attention', text: 'revision 12 on 1 of 2 connectors, 1 offline' });
  });

  it('counts refusals of the running revision, not of an older one', () => {
    const refused = { state: 'refused' as const, tests: [], tookMs: 1, at: 1 };
    const bad = connector({ runningRevision: 11, rollout: { ...refused, revision: 12 } });
    expect(fleetStatus({ running, connectors: [bad] })).toEqual({
      tone: 'bad',
      text: 'revision 12 on 0 of 1 connector, refused by 1',
    });
    expect(fleetStatus({ running, connectors: [connector({ rollout: { ...refused, revision: 11 } })] }).tone).toBe(
      'good',
    );
  });

  it('takes a revision with the same settings for what was published', () => {
    const came = connector({ runningRevision: 14 });
    expect(fleetStatus({ running: { ...running, alike: [14] }, connectors: [came] }).tone).toBe('good');
    expect(fleetStatus({ running, connectors: [came] }).tone).toBe('attention');
  });

  it('asks for attention where no connector is enrolled', () => {
    expect(fleetStatus({ running: null, connectors: [] }).tone).toBe('attention');
    expect(fleetStatus({ running: null, connectors: [connector({})] }).tone).toBe('neutral');
  });
});
