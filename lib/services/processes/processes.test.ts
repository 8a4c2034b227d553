import { eq, sql } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { connectors, links, processes } from '#lib/db/schema.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { enrolConnector } from '#lib/services/enrol-connector.ts';
import { aConnection, enrolmentBody, tokenOf } from '#lib/services/fleet.test-support.ts';
import { findWithdrawn } from '#lib/services/processes/find-withdrawn.ts';
import { readLinks } from '#lib/services/processes/read-links.ts';
import { recordBeat } from '#lib/services/processes/record-beat.ts';
import { type HeldLink, recordLinks } from '#lib/services/processes/record-links.ts';
import { removeDeadProcesses } from '#lib/services/processes/remove-dead-processes.ts';
import { removeProcess } from '#lib/services/processes/remove-process.ts';
import { revokeConnector } from '#lib/services/revoke-connector.ts';
import { ada, prepareWorld, stranger, system, valueFrom } from '#lib/services/service-world.test-support.ts';
import { makeQuestionKey } from '#lib/wire/question-cipher.ts';

const world = prepareWorld();
let connectorId: string;
let held: HeldLink;

beforeEach(async () => {
  const connectionId = await aConnection(world());
  const ticket = tokenOf(valueFrom(await createTicket(world().as(ada), { connectionId })).url);
  ({ connectorId } = valueFrom(await enrolConnector(world().as(stranger), ticket, await enrolmentBody())));
  const { publicKey: questionKey } = await makeQuestionKey();
  const state = {
    directory: { state: 'answering', kind: 'ldap', answering: 1, configured: 1 },
    kerberos: { state: 'none', principals: [] },
  } as const;
  held = { connectorId, questionKey, state: { ...state, kerberos: { ...state.kerberos, principals: [] } } };
});

const beat = (id: string) => recordBeat(world().as(system), id);
const hold = (processId: string, link = held) => recordLinks(world().as(system), { processId, held: [link], gone: [] });
const read = () => readLinks(world().as(system), 'all');
const age = (id: string, ms: number) =>
  world()
    .database.db.update(processes)
    .set({ lastBeatAt: sql`last_beat_at - ${ms}` })
    .where(eq(processes.id, id));

it('knows who is there, and says to a process that it was not known', async () => {
  expect(await beat('prc_a')).toEqual({ wasKnown: false, processIds: [] });
  expect(await beat('prc_b')).toEqual({ wasKnown: false, processIds: ['prc_a'] });
  expect(await beat('prc_a')).toEqual({ wasKnown: true, processIds: ['prc_b'] });
});

it('a link belongs to the process that took it last; the one before cannot take it away', async () => {
  await beat('prc_a');
  await beat('prc_b');
  await hold('prc_a');
  await hold('prc_b');
  await recordLinks(world().as(system), { processId: 'prc_a', held: [], gone: [connectorId] });
  expect(await read()).toMatchObject([{ connectorId, processId: 'prc_b', directory: { state: 'answering' } }]);
  await recordLinks(world().as(system), { processId: 'prc_b', held: [], gone: [connectorId] });
  expect(await read()).toEqual([]);
});

it('news over a link do not make it younger, another link does', async () => {
  await beat('prc_a');
  await hold('prc_a');
  const { db } = world().database;
  await db.update(links).set({ since: 7 });
  await hold('prc_a', { ...held, state: { ...held.state, kerberos: { state: 'ready', principals: [] } } });
  expect(await db.select({ since: links.since }).from(links)).toEqual([{ since: 7 }]);
  const { publicKey: questionKey } = await makeQuestionKey();
  await hold('prc_a', { ...held, questionKey });
  expect((await db.select({ since: links.since }).from(links))[0]?.since).toBeGreaterThan(7);
});

it('a process that is not there holds nothing, nor does a connector that is not', async () => {
  await hold('prc_gone');
  await beat('prc_a');
  await hold('prc_a', { ...held, connectorId: 'cnr_gone' });
  expect(await read()).toEqual([]);
});

it('a process whose beat is too old goes with its links, and its connectors were seen last when it was', async () => {
  await beat('prc_a');
  await hold('prc_a');
  await age('prc_a', 5_000);
  await beat('prc_b');
  expect(await removeDeadProcesses(world().as(system), 60_000)).toEqual([]);
  expect(await removeDeadProcesses(world().as(system), 4_000)).toEqual(['prc_a']);
  expect(await read()).toEqual([]);
  const { db } = world().database;
  const [row] = await db.select().from(connectors).where(eq(connectors.id, connectorId));
  expect(row?.lastSeenAt).toBeGreaterThan(0);
  expect(await beat('prc_b')).toEqual({ wasKnown: true, processIds: [] });
});

it('a process that stops goes with its links', async () => {
  await beat('prc_a');
  await hold('prc_a');
  await removeProcess(world().as(system), 'prc_a');
  expect(await read()).toEqual([]);
});

it('what another version wrote of a connector is left out where it cannot be read', async () => {
  await beat('prc_a');
  await hold('prc_a');
  await world()
    .database.db.update(links)
    .set({ state: { directory: 'a new word' } });
  expect(await read()).toEqual([]);
});

it('finds connectors that were revoked or are gone', async () => {
  const ask = () => findWithdrawn(world().as(system), [connectorId, 'cnr_gone']);
  expect(await ask()).toEqual(['cnr_gone']);
  valueFrom(await revokeConnector(world().as(ada), { connectorId }));
  expect(await ask()).toEqual([connectorId, 'cnr_gone']);
});
