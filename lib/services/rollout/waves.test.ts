import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { connections, revisions } from '#lib/db/schema.ts';
import { aConnector } from '#lib/services/fleet.test-support.ts';
import { listRevisions } from '#lib/services/list-revisions.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readPublished } from '#lib/services/read-published.ts';
import { recordArrivals } from '#lib/services/record-arrivals.ts';
import { recordDepartures } from '#lib/services/record-departures.ts';
import { advanceRollouts } from '#lib/services/rollout/advance-rollouts.ts';
import { aFleet, inWaves, listener } from '#lib/services/rollout/rollout-world.test-support.ts';
import { ada, codeOf, prepareWorld, system, valueFrom } from '#lib/services/service-world.test-support.ts';
import { readRunningSettings } from '#lib/services/sign-in/running-settings.ts';

const world = prepareWorld();
const lookNow = () => advanceRollouts(world().as(system));

describe('a revision in waves', () => {
  it('goes to the canary, then on wave by wave, and runs when all have it', async () => {
    const fleet = await aFleet(world());
    const { connectionId, first, second, third, fourth } = fleet;
    expect(valueFrom(await fleet.publish(inWaves([third])))).toEqual({ revision: 2 });
    expect(await fleet.offered()).toEqual([1, 1, 2, 1]);
    // The door goes by what is confirmed.
    expect((await readRunningSettings(world().database.db, connectionId))?.revision).toBe(1);
    await lookNow();
    expect((await fleet.view()).plan).toMatchObject({ state: 'running', wave: 0, waves: 3, previousRevision: 1 });
    expect((await fleet.view()).plan?.waitsFor).toEqual({ because: 'answers', until: world().clock.now + 30_000 });

    await fleet.acknowledge(third, 2);
    await fleet.after(59_000);
    expect(await fleet.offered()).toEqual([1, 1, 2, 1]);
    await fleet.after(1_000);
    expect(await fleet.offered()).toEqual([2, 2, 2, 1]);

    await fleet.acknowledge(first, 2);
    await fleet.acknowledge(second, 2);
    await fleet.after(60_000);
    expect(await fleet.offered()).toEqual([2, 2, 2, 2]);
    expect((await fleet.view()).running?.revision).toBe(1);

    await fleet.acknowledge(fourth, 2);
    await fleet.after(60_000);
    const { running, plan, draft } = await fleet.view();
    expect(running?.revision).toBe(2);
    expect(draft.changes).toEqual([]);
    expect(plan).toMatchObject({ state: 'done', fault: null, waitsFor: null, endedAt: world().clock.now });
    expect((await readRunningSettings(world().database.db, connectionId))?.revision).toBe(2);
    expect(valueFrom(await listRevisions(world().as(ada), connectionId))[0]).toMatchObject({
      rollout: { acknowledged: 4, refused: 0, held: 0 },
      plan: { state: 'done', waves: 3 },
    });
    // Nobody is an exception any more.
    expect(await readPublished(world().as(system), connectionId)).not.toHaveProperty('apart');
    const written = (await world().audit()).filter(({ verb }) => verb === 'advanceRollouts');
    expect(written.map(({ after }) => after)).toEqual([
      { revision: 2, wave: 2, waves: 3 },
      { revision: 2, wave: 3, waves: 3 },
      { revision: 2, waves: 3 },
    ]);
    expect(written[0]?.actor).toEqual({ kind: 'system' });
  });

  it('stops by itself where the canary refuses, and nobody else hears of it', async () => {
    const fleet = await aFleet(world());
    valueFrom(await fleet.publish(inWaves([fleet.second])));
    await fleet.refuse(fleet.second, 2);
    await lookNow();
    const { plan, running, connectors } = await fleet.view();
    expect(plan).toMatchObject({
      state: 'stopped',
      fault: { kind: 'refused', connectorId: fleet.second, connectorName: 'hq-2', wave: 0 },
    });
    expect(running?.revision).toBe(1);
    expect(await fleet.offered()).toEqual([1, 1, 1, 1]);
    expect(connectors.map(({ runningRevision }) => runningRevision)).toEqual([1, 1, 1, 1]);
    await fleet.after(10_000);
    expect((await fleet.view()).plan?.state).toBe('stopped');
  });

  it('gives the changed ones back what ran, as a revision of its own that nobody else gets', async () => {
    const fleet = await aFleet(world());
    const { connectionId, first, second } = fleet;
    valueFrom(await fleet.publish(inWaves([first, second], 'roll-back')));
    await fleet.acknowledge(first, 2);
    await fleet.refuse(second, 2);
    await lookNow();
    // The one that refused still runs what it ran.
    expect(await fleet.offered()).toEqual([3, 1, 1, 1]);
    expect((await fleet.view()).plan).toMatchObject({ state: 'rolled-back', fallbackRevision: 3 });
    const rows = await world()
      .database.db.select({ revision: revisions.revision, settings: revisions.settings, repeats: revisions.repeats })
      .from(revisions)
      .where(eq(revisions.connectionId, connectionId))
      .orderBy(revisions.revision);
    expect(rows[2]).toEqual({ revision: 3, settings: rows[0]?.settings, repeats: 1 });
    await fleet.acknowledge(first, 3);
    const { running, draft } = await fleet.view();
    expect(running).toMatchObject({ revision: 1, alike: [3] });
    // What was to be published is still in the draft, to be mended.
    expect(draft.changes.length).toBeGreaterThan(0);
    expect(valueFrom(await fleet.publish())).toEqual({ revision: 4 });
    expect(await fleet.offered()).toEqual([4, 4, 4, 4]);
  });

  it.each([
    ['a test of its own that failed', 'self-test-failed'],
    ['a directory that answers no more', 'directory-failing'],
  ])('stops at %s', async (_what, kind) => {
    const fleet = await aFleet(world());
    valueFrom(await fleet.publish(inWaves([fleet.first])));
    const tests = [{ name: 'saved' as const, isPassed: kind !== 'self-test-failed', tookMs: 2 }];
    if (kind === 'directory-failing')
      fleet.link(fleet.first, { state: 'failing', kind: 'ldap', answering: 0, configured: 1 });
    await fleet.acknowledge(fleet.first, 2, tests);
    await lookNow();
    expect((await fleet.view()).plan?.fault).toMatchObject({ kind, connectorName: 'hq-1' });
  });

  it('blames a revision for nothing that was so before', async () => {
    const fleet = await aFleet(world());
    fleet.link(fleet.first, { state: 'failing', kind: 'ldap', answering: 0, configured: 1 });
    valueFrom(await fleet.publish(inWaves([fleet.first])));
    await fleet.acknowledge(fleet.first, 2);
    await lookNow();
    expect((await fleet.view()).plan).toMatchObject({ state: 'running', fault: null });
  });

  it('stops where one that serves it is gone for too long, and waits where it comes back', async () => {
    const fleet = await aFleet(world());
    const { connectionId, first } = fleet;
    valueFrom(await fleet.publish(inWaves([first])));
    await fleet.acknowledge(first, 2);
    await lookNow();
    fleet.unlink(first);
    await recordDepartures(world().as(system), [{ connectorId: first, connectionId, at: world().clock.now }]);
    await fleet.after(25_000);
    fleet.link(first);
    const host = { hostName: 'dc1', software: '0.1.0', seenFrom: '203.0.113.7' };
    await recordArrivals(world().as(system), [{ connectorId: first, connectionId, ...host, running: 2, listener }]);
    await fleet.after(10_000);
    expect((await fleet.view()).plan?.state).toBe('running');
    fleet.unlink(first);
    await fleet.after(40_000);
    expect((await fleet.view()).plan).toMatchObject({ state: 'stopped', fault: { kind: 'went-silent' } });
  });

  it('gives connectors their time again where no Gatehouse ran for a while', async () => {
    const fleet = await aFleet(world());
    valueFrom(await fleet.publish(inWaves([fleet.first])));
    await fleet.acknowledge(fleet.first, 2);
    await fleet.after(5_000);
    // A restart: nobody looks, and nobody is linked at first.
    for (const id of fleet.ids) fleet.unlink(id);
    world().clock.now += 600_000;
    await lookNow();
    expect((await fleet.view()).plan?.state).toBe('running');
    await fleet.after(20_000);
    for (const id of fleet.ids) fleet.link(id);
    await fleet.after(6_000);
    expect((await fleet.view()).plan).toMatchObject({ state: 'running', wave: 1 });
  });

  it('goes on for each of several processes once', async () => {
    const fleet = await aFleet(world());
    valueFrom(await fleet.publish(inWaves([fleet.first])));
    await fleet.acknowledge(fleet.first, 2);
    world().clock.now += 60_000;
    await Promise.all(Array.from({ length: 5 }, lookNow));
    expect((await fleet.view()).plan?.wave).toBe(1);
    expect((await world().audit()).filter(({ verb }) => verb === 'advanceRollouts').length).toBe(1);
  });

  it('passes over who is away, and brings it the revision when all others have it', async () => {
    const fleet = await aFleet(world(), ['hq-1', 'hq-2']);
    fleet.unlink(fleet.second);
    valueFrom(await fleet.publish(inWaves([fleet.first])));
    await fleet.acknowledge(fleet.first, 2);
    await fleet.after(61_000);
    const late = await aConnector(world(), fleet.connectionId, 'hq-3');
    await fleet.after(120_000);
    const { plan, running, connectors } = await fleet.view();
    expect([plan?.state, running?.revision]).toEqual(['done', 2]);
    const states = new Map(connectors.map(({ id, rollout }) => [id, [rollout?.revision, rollout?.state]]));
    expect(states.get(fleet.second)).toEqual([2, 'waiting']);
    expect(states.get(late.id)).toEqual([2, 'waiting']);
  });
});

