import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AuditEntry, type ChainPlace, emptyChain, type SignedHead } from '#lib/core/audit-chain.ts';
import { type ChainFacts, chainOf, signer } from '#lib/core/chain.test-support.ts';
import { verifyAudit } from '#lib/core/verify-audit.ts';

const gatehouse = await signer();
const facts = (number: number): ChainFacts => ({
  at: number,
  actor: { kind: 'administrator', id: 'adm_1', email: 'ada@example.com' },
  verb: 'renameConnection',
  subject: `con_${number}`,
  before: { name: `before ${number}` },
  after: { name: `after ${number}` },
});
const honest = await chainOf(Array.from({ length: 30 }, (_, index) => facts(index + 1)));
const honestHead = await gatehouse.headOf(honest);

type More = { head?: SignedHead; kept?: ChainPlace; publicKey?: string; pageSize?: number };

async function verify(entries: readonly AuditEntry[], more: More = {}) {
  const { head = honestHead, publicKey = gatehouse.publicKey, kept, pageSize = 7 } = more;
  const verifier = verifyAudit({ head, publicKey, kept });
  for (let start = 0; start < entries.length; start += pageSize)
    if (!(await verifier.take(entries.slice(start, start + pageSize)))) break;
  return verifier.finish();
}

test('finds nothing in a chain that nobody touched, however it is cut into pages', async () => {
  for (const pageSize of [1, 7, 30, 100])
    expect(await verify(honest, { pageSize })).toEqual({
      entries: 30,
      from: 1,
      to: 30,
      marks: [],
      isKeptThere: false,
      head: honestHead,
    });
});

test('takes a chain without entries', async () => {
  const head = { ...emptyChain, at: 0, signature: '' };
  expect(await verify([], { head })).toEqual({ entries: 0, marks: [], isKeptThere: false, head });
});

const entryAt = fc.integer({ min: 0, max: 29 });

test('names an entry of which anything was changed', async () => {
  const changed = fc.constantFrom<(entry: AuditEntry) => AuditEntry>(
    (entry) => ({ ...entry, at: entry.at + 1 }),
    (entry) => ({ ...entry, actor: { ...entry.actor, email: 'eve@example.com' } }),
    (entry) => ({ ...entry, actor: { ...entry.actor, more: '' } }),
    (entry) => ({ ...entry, verb: 'saveDraft' }),
    (entry) => ({ ...entry, subject: '' }),
    (entry) => ({ ...entry, before: null }),
    (entry) => ({ ...entry, after: { name: `${entry.sequence}` } }),
    (entry) => ({ ...entry, before: entry.after, after: entry.before }),
    (entry) => ({ ...entry, previousHash: 'f'.repeat(64) }),
    (entry) => ({ ...entry, hash: 'f'.repeat(64) }),
  );
  await fc.assert(
    fc.asyncProperty(entryAt, changed, async (index, change) => {
      const entries = honest.map((entry, place) => (place === index ? change(entry) : entry));
      const { fault, entries: fitting, head } = await verify(entries);
      expect(fault).toEqual({ kind: 'altered', sequence: index + 1 });
      expect(fitting).toBe(index);
      expect(head).toBeUndefined();
    }),
  );
});

test('names the entries that were taken out', async () => {
  await fc.assert(
    fc.asyncProperty(entryAt, fc.integer({ min: 1, max: 30 }), async (index, count) => {
      const entries = honest.toSpliced(index, count);
      const last = Math.min(index + count, 30);
      expect((await verify(entries)).fault).toEqual({
        kind: last === 30 ? 'ends-early' : 'missing',
        sequence: index + 1,
        last,
      });
    }),
  );
});

test('names an entry that was put in', async () => {
  await fc.assert(
    fc.asyncProperty(entryAt, async (index) => {
      const foreign = honest[index];
      if (foreign === undefined) return;
      // With the number of the one that stands there, or with a number of its own.
      const { fault } = await verify(honest.toSpliced(index, 0, foreign));
      expect(fault).toEqual({ kind: 'out-of-order', sequence: index + 1 });
    }),
  );
});

test('names the first of two that were swapped', async () => {
  await fc.assert(
    fc.asyncProperty(entryAt, entryAt, async (a, b) => {
      fc.pre(a < b);
      const [first, second] = [honest[a], honest[b]];
      if (first === undefined || second === undefined) return;
      const entries = honest.with(a, second).with(b, first);
      expect((await verify(entries)).fault).toEqual({ kind: 'missing', sequence: a + 1, last: b });
    }),
  );
});

test('names the entry behind one that was written anew with its own hash', async () => {
  const forged = (await chainOf([...honest.slice(0, 9), facts(99)])).at(-1);
  if (forged === undefined) throw new Error('nothing was forged');
  expect((await verify(honest.with(9, forged))).fault).toEqual({ kind: 'unlinked', sequence: 11 });
});

test('does not take a chain that was written anew from somewhere to its end', async () => {
  const forged = await chainOf([...honest.slice(0, 9), facts(99), ...honest.slice(10)]);
  const last = forged.at(-1);
  expect((await verify(forged)).fault).toEqual({ kind: 'other-head', sequence: 30 });
  const head = { ...honestHead, hash: last?.hash ?? '' };
  expect((await verify(forged, { head })).fault).toEqual({ kind: 'not-signed', sequence: 30 });
  const eve = await signer();
  expect((await verify(forged, { head: await eve.headOf(forged) })).fault?.kind).toBe('not-signed');
  // Even where somebody has the key: the one who verified before knows better.
  const signed = await gatehouse.headOf(forged);
  expect((await verify(forged, { head: signed })).fault).toBeUndefined();
  const kept = { sequence: 20, hash: honest[19]?.hash ?? '' };
  const { fault, entries } = await verify(forged, { head: signed, kept });
  expect(fault).toEqual({ kind: 'forgotten', sequence: 20, last: 30 });
  expect(entries).toBe(19);
});

test('notices that the newest entries are gone, where they were seen before', async () => {
  const shorter = honest.slice(0, 25);
  const head = await gatehouse.headOf(shorter);
  expect((await verify(shorter, { head })).fault).toBeUndefined();
  const kept = { sequence: 30, hash: honest[29]?.hash ?? '' };
  expect((await verify(shorter, { head, kept })).fault).toEqual({ kind: 'forgotten', sequence: 30, last: 25 });
  expect(await verify(honest, { kept })).toMatchObject({ isKeptThere: true, head: honestHead });
});

test('does not say that a kept entry is there where it was not reached', async () => {
  const kept = { sequence: 20, hash: honest[19]?.hash ?? '' };
  const { fault, isKeptThere } = await verify(honest.toSpliced(9, 1), { kept });
  expect(fault).toEqual({ kind: 'missing', sequence: 10, last: 10 });
  expect(isKeptThere).toBe(false);
});

test('does not take a head that says another moment than was signed', async () => {
  expect((await verify(honest, { head: { ...honestHead, at: 2 } })).fault?.kind).toBe('not-signed');
  expect((await verify(honest, { head: { ...honestHead, signature: 'AAAA' } })).fault?.kind).toBe('not-signed');
  expect((await verify(honest, { publicKey: 'no key' })).fault?.kind).toBe('not-signed');
});

test('tells where Gatehouse itself does not vouch for what stands before', async () => {
  const marked = await chainOf([facts(1), { ...facts(2), verb: 'chainOldEntries' }, facts(3)]);
  const { marks, fault } = await verify(marked, { head: await gatehouse.headOf(marked) });
  expect(fault).toBeUndefined();
  expect(marks).toEqual([{ sequence: 2, at: 2, verb: 'chainOldEntries' }]);
});
