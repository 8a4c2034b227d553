import { describe, expect, it } from 'vitest';
import { auditEntryViewSchema, auditPageSchema } from '#lib/contracts/audit.ts';
import { emptySettings } from '#lib/contracts/settings.ts';
import { readAuditFile } from '#lib/core/read-audit-file.ts';
import { createApplication } from '#lib/services/application/create-application.ts';
import { exportAudit } from '#lib/services/audit/export-audit.ts';
import { listAudit } from '#lib/services/audit/list-audit.ts';
import { readAuditEntry } from '#lib/services/audit/read-audit-entry.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { deleteConnection } from '#lib/services/delete-connection.ts';
import { aConnection, aServerCertificate, workingSettings } from '#lib/services/fleet.test-support.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { renameConnection } from '#lib/services/rename-connection.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import {
  ada,
  codeOf,
  grace,
  noon,
  prepareWorld,
  stranger,
  valueFrom,
  victor,
} from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();
const list = async (filter: unknown = {}) =>
  auditPageSchema.parse(valueFrom(await listAudit(world().as(victor), filter)));
const verbs = async (filter: unknown) => (await list(filter)).rows.map(({ verb }) => verb);

describe('listAudit', () => {
  it('tells who did what to which thing, the newest first', async () => {
    const connectionId = await aConnection(world());
    world().clock.now += 1_000;
    valueFrom(await renameConnection(world().as(grace), { connectionId, name: 'Fabrikam' }));
    const [renamed, created] = (await list()).rows;
    expect(renamed).toEqual({
      sequence: 2,
      at: noon + 1_000,
      actorKind: 'administrator',
      actorName: 'grace@example.com',
      actorTitle: 'Grace',
      verb: 'renameConnection',
      subject: { id: connectionId, kind: 'connection', name: 'Fabrikam', connectionId },
      facts: expect.objectContaining({ name: 'Fabrikam' }),
    });
    expect(created).toMatchObject({ sequence: 1, verb: 'createConnection', actorTitle: 'Ada' });
  });

  it('calls a thing that is gone by the name it had at last', async () => {
    const { id } = valueFrom(await createConnection(world().as(ada), { name: 'Old place' }));
    valueFrom(await deleteConnection(world().as(ada), { connectionId: id, name: 'Old place' }));
    expect((await list()).rows.map(({ subject }) => subject)).toEqual([
      { id, kind: 'connection', name: 'Old place', connectionId: null },
      { id, kind: 'connection', name: 'Old place', connectionId: null },
    ]);
  });

  it('narrows by who, what, to what, and when', async () => {
    const one = await aConnection(world());
    const { id: other } = valueFrom(await createConnection(world().as(grace), { name: 'Other' }));
    world().clock.now += 60_000;
    valueFrom(await createTicket(world().as(ada), { connectionId: one }));
    const redirectUris = ['https://times.example.com/callback'];
    const client = { name: 'Times', connectionId: one, kind: 'public', redirectUris, postLogoutRedirectUris: [] };
    const application = valueFrom(await createApplication(world().as(ada), client));

    expect(await verbs({ who: 'GRACE@example.com ' })).toEqual(['createConnection']);
    expect(await verbs({ who: 'nobody@example.com' })).toEqual([]);
    expect(await verbs({ verb: 'createConnection' })).toEqual(['createConnection', 'createConnection']);
    expect(await verbs({ subject: other })).toEqual(['createConnection']);
    expect(await verbs({ subject: application.id })).toEqual(['createApplication']);
    expect(await verbs({ connectionId: one })).toEqual(['createApplication', 'createTicket', 'createConnection']);
    expect(await verbs({ since: noon + 1 })).toEqual(['createApplication', 'createTicket']);
    expect(await verbs({ until: noon + 1 })).toEqual(['createConnection', 'createConnection']);
    expect(await verbs({ since: noon, until: noon })).toEqual([]);
    expect(await verbs({ connectionId: one, who: 'ada@example.com', verb: 'createTicket' })).toEqual(['createTicket']);
  });

  it('goes on page by page in the order of the chain, whatever the clock said', async () => {
    for (const [at, name] of [3, 1, 2, 5, 4].entries()) {
      world().clock.now = noon + name * 1_000;
      await recordAudit(world().database.db, world().as(ada), { verb: 'renameConnection', subject: `con_${at + 1}` });
    }
    const seen: number[] = [];
    let before: number | undefined;
    for (;;) {
      const page = await list({ limit: '2', ...(before === undefined ? {} : { before }) });
      seen.push(...page.rows.map(({ sequence }) => sequence));
      before = seen.at(-1);
      if (!page.hasMore) break;
    }
    expect(seen).toEqual([5, 4, 3, 2, 1]);
  });

  it.each([
    { limit: '0' },
    { limit: '201' },
    { before: 'x' },
    { since: '-1' },
    { what: 'x' },
    { who: 'x'.repeat(321) },
  ])('refuses %j', async (filter) => {
    expect(codeOf(await listAudit(world().as(ada), filter))).toBe('invalid-input');
  });

  it('refuses strangers', async () => {
    expect(codeOf(await listAudit(world().as(stranger), {}))).toBe('not-signed-in');
  });
});

