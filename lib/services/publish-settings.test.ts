import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { emptySettings } from '#lib/contracts/settings.ts';
import { connections, connectors, revisions, rollouts } from '#lib/db/schema.ts';
import {
  aConnection,
  aConnector,
  aServerCertificate,
  sealedTo,
  workingSettings,
} from '#lib/services/fleet.test-support.ts';
import { listRevisions } from '#lib/services/list-revisions.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { readPublished } from '#lib/services/read-published.ts';
import { readRevisionSettings } from '#lib/services/read-revision-settings.ts';
import { restoreRevision } from '#lib/services/restore-revision.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import {
  ada,
  codeOf,
  grace,
  prepareWorld,
  stranger,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';
import { openSignedSettings } from '#lib/wire/signed-settings.ts';

const world = prepareWorld();
const oneNetwork = { ...emptySettings, networks: [{ block: '24.12.34.56/32', label: 'Head office' }] };

async function save(connectionId: string, baseVersion: number, settings: object, sealedKeys: object[] = []) {
  world().clock.now += 1000;
  return saveDraft(world().as(ada), { connectionId, baseVersion, settings, sealedKeys });
}

async function publish(connectionId: string, draftVersion: number, comment = '') {
  world().clock.now += 1000;
  return publishSettings(world().as(ada), { connectionId, draftVersion, comment });
}

