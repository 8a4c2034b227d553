import { emptySettings } from '#lib/contracts/settings.ts';
import { aConnection, aConnector } from '#lib/services/fleet.test-support.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { readPublished } from '#lib/services/read-published.ts';
import { recordAnswers } from '#lib/services/record-answers.ts';
import { advanceRollouts } from '#lib/services/rollout/advance-rollouts.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import { ada, system, valueFrom, type World } from '#lib/services/service-world.test-support.ts';
import type { AcknowledgedFrame, DirectoryState } from '#lib/wire/frames.ts';

export const networks = (label: string) => ({ ...emptySettings, networks: [{ block: '24.12.34.56/32', label }] });
export const listener = { state: 'serving', address: '0.0.0.0:8443' } as const;
const answeringDirectory: DirectoryState = { state: 'answering', kind: 'ldap', answering: 1, configured: 1 };
const none = { state: 'none', principals: [] } as const;

/** A connection whose connectors serve revision 1, and how they answer what they are offered. */
export async function aFleet(world: World, names: readonly string[] = ['hq-1', 'hq-2', 'hq-3', 'hq-4']) {
  const connectionId = await aConnection(world);
  const ids: string[] = [];
  for (const name of names) ids.push((await aConnector(world, connectionId, name)).id);
  const [first = '', second = '', third = '', fourth = ''] = ids;
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  let draft = 0;

  const fleet = {
    connectionId,
    ids,
    first,
    second,
    third,
    fourth,
    link: (id: string, directory = answeringDirectory) => {
      world.online.add(id);
      const connector = {
        connectorId: id,
        questionKey: pair.publicKey,
        directory,
        kerberos: { ...none, principals: [] },
      };
      world.links.set(id, { connectionId, connector, ask: async () => ({ kind: 'no-answer' }) });
    },
    unlink: (id: string) => {
      world.online.delete(id);
      world.links.delete(id);
    },
    save: async (label: string) => {
      valueFrom(
        await saveDraft(world.as(ada), {
          connectionId,
          baseVersion: draft,
          settings: networks(label),
          sealedKeys: [],
        }),
      );
      draft += 1;
    },
    publish: (waves?: object) =>
      publishSettings(world.as(ada), {
        connectionId,
        draftVersion: draft,
        comment: '',
        ...(waves === undefined ? {} : { waves }),
      }),
    acknowledge: (id: string, revision: number, tests: AcknowledgedFrame['tests'] = []) =>
      recordAnswers(world.as(system), [
        {
          connectorId: id,
          connectionId,
          at: world.clock.now,
          frame: { t: 'acknowledged', revision, listener, tests, tookMs: 1 },
        },
      ]),
    refuse: (id: string, revision: number) =>
      recordAnswers(world.as(system), [
        {
          connectorId: id,
          connectionId,
          at: world.clock.now,
          frame: { t: 'refused', revision, refusal: 'listener-failed', detail: 'in use', tests: [], tookMs: 1 },
        },
      ]),
    /** Lets time pass second by second, as the server's clock does, and looks every time. */
    after: async (ms: number) => {
      for (let left = ms; left > 0; left -= 1_000) {
        world.clock.now += Math.min(1_000, left);
        await advanceRollouts(world.as(system));
      }
    },
    view: async () => valueFrom(await readConnection(world.as(ada), connectionId)),
    /** What each connector is to run, in the order of the fleet. */
    offered: async () => {
      const published = await readPublished(world.as(system), connectionId);
      return ids.map((id) => published?.apart?.find(({ to }) => to.has(id))?.revision ?? published?.revision);
    },
  };
  for (const id of ids) fleet.link(id);
  await fleet.save('one');
  valueFrom(await fleet.publish());
  for (const id of ids) await fleet.acknowledge(id, 1);
  await fleet.save('two');
  return fleet;
}

export type Fleet = Awaited<ReturnType<typeof aFleet>>;

/** First the named ones, then half of the others, then the rest; healthy for a minute, half a minute to answer. */
export function inWaves(canary: readonly string[], onFailure: 'stop' | 'roll-back' = 'stop') {
  return { canary: [...canary], shares: [50], healthyForMs: 60_000, patienceMs: 30_000, onFailure };
}
