import { describe, expect, it } from 'vitest';
import { sealedKeys } from '#lib/db/schema.ts';
import { findConnector } from '#lib/services/find-connector.ts';
import {
  aConnection,
  aConnector,
  aServerCertificate,
  sealedTo,
  workingSettings,
} from '#lib/services/fleet.test-support.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { readPublished } from '#lib/services/read-published.ts';
import { renameConnector } from '#lib/services/rename-connector.ts';
import { revokeConnector } from '#lib/services/revoke-connector.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import { ada, codeOf, prepareWorld, stranger, system, valueFrom } from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();

describe('revokeConnector', () => {
  it('ends its link, forgets what was sealed to it, and writes it down', async () => {
    const connectionId = await aConnection(world());
    const connector = await aConnector(world(), connectionId);
    const server = await aServerCertificate();
    const keys = await sealedTo(server, [connector]);
    const settings = await workingSettings(server);
    valueFrom(await saveDraft(world().as(ada), { connectionId, baseVersion: 0, settings, sealedKeys: keys }));
    valueFrom(await publishSettings(world().as(ada), { connectionId, draftVersion: 1, comment: '' }));
    valueFrom(await revokeConnector(world().as(ada), { connectorId: connector.id }));
    expect(world().hungUp).toEqual([`${connector.id} revoked`]);
    expect(await findConnector(world().as(system), connector.id)).toMatchObject({ isRevoked: true });
    expect(await world().database.db.select().from(sealedKeys)).toEqual([]);
    expect((await readPublished(world().as(system), connectionId))?.sealedKeys.size).toBe(0);
    expect(valueFrom(await readConnection(world().as(ada), connectionId)).connectors).toEqual([]);
    expect((await world().audit()).at(-1)).toMatchObject({
      verb: 'revokeConnector',
      subject: connector.id,
      before: { name: 'hq-1', connectionId },
    });
  });

  it('is done once, by an administrator', async () => {
    const connector = await aConnector(world(), await aConnection(world()));
    const input = { connectorId: connector.id };
    expect(codeOf(await revokeConnector(world().as(stranger), input))).toBe('not-signed-in');
    expect(world().hungUp).toEqual([]);
    valueFrom(await revokeConnector(world().as(ada), input));
    expect(codeOf(await revokeConnector(world().as(ada), input))).toBe('not-found');
    expect(codeOf(await renameConnector(world().as(ada), { ...input, name: 'x' }))).toBe('not-found');
  });
});

describe('renameConnector', () => {
  it('renames, and writes both names down', async () => {
    const connectionId = await aConnection(world());
    const { id } = await aConnector(world(), connectionId);
    valueFrom(await renameConnector(world().as(ada), { connectorId: id, name: 'branch' }));
    expect(valueFrom(await readConnection(world().as(ada), connectionId)).connectors[0]?.name).toBe('branch');
    expect((await world().audit()).at(-1)).toMatchObject({ before: { name: 'hq-1' }, after: { name: 'branch' } });
    expect(codeOf(await renameConnector(world().as(stranger), { connectorId: id, name: 'x' }))).toBe('not-signed-in');
  });
});