describe('publishSettings', () => {
  it('goes on behind what connectors run where the database came back from a backup, and believes no absurd number', async () => {
    const connectionId = await aConnection(world());
    const [hq1, hq2] = [
      await aConnector(world(), connectionId, 'hq-1'),
      await aConnector(world(), connectionId, 'hq-2'),
    ];
    const runs = async (id: string, runningRevision: number) =>
      world().as(ada).db.update(connectors).set({ runningRevision }).where(eq(connectors.id, id));
    await runs(hq1.id, 7);
    await runs(hq2.id, 2_147_483_647);
    valueFrom(await save(connectionId, 0, oneNetwork));
    expect(valueFrom(await publish(connectionId, 1))).toEqual({ revision: 8 });
  });

  it('makes a signed revision with the sealed keys, asks every connector, announces it and writes it down', async () => {
    const connectionId = await aConnection(world());
    const [hq1, hq2] = [
      await aConnector(world(), connectionId, 'hq-1'),
      await aConnector(world(), connectionId, 'hq-2'),
    ];
    const server = await aServerCertificate();
    const settings = await workingSettings(server);
    const keys = await sealedTo(server, [hq1, hq2]);
    valueFrom(await save(connectionId, 0, settings, keys));
    expect(valueFrom(await publish(connectionId, 1, 'New certificate'))).toEqual({ revision: 1 });

    const published = await readPublished(world().as(system), connectionId);
    expect(published?.sealedKeys).toEqual(new Map(keys.map((key) => [key.connectorId, key.envelope])));
    const gatehouseKey = await importPublicKey(world().as(system).keyring.publicKey);
    const opened = await openSignedSettings(published?.signed ?? { packed: '', signature: '' }, gatehouseKey);
    expect(opened).toMatchObject({
      ok: true,
      settings: {
        connectionId,
        connectionName: 'Fabrikam HQ',
        revision: 1,
        publishedAt: world().clock.now,
        frontFacingUrl: settings.frontFacingUrl,
        gatehouseUrl: world().as(system).publicUrl,
        kerberos: { enabled: false, frontFacingUrl: '' },
        mapping: settings.mapping,
        revocation: settings.revocation,
        sslChain: settings.sslCertificate?.chain,
        caCertificates: settings.caCertificates,
      },
    });
    expect(world().announced).toEqual([connectionId]);
    expect(world().events).toContainEqual({ t: 'connectors-changed', connectionId });
    const view = valueFrom(await readConnection(world().as(ada), connectionId));
    expect(view.running).toMatchObject({ revision: 1, publishedBy: 'ada@example.com', comment: 'New certificate' });
    expect(view.draft.changes).toEqual([]);
    expect(view.connectors.map(({ rollout }) => [rollout?.revision, rollout?.state])).toEqual([
      [1, 'waiting'],
      [1, 'waiting'],
    ]);
    expect((await world().audit()).at(-1)).toMatchObject({
      verb: 'publishSettings',
      subject: connectionId,
      before: { revision: null },
      after: { revision: 1, comment: 'New certificate', draftVersion: 1 },
    });
  });

  it('tells connectors where Gatehouse is, again where it has moved', async () => {
    const connectionId = await aConnection(world());
    const settings = {
      ...oneNetwork,
      kerberos: { enabled: false, frontFacingUrl: 'https://kerberos.fabrikam.example' },
      mapping: [{ source: 'sid', attribute: 'objectSid' }],
      revocation: { mode: 'fail-closed' },
    };
    valueFrom(await save(connectionId, 0, settings));
    valueFrom(await publish(connectionId, 1));
    expect(codeOf(await publish(connectionId, 1))).toBe('nothing-to-publish');
    const moved = { ...world().as(ada), publicUrl: 'https://new.fabrikam.example' };
    expect(valueFrom(await readConnection(moved, connectionId)).draft.changes).toEqual([
      {
        kind: 'changed',
        area: 'methods',
        what: 'address of Gatehouse',
        before: world().as(ada).publicUrl,
        after: 'https://new.fabrikam.example',
      },
    ]);
    valueFrom(await publishSettings(moved, { connectionId, draftVersion: 1, comment: '' }));
    const published = await readPublished(world().as(system), connectionId);
    const gatehouseKey = await importPublicKey(world().as(system).keyring.publicKey);
    const opened = await openSignedSettings(published?.signed ?? { packed: '', signature: '' }, gatehouseKey);
    expect(opened).toMatchObject({
      ok: true,
      settings: {
        gatehouseUrl: 'https://new.fabrikam.example',
        kerberos: settings.kerberos,
        mapping: settings.mapping,
        revocation: settings.revocation,
      },
    });
    expect(valueFrom(await readConnection(moved, connectionId)).draft.changes).toEqual([]);
  });

  it('refuses errors and lists them, whatever the browser thought', async () => {
    const connectionId = await aConnection(world());
    valueFrom(await save(connectionId, 0, { ...emptySettings, clientCertificate: { enabled: true } }));
    const refused = await publish(connectionId, 1);
    expect(codeOf(refused)).toBe('settings-have-errors');
    for (const id of ['METHOD-NO-FRONT-URL', 'SSL-MISSING', 'CA-NONE']) {
      expect(refused.ok ? '' : refused.problem.message).toContain(id);
    }
    expect(await world().database.db.select().from(revisions)).toEqual([]);
    expect(world().announced).toEqual([]);
  });

  it('checks anew what stands in the database', async () => {
    const connectionId = await aConnection(world());
    valueFrom(await save(connectionId, 0, oneNetwork));
    const forged = { ...oneNetwork, caCertificates: ['AAAA'] };
    await world().database.db.update(connections).set({ draft: forged });
    const refused = await publish(connectionId, 1);
    expect(refused.ok ? {} : refused.problem.fields).toHaveProperty(['settings.caCertificates.0']);
  });

  it('refuses a certificate whose key no connector has; one connector is enough', async () => {
    const connectionId = await aConnection(world());
    const [hq1] = [await aConnector(world(), connectionId, 'hq-1'), await aConnector(world(), connectionId, 'hq-2')];
    const server = await aServerCertificate();
    const settings = await workingSettings(server);
    valueFrom(await save(connectionId, 0, settings));
    const refused = await publish(connectionId, 1);
    expect(refused.ok ? '' : refused.problem.message).toContain('SSL-KEY-MISSING');
    valueFrom(await save(connectionId, 1, settings, await sealedTo(server, [hq1])));
    expect(valueFrom(await publish(connectionId, 2))).toEqual({ revision: 1 });
  });

  it('refuses a draft that was saved since it was looked at, nothing to publish, and strangers', async () => {
    const connectionId = await aConnection(world());
    expect(codeOf(await publish(connectionId, 0))).toBe('nothing-to-publish');
    valueFrom(await save(connectionId, 0, oneNetwork));
    expect(codeOf(await publish(connectionId, 0))).toBe('draft-changed');
    valueFrom(await publish(connectionId, 1));
    expect(codeOf(await publish(connectionId, 1))).toBe('nothing-to-publish');
    const input = { connectionId, draftVersion: 1, comment: '' };
    expect(codeOf(await publishSettings(world().as(stranger), input))).toBe('not-signed-in');
    expect(codeOf(await publishSettings(world().as(ada), { ...input, connectionId: 'con_x' }))).toBe('not-found');
  });

  it('gives two at once two numbers, or one an answer that says why not', async () => {
    const connectionId = await aConnection(world());
    valueFrom(await save(connectionId, 0, oneNetwork));
    const outcomes = await Promise.all([publish(connectionId, 1), publish(connectionId, 1), publish(connectionId, 1)]);
    expect(outcomes.map(codeOf).toSorted()).toEqual(['nothing-to-publish', 'nothing-to-publish', 'went well']);
    const numbers = await world().database.db.select({ revision: revisions.revision }).from(revisions);
    expect(numbers).toEqual([{ revision: 1 }]);
  });

  it('publishes a key sealed to a connector that came later, though the settings are the same', async () => {
    const connectionId = await aConnection(world());
    const hq1 = await aConnector(world(), connectionId, 'hq-1');
    const server = await aServerCertificate();
    const settings = await workingSettings(server);
    valueFrom(await save(connectionId, 0, settings, await sealedTo(server, [hq1])));
    valueFrom(await publish(connectionId, 1));
    const hq2 = await aConnector(world(), connectionId, 'hq-2');
    const draft = valueFrom(await save(connectionId, 1, settings, await sealedTo(server, [hq2])));
    expect(draft.changes.map(({ what }) => what)).toEqual(['SSL key sealed to connector hq-2']);
    expect(valueFrom(await publish(connectionId, 2))).toEqual({ revision: 2 });
    expect(valueFrom(await readConnection(world().as(ada), connectionId)).draft.changes).toEqual([]);
  });

  it('stands though the hub fails; the failure is logged', async () => {
    const connectionId = await aConnection(world());
    valueFrom(await save(connectionId, 0, oneNetwork));
    const ctx = world().as(ada);
    const broken = { ...ctx, gateway: { ...ctx.gateway, announceRevision: () => Promise.reject(new Error('gone')) } };
    expect(codeOf(await publishSettings(broken, { connectionId, draftVersion: 1, comment: '' }))).toBe('went well');
    expect(world().failures).toEqual(['The new revision could not be announced to the connectors']);
  });
});

