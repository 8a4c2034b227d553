import { describe, expect, it } from 'vitest';
import { emptySettings } from '#lib/contracts/settings.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { deleteConnection } from '#lib/services/delete-connection.ts';
import {
  aConnection,
  aConnector,
  aServerCertificate,
  sealedTo,
  workingSettings,
} from '#lib/services/fleet.test-support.ts';
import { listConnections } from '#lib/services/list-connections.ts';
import { listRevisions } from '#lib/services/list-revisions.ts';
import { listTickets } from '#lib/services/list-tickets.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { readRevisionSettings } from '#lib/services/read-revision-settings.ts';
import { renameConnection } from '#lib/services/rename-connection.ts';
import { revokeConnector } from '#lib/services/revoke-connector.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import {
  ada,
  codeOf,
  noon,
  prepareWorld,
  stranger,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();

describe('createConnection', () => {
  it('makes a connection with an empty draft, and writes it down', async () => {
    const { id } = valueFrom(await createConnection(world().as(ada), { name: ' Fabrikam HQ ' }));
    const view = valueFrom(await readConnection(world().as(ada), id));
    expect(view).toMatchObject({ id, name: 'Fabrikam HQ', createdAt: noon, running: null, connectors: [] });
    expect(view.draft).toMatchObject({ version: 0, settings: emptySettings, updatedBy: null, changes: [] });
    expect(await world().audit()).toMatchObject([
      { verb: 'createConnection', subject: id, after: { name: 'Fabrikam HQ' } },
    ]);
    expect(world().events).toEqual([{ t: 'audit-changed' }, { t: 'connections-changed' }]);
  });

  it('refuses no name, further fields and strangers', async () => {
    expect(codeOf(await createConnection(world().as(ada), { name: '  ' }))).toBe('invalid-input');
    expect(codeOf(await createConnection(world().as(ada), { name: 'x', id: 'con_mine' }))).toBe('invalid-input');
    expect(codeOf(await createConnection(world().as(stranger), { name: 'x' }))).toBe('not-signed-in');
    expect(codeOf(await createConnection(world().as(system), { name: 'x' }))).toBe('not-allowed');
    expect(await world().audit()).toEqual([]);
  });
});

describe('renameConnection', () => {
  it('renames, and writes both names down', async () => {
    const connectionId = await aConnection(world(), 'Old');
    valueFrom(await renameConnection(world().as(ada), { connectionId, name: 'New' }));
    expect(valueFrom(await readConnection(world().as(ada), connectionId)).name).toBe('New');
    expect((await world().audit()).at(-1)).toMatchObject({
      verb: 'renameConnection',
      before: { name: 'Old' },
      after: { name: 'New' },
    });
  });

  it('refuses strangers and what is not there', async () => {
    const input = { connectionId: 'con_none', name: 'New' };
    expect(codeOf(await renameConnection(world().as(ada), input))).toBe('not-found');
    expect(codeOf(await renameConnection(world().as(stranger), input))).toBe('not-signed-in');
  });
});

describe('deleteConnection', () => {
  it('deletes with the name typed and no connector left; the audit keeps what it was', async () => {
    const connectionId = await aConnection(world(), 'Fabrikam');
    const connector = await aConnector(world(), connectionId);
    const asked = { connectionId, name: 'Fabrikam' };
    const wrongName = await deleteConnection(world().as(ada), { ...asked, name: 'fabrikam' });
    expect(wrongName.ok ? {} : wrongName.problem.fields).toHaveProperty('name');
    expect(codeOf(await deleteConnection(world().as(ada), asked))).toBe('not-allowed');
    valueFrom(await revokeConnector(world().as(ada), { connectorId: connector.id }));
    expect(codeOf(await deleteConnection(world().as(stranger), asked))).toBe('not-signed-in');
    valueFrom(await deleteConnection(world().as(ada), asked));
    expect(codeOf(await readConnection(world().as(ada), connectionId))).toBe('not-found');
    const rows = await world().audit();
    expect(rows.at(-1)).toMatchObject({ verb: 'deleteConnection', before: { name: 'Fabrikam', draft: emptySettings } });
    expect(rows.map(({ verb }) => verb)).toContain('enrolConnector');
  });
});

describe('listConnections', () => {
  it('shows each at a glance', async () => {
    const fabrikam = await aConnection(world(), 'fabrikam');
    await aConnection(world(), 'Contoso');
    const connector = await aConnector(world(), fabrikam);
    await aConnector(world(), fabrikam, 'hq-2');
    const server = await aServerCertificate(9);
    const sealedKeys = await sealedTo(server, [connector]);
    const settings = await workingSettings(server);
    valueFrom(await saveDraft(world().as(ada), { connectionId: fabrikam, baseVersion: 0, settings, sealedKeys }));
    world().clock.now += 1000;
    valueFrom(await publishSettings(world().as(ada), { connectionId: fabrikam, draftVersion: 1, comment: '' }));
    const edited = { ...settings, networks: [], kerberos: { enabled: true } };
    valueFrom(
      await saveDraft(world().as(ada), { connectionId: fabrikam, baseVersion: 1, settings: edited, sealedKeys: [] }),
    );
    world().online.add(connector.id);
    expect(valueFrom(await listConnections(world().as(ada)))).toMatchObject([
      { name: 'Contoso', methods: ['password'], networks: 0, firstExpiry: null, runningRevision: null, changes: 0 },
      {
        name: 'fabrikam',
        methods: ['client-certificate', 'password'],
        networks: 1,
        connectors: { total: 2, online: 1 },
        firstExpiry: { at: noon + 9 * 86_400_000, name: 'sso.fabrikam.example' },
        runningRevision: 1,
        changes: 2,
      },
    ]);
  });

  it('finds nothing by an id that is none', async () => {
    for (const id of ['con_\0', '', 'x'.repeat(100)]) {
      expect(codeOf(await readConnection(world().as(ada), id))).toBe('not-found');
      expect(codeOf(await listRevisions(world().as(ada), id))).toBe('not-found');
      expect(valueFrom(await listTickets(world().as(ada), id))).toEqual([]);
      const name = { connectionId: id, revision: 1 };
      expect(codeOf(await readRevisionSettings(world().as(ada), name))).toBe('not-found');
    }
  });

  it('is for administrators', async () => {
    expect(codeOf(await listConnections(world().as(stranger)))).toBe('not-signed-in');
    expect(codeOf(await readConnection(world().as(stranger), 'con_1'))).toBe('not-signed-in');
  });
});