describe('readAuditEntry', () => {
  const read = async (sequence: number | string) =>
    auditEntryViewSchema.parse(valueFrom(await readAuditEntry(world().as(victor), { sequence })));

  it('gives an entry with everything that is hashed', async () => {
    const connectionId = await aConnection(world());
    valueFrom(await renameConnection(world().as(ada), { connectionId, name: 'Fabrikam' }));
    const [stored] = (await world().audit()).slice(-1);
    expect(await read('2')).toMatchObject({
      sequence: 2,
      actor: { kind: 'administrator', id: 'adm_ada', email: 'ada@example.com', role: 'owner' },
      after: { name: 'Fabrikam' },
      previousHash: stored?.previousHash,
      hash: stored?.hash,
      changes: null,
    });
  });

  it('says of a saved draft what was different, in words', async () => {
    const connectionId = await aConnection(world());
    const settings = await workingSettings(await aServerCertificate());
    const save = async (baseVersion: number, draft: typeof settings) =>
      valueFrom(await saveDraft(world().as(ada), { connectionId, baseVersion, settings: draft, sealedKeys: [] }));
    await save(0, settings);
    await save(1, { ...settings, networks: [...settings.networks, { block: '192.0.2.0/24', label: 'New' }] });
    await save(2, { ...settings, outside: 'refuse', caCertificates: [] });
    const words = async (sequence: number) =>
      (await read(sequence)).changes?.map(({ kind, area }) => `${kind} ${area}`).toSorted();
    expect(await words(2)).toContain('added ca-certificates');
    expect(await words(2)).toContain('added ssl-certificate');
    expect(await words(3)).toEqual(['added networks']);
    expect(await words(4)).toContain('removed ca-certificates');
    expect(await words(4)).toContain('removed networks');
    expect(await words(4)).not.toContain('removed ssl-certificate');
    const { after } = await read(3);
    expect(after).toEqual({
      version: 2,
      settings: { networks: [{ block: '192.0.2.0/24', label: 'New' }] },
      sealedTo: [],
    });
  });

  it.each([
    ['7', 'not-found'],
    ['0', 'invalid-input'],
    ['x', 'invalid-input'],
    ['9'.repeat(20), 'invalid-input'],
  ])('has no entry %s', async (sequence, code) => {
    expect(codeOf(await readAuditEntry(world().as(ada), { sequence }))).toBe(code);
  });
});

describe('exportAudit', () => {
  it('gives the whole chain, which verifies', async () => {
    const connectionId = await aConnection(world());
    for (let version = 0; version < 3; version += 1) {
      const settings = { ...emptySettings, session: { hours: version + 1, keepSignedInDays: 0 } };
      valueFrom(await saveDraft(world().as(ada), { connectionId, baseVersion: version, settings, sealedKeys: [] }));
    }
    const lines = valueFrom(await exportAudit(world().as(victor)));
    const [last] = (await world().audit()).slice(-1);
    const kept = { sequence: 4, hash: last?.hash ?? '' };
    const { publicKey } = world().as(ada).keyring;
    expect(await readAuditFile(lines, { publicKey, kept })).toMatchObject({
      ok: true,
      value: { verdict: { entries: 4, isKeptThere: true, head: { sequence: 4 } } },
    });
  });

  it('gives an empty log too, and large ones in pieces', async () => {
    const texts: string[] = [];
    for await (const text of valueFrom(await exportAudit(world().as(victor)))) texts.push(text);
    expect(texts).toHaveLength(2);
    const after = { text: 'x'.repeat(900_000) };
    for (const subject of ['a', 'b', 'c', 'd'])
      await recordAudit(world().database.db, world().as(ada), { verb: 'renameConnection', subject, after });
    const read = await readAuditFile(valueFrom(await exportAudit(world().as(victor))));
    expect(read).toMatchObject({ ok: true, value: { verdict: { entries: 4, head: { sequence: 4 } } } });
  });

  it('ends with the head it began with, whatever is written meanwhile', async () => {
    await recordAudit(world().database.db, world().as(ada), { verb: 'renameConnection', subject: 'a' });
    const lines = valueFrom(await exportAudit(world().as(victor)));
    const first = (await lines.next()).value ?? '';
    await recordAudit(world().database.db, world().as(ada), { verb: 'renameConnection', subject: 'b' });
    async function* all() {
      yield first;
      yield* lines;
    }
    expect(await readAuditFile(all())).toMatchObject({
      ok: true,
      value: { verdict: { entries: 1, head: { sequence: 1 } } },
    });
  });

  it('refuses strangers', async () => {
    expect(codeOf(await exportAudit(world().as(stranger)))).toBe('not-signed-in');
  });
});