describe('publishSettings', () => {
  it('refuses a second rollout beside one that is under way, and says what to do', async () => {
    const fleet = await aFleet(world());
    valueFrom(await fleet.publish(inWaves([fleet.first])));
    await fleet.save('three');
    const refused = await fleet.publish();
    expect(codeOf(refused)).toBe('rollout-under-way');
    expect(refused.ok ? '' : refused.problem.message).toBe(
      'Revision 2 is going out in waves: wave 1 of 3. Wait until it is done, or stop it, and publish then.',
    );
    expect(codeOf(await fleet.publish(inWaves([fleet.second])))).toBe('rollout-under-way');
  });

  it('lets nobody have two even where two publish at once', async () => {
    const fleet = await aFleet(world());
    const outcomes = await Promise.all([fleet.publish(inWaves([fleet.first])), fleet.publish(inWaves([fleet.second]))]);
    expect(outcomes.map(codeOf).toSorted()).toEqual(['rollout-under-way', 'went well']);
  });

  it('refuses waves where nothing runs yet, a connector that is not there, and shares that fall', async () => {
    const fleet = await aFleet(world());
    expect(codeOf(await fleet.publish(inWaves(['cnr_gone'])))).toBe('invalid-input');
    expect(codeOf(await fleet.publish(inWaves([])))).toBe('invalid-input');
    expect(codeOf(await fleet.publish({ ...inWaves([fleet.first]), shares: [50, 10] }))).toBe('invalid-input');
    const { db } = world().database;
    await db.update(connections).set({ runningRevision: null });
    const refused = await publishSettings(world().as(ada), {
      connectionId: fleet.connectionId,
      draftVersion: 2,
      comment: '',
      waves: inWaves([fleet.first]),
    });
    expect(refused.ok ? '' : refused.problem.message).toContain('publish the first revision to all at once');
  });
});
