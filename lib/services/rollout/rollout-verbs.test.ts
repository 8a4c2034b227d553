import { describe, expect, it } from 'vitest';
import { listRevisions } from '#lib/services/list-revisions.ts';
import { advanceRollouts } from '#lib/services/rollout/advance-rollouts.ts';
import { pauseRollout } from '#lib/services/rollout/pause-rollout.ts';
import { resumeRollout } from '#lib/services/rollout/resume-rollout.ts';
import { retryConnector } from '#lib/services/rollout/retry-connector.ts';
import { rollBackTo } from '#lib/services/rollout/roll-back-to.ts';
import { aFleet, inWaves, networks } from '#lib/services/rollout/rollout-world.test-support.ts';
import { stopRollout } from '#lib/services/rollout/stop-rollout.ts';
import { ada, codeOf, olive, prepareWorld, system, valueFrom } from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();
const lookNow = () => advanceRollouts(world().as(system));
const lastAudit = async () => (await world().audit()).at(-1);

describe('pauseRollout and resumeRollout', () => {
  it('hold a rollout where it is, and let it go on with its time begun anew', async () => {
    const fleet = await aFleet(world());
    const { connectionId } = fleet;
    valueFrom(await fleet.publish(inWaves([fleet.first])));
    await fleet.acknowledge(fleet.first, 2);
    await fleet.after(30_000);
    valueFrom(await pauseRollout(world().as(olive), { connectionId }));
    expect(await lastAudit()).toMatchObject({ verb: 'pauseRollout', after: { revision: 2, wave: 1 } });
    await fleet.after(120_000);
    expect((await fleet.view()).plan).toMatchObject({ state: 'paused', wave: 0 });
    expect(codeOf(await pauseRollout(world().as(olive), { connectionId }))).toBe('not-allowed');
    expect(codeOf(await fleet.publish())).toBe('rollout-under-way');
    valueFrom(await resumeRollout(world().as(olive), { connectionId }));
    await fleet.after(59_000);
    expect((await fleet.view()).plan?.wave).toBe(0);
    await fleet.after(1_000);
    expect((await fleet.view()).plan?.wave).toBe(1);
    expect(codeOf(await resumeRollout(world().as(olive), { connectionId }))).toBe('not-allowed');
  });

  it('ask the one that refused once more after a stop', async () => {
    const fleet = await aFleet(world());
    const { connectionId, first } = fleet;
    valueFrom(await fleet.publish(inWaves([first])));
    await fleet.refuse(first, 2);
    await lookNow();
    expect((await fleet.view()).plan?.state).toBe('stopped');
    valueFrom(await resumeRollout(world().as(ada), { connectionId }));
    expect(await fleet.offered()).toEqual([2, 1, 1, 1]);
    await fleet.after(20_000);
    await fleet.acknowledge(first, 2);
    await fleet.after(61_000);
    expect((await fleet.view()).plan).toMatchObject({ state: 'running', wave: 1, fault: null });
  });
});

describe('stopRollout', () => {
  it('lets the changed ones stay, or brings them back, at once or later', async () => {
    const fleet = await aFleet(world());
    const { connectionId, first } = fleet;
    valueFrom(await fleet.publish(inWaves([first])));
    await fleet.acknowledge(first, 2);
    valueFrom(await stopRollout(world().as(ada), { connectionId, changed: 'stay' }));
    expect(await fleet.offered()).toEqual([2, 1, 1, 1]);
    expect(codeOf(await stopRollout(world().as(ada), { connectionId, changed: 'stay' }))).toBe('not-allowed');
    valueFrom(await stopRollout(world().as(ada), { connectionId, changed: 'go-back' }));
    expect(await fleet.offered()).toEqual([3, 1, 1, 1]);
    expect(await lastAudit()).toMatchObject({ verb: 'stopRollout', after: { changed: 'go-back', fallback: 3 } });
    expect(codeOf(await stopRollout(world().as(ada), { connectionId, changed: 'go-back' }))).toBe('not-allowed');
    expect(codeOf(await resumeRollout(world().as(ada), { connectionId }))).toBe('not-allowed');
  });

  it('says that there is nothing to stop', async () => {
    const { connectionId } = await aFleet(world());
    expect(codeOf(await stopRollout(world().as(ada), { connectionId, changed: 'stay' }))).toBe('not-found');
  });
});

