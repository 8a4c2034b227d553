import { describe, expect, it } from 'vitest';
import { emptySettings } from '#lib/contracts/settings.ts';
import { sealedKeys } from '#lib/db/schema.ts';
import { discardDraft } from '#lib/services/discard-draft.ts';
import {
  aConnection,
  aConnector,
  aServerCertificate,
  sealedTo,
  workingSettings,
} from '#lib/services/fleet.test-support.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { readConnection } from '#lib/services/read-connection.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import { ada, codeOf, grace, prepareWorld, stranger, valueFrom } from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();
const withNetwork = { ...emptySettings, networks: [{ block: '24.12.34.56/32', label: 'Head office' }] };

describe('saveDraft', () => {
  it('stores the settings, counts the version, tells what changed and writes it down', async () => {
    const connectionId = await aConnection(world());
    world().clock.now += 60_000;
    const draft = valueFrom(
      await saveDraft(world().as(ada), { connectionId, baseVersion: 0, settings: withNetwork, sealedKeys: [] }),
    );
    expect(draft).toMatchObject({ version: 1, settings: withNetwork, updatedBy: 'ada@example.com' });
    expect(draft.updatedAt).toBe(world().clock.now);
    expect(draft.changes.map(({ kind, area }) => [kind, area])).toEqual([['added', 'networks']]);
    const stored = valueFrom(await readConnection(world().as(ada), connectionId));
    expect(stored.draft).toEqual(draft);
    expect((await world().audit()).at(-1)).toMatchObject({
      verb: 'saveDraft',
      subject: connectionId,
      at: world().clock.now,
      actor: { kind: 'administrator', email: 'ada@example.com' },
      before: { version: 0, settings: { networks: [] } },
      after: { version: 1, settings: { networks: withNetwork.networks }, sealedTo: [] },
    });
    expect(world().events).toContainEqual({ t: 'connection-changed', connectionId });
  });

  it('stores a draft with errors, and tells them', async () => {
    const connectionId = await aConnection(world());
    const settings = { ...emptySettings, clientCertificate: { enabled: true } };
    const draft = valueFrom(
      await saveDraft(world().as(ada), { connectionId, baseVersion: 0, settings, sealedKeys: [] }),
    );
    const errors = draft.findings.filter((finding) => finding.severity === 'error').map((finding) => finding.id);
    expect(errors.toSorted()).toEqual(['CA-NONE', 'METHOD-NO-FRONT-URL', 'SSL-MISSING']);
  });

  it('tells the later of two savers about the earlier, and loses neither', async () => {
    const connectionId = await aConnection(world());
    const base = { connectionId, baseVersion: 0, sealedKeys: [] };
    const mine = { ...base, settings: withNetwork };
    const theirs = { ...base, settings: { ...emptySettings, outside: 'refuse' as const } };
    valueFrom(await saveDraft(world().as(grace), theirs));
    const late = await saveDraft(world().as(ada), mine);
    expect(codeOf(late)).toBe('draft-changed');
    expect(late.ok ? '' : late.problem.message).toMatch(/grace@example\.com saved this draft at 2026-11-23 12:00 UTC/);
    expect(valueFrom(await readConnection(world().as(ada), connectionId)).draft.settings.outside).toBe('refuse');
    valueFrom(await saveDraft(world().as(ada), { ...mine, baseVersion: 1 }));
    const states = (await world().audit()).filter((row) => row.verb === 'saveDraft').map((row) => row.after);
    expect(states).toMatchObject([
      { settings: { outside: 'refuse' } },
      { settings: { outside: 'password', networks: withNetwork.networks } },
    ]);
  });

  it('lets one of several savers at once win', async () => {
    const connectionId = await aConnection(world());
    const outcomes = await Promise.all(
      [ada, grace, ada, grace].map((who) =>
        saveDraft(world().as(who), { connectionId, baseVersion: 0, settings: withNetwork, sealedKeys: [] }),
      ),
    );
    const codes = outcomes.map(codeOf).toSorted();
    expect(codes).toEqual(['draft-changed', 'draft-changed', 'draft-changed', 'went well']);
  });

  it.each([
    ['settings.networks.0.block', { networks: [{ block: '10.1.2.3/16', label: '' }] }],
    ['settings.networks.0.block', { networks: [{ block: '2001:DB8::/32', label: '' }] }],
    ['settings.networks.0.label', { networks: [{ block: '10.0.0.0/8', label: 'a\0b' }] }],
    ['settings.caCertificates.1', { caCertificates: ['AAAA', 'AAAB='] }],
    ['settings.sslCertificate.chain.0', { sslCertificate: { chain: ['MAMCAQE='] } }],
    ['settings.frontFacingUrl', { frontFacingUrl: 'http://sso.example.com' }],
  ])('refuses what is not canonical, naming %s', async (path, part) => {
    const connectionId = await aConnection(world());
    const settings = { ...emptySettings, ...part };
    const outcome = await saveDraft(world().as(ada), { connectionId, baseVersion: 0, settings, sealedKeys: [] });
    expect(codeOf(outcome)).toBe('invalid-input');
    expect(outcome.ok ? [] : Object.keys(outcome.problem.fields ?? {})).toContain(path);
    expect(valueFrom(await readConnection(world().as(ada), connectionId)).draft.version).toBe(0);
  });

  it('refuses people who are not signed in, and connections that are not there', async () => {
    const input = { connectionId: 'con_none', baseVersion: 0, settings: emptySettings, sealedKeys: [] };
    expect(codeOf(await saveDraft(world().as(stranger), input))).toBe('not-signed-in');
    expect(codeOf(await saveDraft(world().as({ kind: 'connector', id: 'cnr_1' }), input))).toBe('not-allowed');
    expect(codeOf(await saveDraft(world().as(ada), input))).toBe('not-found');
  });
});

