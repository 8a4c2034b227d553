import { describe, expect, it } from 'vitest';
import { emptySettings } from '#lib/contracts/settings.ts';
import { findConnector } from '#lib/services/find-connector.ts';
import { aConnection, aConnector } from '#lib/services/fleet.test-support.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { readPublished } from '#lib/services/read-published.ts';
import { recordAnswers } from '#lib/services/record-answers.ts';
import { type Arrival, recordArrivals } from '#lib/services/record-arrivals.ts';
import { recordDepartures } from '#lib/services/record-departures.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import { ada, noon, prepareWorld, system, valueFrom } from '#lib/services/service-world.test-support.ts';
import type { AcknowledgedFrame, RefusedFrame } from '#lib/wire/frames.ts';

const world = prepareWorld();
const listener = { state: 'serving', address: '0.0.0.0:8443', certificate: 'ab'.repeat(32) } as const;

function arrival(connectorId: string, connectionId: string, more: Partial<Arrival> = {}): Arrival {
  const host = { hostName: 'dc1', software: '0.1.0', seenFrom: '203.0.113.7' };
  return { connectorId, connectionId, ...host, running: null, listener, ...more };
}

const acknowledged = (revision: number): AcknowledgedFrame => ({
  t: 'acknowledged',
  revision,
  listener,
  tests: [{ name: 'key-fits', isPassed: true, tookMs: 1.5 }],
  tookMs: 41.6,
});

const refused = (revision: number): RefusedFrame => ({
  t: 'refused',
  revision,
  refusal: 'key-does-not-fit',
  detail: 'sso.fabrikam.example',
  tests: [],
  tookMs: 3,
});

async function publishedFleet(names: readonly string[]) {
  const connectionId = await aConnection(world());
  const ids: string[] = [];
  for (const name of names) ids.push((await aConnector(world(), connectionId, name)).id);
  const settings = { ...emptySettings, networks: [{ block: '24.12.34.56/32', label: '' }] };
  valueFrom(await saveDraft(world().as(ada), { connectionId, baseVersion: 0, settings, sealedKeys: [] }));
  valueFrom(await publishSettings(world().as(ada), { connectionId, draftVersion: 1, comment: '' }));
  world().events.length = 0;
  return { connectionId, ids };
}

async function connectorsOf(connectionId: string) {
  return valueFrom(await readConnection(world().as(ada), connectionId)).connectors;
}

describe('recordArrivals', () => {
  it('notes who came from where, for all in one go, and tells each connection’s pages once', async () => {
    const { connectionId, ids } = await publishedFleet(['hq-1', 'hq-2']);
    await recordArrivals(
      world().as(system),
      ids.map((id) => arrival(id, connectionId, { hostName: `host of\0 ${id}`, running: 2 ** 40 })),
    );
    world().online.add(ids[0] ?? '');
    expect(await connectorsOf(connectionId)).toMatchObject([
      { state: 'online', hostName: `host of ${ids[0]}`, seenFrom: '203.0.113.7', lastSeenAt: noon, listener },
      { state: 'offline', hostName: `host of ${ids[1]}`, runningRevision: null },
    ]);
    expect(world().events).toEqual([{ t: 'connectors-changed', connectionId }, { t: 'connections-changed' }]);
  });

  it('takes a connector that already runs the revision for one that acknowledged it', async () => {
    const { connectionId, ids } = await publishedFleet(['hq-1']);
    await recordArrivals(world().as(system), [arrival(ids[0] ?? '', connectionId, { running: 1 })]);
    expect(await connectorsOf(connectionId)).toMatchObject([
      { runningRevision: 1, rollout: { revision: 1, state: 'acknowledged', at: noon } },
    ]);
  });
});

describe('recordArrivals after a refusal', () => {
  it('takes a connector that serves the revision by now at its word', async () => {
    const { connectionId, ids } = await publishedFleet(['hq-1']);
    const connectorId = ids[0] ?? '';
    await recordAnswers(world().as(system), [{ connectorId, connectionId, frame: refused(1), at: noon - 5 }]);
    await recordArrivals(world().as(system), [arrival(connectorId, connectionId, { running: null })]);
    expect((await connectorsOf(connectionId))[0]?.rollout?.state).toBe('refused');
    await recordArrivals(world().as(system), [arrival(connectorId, connectionId, { running: 1 })]);
    const [connector] = await connectorsOf(connectionId);
    expect(connector).toMatchObject({ runningRevision: 1, rollout: { state: 'acknowledged', at: noon, tests: [] } });
    expect(connector?.rollout).not.toHaveProperty('refusal');
    expect(connector?.rollout).not.toHaveProperty('detail');
  });
});