describe('retryConnector', () => {
  it('offers one connector its revision again, in a rollout to all at once too', async () => {
    const fleet = await aFleet(world());
    const { first, second } = fleet;
    valueFrom(await fleet.publish());
    await fleet.refuse(second, 2);
    await fleet.acknowledge(first, 2);
    valueFrom(await retryConnector(world().as(olive), { connectorId: second }));
    const asked = (await fleet.view()).connectors.find(({ id }) => id === second);
    expect(asked?.rollout).toMatchObject({ revision: 2, state: 'waiting', tests: [] });
    expect(asked?.rollout).not.toHaveProperty('refusal');
    expect(world().announced.at(-1)).toBe(fleet.connectionId);
    expect(await lastAudit()).toMatchObject({
      verb: 'retryConnector',
      subject: second,
      before: { revision: 2, state: 'refused', refusal: 'listener-failed' },
    });
    expect(codeOf(await retryConnector(world().as(olive), { connectorId: first }))).toBe('not-allowed');
    expect(codeOf(await retryConnector(world().as(olive), { connectorId: 'cnr_gone' }))).toBe('not-found');
  });

  it('asks nobody to take what was rolled back', async () => {
    const fleet = await aFleet(world());
    valueFrom(await fleet.publish(inWaves([fleet.first], 'roll-back')));
    await fleet.refuse(fleet.first, 2);
    await lookNow();
    expect((await fleet.view()).plan).toMatchObject({ state: 'rolled-back', fallbackRevision: null });
    expect(codeOf(await retryConnector(world().as(olive), { connectorId: fleet.first }))).toBe('not-allowed');
  });
});

describe('rollBackTo', () => {
  it('publishes the settings of a revision of the past under a new number, and leaves the draft', async () => {
    const fleet = await aFleet(world());
    const { connectionId } = fleet;
    valueFrom(await fleet.publish());
    await fleet.save('three');
    const input = { connectionId, revision: 1, comment: 'Too soon' };
    expect(valueFrom(await rollBackTo(world().as(olive), input))).toEqual({ revision: 3 });
    const { running, draft } = await fleet.view();
    expect(running).toMatchObject({ revision: 3, comment: 'Too soon', publishedBy: 'olive@example.com' });
    expect(running?.settings).toEqual(networks('one'));
    expect(draft.settings).toEqual(networks('three'));
    expect(await lastAudit()).toMatchObject({
      verb: 'rollBackTo',
      before: { revision: 2 },
      after: { revision: 3, settingsOf: 1 },
    });
    expect(codeOf(await rollBackTo(world().as(olive), input))).toBe('nothing-to-publish');
    expect(codeOf(await rollBackTo(world().as(olive), { ...input, revision: 9 }))).toBe('not-found');
    expect(valueFrom(await listRevisions(world().as(ada), connectionId)).map(({ isRunning }) => isRunning)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('goes out in waves like any other, and not beside one that is under way', async () => {
    const fleet = await aFleet(world());
    const { connectionId, first, second } = fleet;
    valueFrom(await fleet.publish());
    const input = { connectionId, revision: 1, comment: '' };
    valueFrom(await rollBackTo(world().as(ada), { ...input, waves: inWaves([second]) }));
    expect(await fleet.offered()).toEqual([2, 3, 2, 2]);
    expect(codeOf(await rollBackTo(world().as(ada), { ...input, waves: inWaves([first]) }))).toBe('rollout-under-way');
  });
});
