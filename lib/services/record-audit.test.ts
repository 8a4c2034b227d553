import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashAuditEntry } from '#lib/core/audit-chain.ts';
import { failure, success } from '#lib/core/outcome.ts';
import { verifyAudit } from '#lib/core/verify-audit.ts';
import { auditHead } from '#lib/db/schema.ts';
import { inTransaction } from '#lib/services/in-transaction.ts';
import { recordAudit } from '#lib/services/record-audit.ts';
import { ada, grace, noon, prepareWorld } from '#lib/services/service-world.test-support.ts';

const world = prepareWorld();

async function verdict() {
  const { database, as, audit } = world();
  const [head] = await database.db.select().from(auditHead);
  if (head === undefined) throw new Error('there is no head');
  const verifier = verifyAudit({ head, publicKey: as(ada).keyring.publicKey });
  await verifier.take(await audit());
  return verifier.finish();
}

const record = (subject: string, more: { before?: unknown; after?: unknown } = {}) =>
  recordAudit(world().database.db, world().as(ada), { verb: 'renameConnection', subject, ...more });

describe('recordAudit', () => {
  it('chains each entry to the one before it, and signs the last one', async () => {
    await record('con_1');
    await record('con_2', { before: { name: 'a' }, after: { name: 'b' } });
    const [first, second] = await world().audit();
    expect(first).toMatchObject({ sequence: 1, at: noon, verb: 'renameConnection', actorName: 'ada@example.com' });
    expect(first?.previousHash).toBe('0'.repeat(64));
    expect(second?.previousHash).toBe(first?.hash);
    expect(await verdict()).toMatchObject({ entries: 2, from: noon, marks: [], head: { sequence: 2 } });
  });

  it('hashes what the database gives back, whatever was written', async () => {
    const values = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
    const given = fc.sample(values, { numRuns: 200, seed: 7 }).filter((one) => !/\\u0000/.test(JSON.stringify(one)));
    const special: unknown[] = [
      { z: 1, a: { '\u20ac': [null, [null, {}]], '\ufb33': '\u{1f600}', é: 'e\u0301' } },
      [1e21, 1e-7, 5e-324, 1.797_693_134_862_315_7e308, -0, 2 ** 53 + 2, 0.1 + 0.2, 123_456_789_012_345_680_000],
      { nothing: undefined, at: new Date(0), text: 'nul \0 and half \ud800 of a pair', longer: '\u2028'.repeat(9_000) },
      null,
      'text',
      { __proto__: null, '': '', constructor: 'x' },
    ];
    for (const value of [...special, ...given]) await record('con_1', { before: value, after: { value } });
    for (const row of await world().audit()) expect(await hashAuditEntry(row)).toBe(row.hash);
    expect((await verdict()).fault).toBeUndefined();
  }, 60_000);

  it('leaves no number out where a change is rolled back', async () => {
    const { database, as } = world();
    await record('con_1');
    await expect(
      inTransaction(database.db, async (tx) => {
        await recordAudit(tx, as(ada), { verb: 'renameConnection', subject: 'con_2' });
        throw new Error('the change failed');
      }),
    ).rejects.toThrow('the change failed');
    await record('con_3');
    expect((await world().audit()).map(({ sequence, subject }) => [sequence, subject])).toEqual([
      [1, 'con_1'],
      [2, 'con_3'],
    ]);
    expect((await verdict()).fault).toBeUndefined();
  });

  it('writes one chain where many write at once', async () => {
    const { database, as } = world();
    const changes = Array.from({ length: 40 }, (_, number) =>
      inTransaction(database.db, async (tx) => {
        for (const part of ['a', 'b'])
          await recordAudit(tx, as(number % 2 === 0 ? ada : grace), {
            verb: 'saveDraft',
            subject: `${number} ${part}`,
          });
        return success(null);
      }),
    );
    await Promise.all(changes);
    const rows = await world().audit();
    expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(80);
    expect((await verdict()).fault).toBeUndefined();
  });
});