describe('sealed keys', () => {
  it('are stored for the connectors they are sealed to', async () => {
    const connectionId = await aConnection(world());
    const connectors = [
      await aConnector(world(), connectionId, 'hq-1'),
      await aConnector(world(), connectionId, 'hq-2'),
    ];
    const server = await aServerCertificate();
    const keys = await sealedTo(server, connectors.slice(0, 1));
    const settings = await workingSettings(server);
    const draft = valueFrom(
      await saveDraft(world().as(ada), { connectionId, baseVersion: 0, settings, sealedKeys: keys }),
    );
    expect(draft.findings.filter(({ id }) => id.startsWith('SSL-KEY')).map(({ id, subject }) => [id, subject])).toEqual(
      [['SSL-KEY-NOT-SEALED', 'hq-2']],
    );
    const view = valueFrom(await readConnection(world().as(ada), connectionId));
    expect(view.connectors.map(({ name, hasSealedKey }) => [name, hasSealedKey])).toEqual([
      ['hq-1', true],
      ['hq-2', false],
    ]);
    expect(await world().database.db.select().from(sealedKeys)).toMatchObject(keys);
  });

  it('are refused where they are for another connector, another certificate, or none at all', async () => {
    const connectionId = await aConnection(world());
    const elsewhere = await aConnector(world(), await aConnection(world(), 'Elsewhere'), 'branch');
    const [hq1, hq2] = [
      await aConnector(world(), connectionId, 'hq-1'),
      await aConnector(world(), connectionId, 'hq-2'),
    ];
    const server = await aServerCertificate();
    const settings = await workingSettings(server);
    const [right] = await sealedTo(server, [hq1]);
    const [foreign] = await sealedTo(server, [elsewhere]);
    const [otherKey] = await sealedTo(await aServerCertificate(), [hq1]);
    const wrong = {
      'sealedKeys.0.connectorId': foreign,
      'sealedKeys.0.spkiFingerprint': otherKey,
      'sealedKeys.0.envelope': { ...right, connectorId: hq2.id },
    };
    for (const [path, key] of Object.entries(wrong)) {
      const outcome = await saveDraft(world().as(ada), { connectionId, baseVersion: 0, settings, sealedKeys: [key] });
      expect(outcome.ok ? [] : Object.keys(outcome.problem.fields ?? {})).toEqual([path]);
    }
    expect(await world().database.db.select().from(sealedKeys)).toEqual([]);
  });
});

describe('discardDraft', () => {
  it('brings back what runs, or nothing where nothing runs', async () => {
    const connectionId = await aConnection(world());
    const save = (baseVersion: number, settings: object) =>
      saveDraft(world().as(ada), { connectionId, baseVersion, settings, sealedKeys: [] });
    valueFrom(await save(0, withNetwork));
    const emptied = valueFrom(await discardDraft(world().as(grace), { connectionId, baseVersion: 1 }));
    expect(emptied).toMatchObject({ version: 2, settings: emptySettings, updatedBy: 'grace@example.com', changes: [] });
    valueFrom(await save(2, withNetwork));
    valueFrom(await publishSettings(world().as(ada), { connectionId, draftVersion: 3, comment: '' }));
    valueFrom(await save(3, emptySettings));
    const back = valueFrom(await discardDraft(world().as(ada), { connectionId, baseVersion: 4 }));
    expect(back).toMatchObject({ version: 5, settings: withNetwork, changes: [] });
    expect((await world().audit()).at(-1)).toMatchObject({ verb: 'discardDraft', before: { version: 4 } });
  });

  it('refuses a draft that somebody saved since, and strangers', async () => {
    const connectionId = await aConnection(world());
    valueFrom(
      await saveDraft(world().as(grace), { connectionId, baseVersion: 0, settings: withNetwork, sealedKeys: [] }),
    );
    expect(codeOf(await discardDraft(world().as(ada), { connectionId, baseVersion: 0 }))).toBe('draft-changed');
    expect(codeOf(await discardDraft(world().as(stranger), { connectionId, baseVersion: 1 }))).toBe('not-signed-in');
  });
});