describe('recordAnswers', () => {
  it('notes acknowledgements and refusals with what to say of them', async () => {
    const { connectionId, ids } = await publishedFleet(['hq-1', 'hq-2']);
    await recordAnswers(world().as(system), [
      { connectorId: ids[0] ?? '', connectionId, frame: refused(1), at: noon },
      { connectorId: ids[0] ?? '', connectionId, frame: acknowledged(1), at: noon + 5 },
      { connectorId: ids[1] ?? '', connectionId, frame: refused(1), at: noon + 7 },
      { connectorId: ids[1] ?? '', connectionId, frame: acknowledged(99), at: noon + 8 },
      { connectorId: ids[1] ?? '', connectionId, frame: acknowledged(2 ** 40), at: noon + 8 },
      { connectorId: 'cnr_gone', connectionId, frame: acknowledged(1), at: noon + 9 },
    ]);
    const [hq1, hq2] = await connectorsOf(connectionId);
    expect(hq1).toMatchObject({
      runningRevision: 1,
      listener,
      rollout: { state: 'acknowledged', tookMs: 42, at: noon + 5 },
    });
    expect(hq1?.rollout?.tests).toEqual([{ name: 'key-fits', isPassed: true, tookMs: 1.5 }]);
    expect(hq2).toMatchObject({
      runningRevision: null,
      rollout: { state: 'refused', refusal: 'key-does-not-fit', detail: 'sso.fabrikam.example' },
    });
    expect(hq2?.rollout?.message).toMatch(/does not belong/);
    expect(hq2?.rollout?.remedy).toMatch(/Drop the SSL certificate/);
  });

  it('lets a later answer replace an earlier one', async () => {
    const { connectionId, ids } = await publishedFleet(['hq-1']);
    const connectorId = ids[0] ?? '';
    await recordAnswers(world().as(system), [{ connectorId, connectionId, frame: refused(1), at: noon }]);
    await recordAnswers(world().as(system), [{ connectorId, connectionId, frame: acknowledged(1), at: noon + 1 }]);
    const [connector] = await connectorsOf(connectionId);
    expect(connector?.rollout).toMatchObject({ state: 'acknowledged', at: noon + 1 });
    expect(connector?.rollout).not.toHaveProperty('refusal');
  });
});

describe('recordDepartures', () => {
  it('notes when a connector was last there', async () => {
    const { connectionId, ids } = await publishedFleet(['hq-1']);
    const connectorId = ids[0] ?? '';
    await recordArrivals(world().as(system), [arrival(connectorId, connectionId)]);
    await recordDepartures(world().as(system), [
      { connectorId, connectionId, at: noon + 9_000 },
      { connectorId, connectionId, at: noon + 3_000 },
    ]);
    expect(await connectorsOf(connectionId)).toMatchObject([{ state: 'offline', lastSeenAt: noon + 9_000 }]);
  });
});

describe('the hub’s verbs', () => {
  it('are the process’s own', async () => {
    const ctx = world().as(ada);
    await expect(recordArrivals(ctx, [])).rejects.toThrow('Only Gatehouse itself');
    await expect(recordDepartures(ctx, [])).rejects.toThrow('Only Gatehouse itself');
    await expect(recordAnswers(ctx, [])).rejects.toThrow('Only Gatehouse itself');
    await expect(findConnector(ctx, 'cnr_1')).rejects.toThrow('Only Gatehouse itself');
    await expect(readPublished(ctx, 'con_1')).rejects.toThrow('Only Gatehouse itself');
  });

  it('know nobody by an id that is none', async () => {
    expect(await findConnector(world().as(system), 'cnr_\0')).toBeUndefined();
    expect(await findConnector(world().as(system), 'cnr_none')).toBeUndefined();
    expect(await readPublished(world().as(system), await aConnection(world()))).toBeUndefined();
  });
});