describe('listRevisions', () => {
  it('tells the newest first, each against the one before, and how it went', async () => {
    const connectionId = await aConnection(world());
    const connector = await aConnector(world(), connectionId);
    valueFrom(await save(connectionId, 0, oneNetwork));
    valueFrom(await publish(connectionId, 1, 'first'));
    valueFrom(await save(connectionId, 1, { ...oneNetwork, outside: 'refuse' }));
    valueFrom(await publish(connectionId, 2, 'second'));
    await world().database.db.update(rollouts).set({ state: 'acknowledged' });
    const list = valueFrom(await listRevisions(world().as(ada), connectionId));
    expect(list).toMatchObject([
      { revision: 2, comment: 'second', isRunning: true, rollout: { acknowledged: 1, refused: 0 } },
      { revision: 1, comment: 'first', isRunning: false, rollout: { acknowledged: 1, refused: 0 } },
    ]);
    expect(list.map(({ changes }) => changes.map(({ area }) => area))).toEqual([['methods'], ['networks']]);
    expect(connector.id).toMatch(/^cnr_/);
    const first = valueFrom(await readRevisionSettings(world().as(ada), { connectionId, revision: 1 }));
    expect(first).toEqual(oneNetwork);
  });

  it('is for administrators, and says what is not there', async () => {
    expect(codeOf(await listRevisions(world().as(stranger), 'con_1'))).toBe('not-signed-in');
    expect(codeOf(await listRevisions(world().as(ada), 'con_1'))).toBe('not-found');
    const none = { connectionId: 'con_1', revision: 3 };
    expect(codeOf(await readRevisionSettings(world().as(stranger), none))).toBe('not-signed-in');
    expect(codeOf(await readRevisionSettings(world().as(ada), none))).toBe('not-found');
    expect(codeOf(await readRevisionSettings(world().as(ada), { ...none, revision: Number.NaN }))).toBe('not-found');
  });
});

describe('restoreRevision', () => {
  it('makes a revision of the past the draft, and writes down which', async () => {
    const connectionId = await aConnection(world());
    valueFrom(await save(connectionId, 0, oneNetwork));
    valueFrom(await publish(connectionId, 1));
    valueFrom(await save(connectionId, 1, { ...emptySettings, session: { hours: 1, keepSignedInDays: 0 } }));
    valueFrom(await publish(connectionId, 2));
    const ctx = world().as(grace);
    const draft = valueFrom(await restoreRevision(ctx, { connectionId, revision: 1, baseVersion: 2 }));
    expect(draft).toMatchObject({ version: 3, settings: oneNetwork, updatedBy: 'grace@example.com' });
    expect(draft.changes.length).toBeGreaterThan(0);
    expect((await world().audit()).at(-1)).toMatchObject({ verb: 'restoreRevision', after: { revision: 1 } });
    expect(valueFrom(await publish(connectionId, 3))).toEqual({ revision: 3 });
  });

  it('refuses what is not there, a newer draft, and strangers', async () => {
    const connectionId = await aConnection(world());
    const input = { connectionId, revision: 1, baseVersion: 0 };
    expect(codeOf(await restoreRevision(world().as(ada), input))).toBe('not-found');
    valueFrom(await save(connectionId, 0, oneNetwork));
    expect(codeOf(await restoreRevision(world().as(ada), input))).toBe('draft-changed');
    expect(codeOf(await restoreRevision(world().as(stranger), input))).toBe('not-signed-in');
  });
});