describe('what is written down', () => {
  it('is told to whoever watches after it is committed, once, and never where it is rolled back', async () => {
    const { database, as, events } = world();
    const told = () => events.filter(({ t }) => t === 'audit-changed').length;
    await record('con_1');
    expect(told()).toBe(1);
    await inTransaction(database.db, async (tx) => {
      for (const subject of ['con_2', 'con_3']) await recordAudit(tx, as(ada), { verb: 'saveDraft', subject });
      expect(told()).toBe(1);
      return success(null);
    });
    expect(told()).toBe(2);
    await inTransaction(database.db, async (tx) => {
      await recordAudit(tx, as(ada), { verb: 'saveDraft', subject: 'con_4' });
      return failure('not-found', 'The change is refused.');
    });
    expect(told()).toBe(2);
    expect(await world().audit()).toHaveLength(3);
  });

  it('names what is too long by its size and its hash', async () => {
    const long = { b: 'x'.repeat(1024 * 1024), a: 1 };
    await record('con_1', { before: { b: 'x'.repeat(1024 * 1024 - 8) }, after: long });
    const [row] = await world().audit();
    expect(row?.before).toEqual({ b: 'x'.repeat(1024 * 1024 - 8) });
    const written = `{"a":1,"b":"${long.b}"}`;
    const sha256 = createHash('sha256').update(written).digest('hex');
    expect(row?.after).toEqual({ leftOut: { characters: written.length, sha256 } });
    expect((await verdict()).fault).toBeUndefined();
  });
});

describe('what was done to the audit behind its back', () => {
  const run = (query: ReturnType<typeof sql>) => world().database.db.execute(query);

  it('is found where an entry was changed', async () => {
    for (const subject of ['con_1', 'con_2', 'con_3']) await record(subject);
    await run(sql`update audit set actor = '{"kind":"system"}' where sequence = 2`);
    expect((await verdict()).fault).toEqual({ kind: 'altered', sequence: 2 });
  });

  it('is found where the newest entries were taken out', async () => {
    for (const subject of ['con_1', 'con_2', 'con_3']) await record(subject);
    await run(sql`delete from audit where sequence = 3`);
    expect((await verdict()).fault).toEqual({ kind: 'ends-early', sequence: 3, last: 3 });
  });

  it.each([
    ['is another', sql`update audit_head set hash = repeat('a', 64)`],
    ['stands at an older entry', sql`update audit_head set sequence = 1`],
    ['is signed by nobody', sql`update audit_head set signature = ''`],
    ['is gone', sql`delete from audit_head`],
  ])('is written down where the head %s', async (_name, change) => {
    await record('con_1');
    await record('con_2');
    await run(change);
    await record('con_3');
    const rows = await world().audit();
    expect(rows.map(({ verb }) => verb)).toEqual([
      'renameConnection',
      'renameConnection',
      'resumeAuditChain',
      'renameConnection',
    ]);
    expect(rows[2]?.actor).toEqual({ kind: 'system' });
    expect(await verdict()).toMatchObject({ entries: 4, marks: [{ sequence: 3, verb: 'resumeAuditChain' }] });
  });

  it('cannot be continued where an entry stands behind the head', async () => {
    await record('con_1');
    await run(sql`insert into audit (sequence, at, actor, verb, subject, previous_hash, hash)
      select 2, at, actor, verb, subject, hash, hash from audit`);
    await expect(record('con_2')).rejects.toThrow();
  });
});

describe('entries from before there was a chain', () => {
  it('are chained at the first entry, which says how many they were', async () => {
    await world().database.db.execute(sql`insert into audit (sequence, at, actor, verb, subject, after, previous_hash, hash)
      select n, n, '{"kind":"system"}', 'saveDraft', 'con_1', jsonb_build_object('b', n, 'a', 1e21), '', ''
      from generate_series(1, 450) n`);
    await record('con_1');
    const rows = await world().audit();
    expect(rows).toHaveLength(452);
    expect(rows[450]).toMatchObject({ verb: 'chainOldEntries', subject: 'audit', after: { entries: 450 } });
    expect(await verdict()).toMatchObject({ entries: 452, marks: [{ sequence: 451, verb: 'chainOldEntries' }] });
  });
});
