import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SignInFilter, signInPageSchema, signInViewSchema } from '#lib/contracts/sign-in.ts';
import { signInRequests, signIns } from '#lib/db/schema.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';
import {
  ada,
  codeOf,
  noon,
  prepareWorld,
  stranger,
  system,
  valueFrom,
} from '#lib/services/service-world.test-support.ts';
import {
  aBrowser,
  accepted,
  aLinkedConnector,
  alice,
  aSite,
  inside,
  outside,
  refusedAs,
  rowOf,
  sent,
} from '#lib/services/sign-in/door.test-support.ts';
import { listSignIns } from '#lib/services/sign-in/list-sign-ins.ts';
import { readSignIn } from '#lib/services/sign-in/read-sign-in.ts';
import { recentAddresses } from '#lib/services/sign-in/recent-addresses.ts';
import { removeOldSignIns } from '#lib/services/sign-in/remove-old-sign-ins.ts';
import { publishSignIns } from '#lib/services/sign-in/sign-in-events.ts';
import { signInWithPassword } from '#lib/services/sign-in/sign-in-with-password.ts';

const world = prepareWorld();
const dayMs = 86_400_000;

/** Alice and Bob at the head office without a connector, Alice in; Carol elsewhere, at Contoso. */
async function aLog() {
  const site = await aSite(world());
  const contoso = await aSite(world(), undefined, 'Contoso');
  const at = async (of: typeof site, from: typeof inside | typeof outside, userName: string) => {
    const browser = await aBrowser(world(), of, from);
    await signInWithPassword(world().as(from), { ...browser.key, userName, password: 'x' });
    world().clock.now += 1_000;
    return browser.begun.signInId;
  };
  for (const { connectionId } of [site, contoso]) {
    const connector = await aLinkedConnector(world(), connectionId, { listener: 'failed' });
    connector.passwords.answer = async (userName) =>
      userName === 'alice' ? accepted() : refusedAs('account-disabled');
  }
  const ids = {
    alice: await at(site, inside, 'alice'),
    bob: await at(site, inside, 'bob_50%'),
    carol: await at(contoso, outside, 'carol'),
  };
  return { site, contoso, ids };
}

const list = async (filter: SignInFilter = {}) => valueFrom(await listSignIns(world().as(ada), filter));
const idsOf = async (filter: SignInFilter) => (await list(filter)).rows.map(({ id }) => id);

describe('listSignIns', () => {
  it('lists the newest first, each with how it went', async () => {
    const { ids, site } = await aLog();
    const page = await list();
    expect(signInPageSchema.parse(page)).toEqual(page);
    expect(page.rows.map(({ id }) => id)).toEqual([ids.carol, ids.bob, ids.alice]);
    expect(page.rows[2]).toEqual({
      id: ids.alice,
      connectionId: site.connectionId,
      connectionName: 'Fabrikam HQ',
      applicationName: 'Timesheets',
      state: 'signed-in',
      address: inside.address,
      network: 'Head office 198.51.100.0/24',
      method: 'password',
      tried: ['client-certificate', 'kerberos', 'password'],
      reason: 'no-connector',
      userName: 'alice',
      startedAt: noon,
      tookMs: 0,
    });
    expect(page.rows[0]).toMatchObject({
      network: 'everyone else',
      state: 'open',
      reason: 'account-disabled',
      tookMs: null,
    });
  });

  it('narrows by every filter', async () => {
    const { ids, site, contoso } = await aLog();
    const { alice: a, bob: b, carol: c } = ids;
    const cases: [SignInFilter, string[]][] = [
      [{ connectionId: contoso.connectionId }, [c]],
      [{ connectionId: site.connectionId, state: 'open' }, [b]],
      [{ state: 'signed-in' }, [a]],
      [{ method: 'kerberos' }, [b, a]],
      [{ reason: 'no-connector' }, [b, a]],
      [{ reason: 'account-disabled' }, [c, b]],
      [{ since: noon + 1_000 }, [c, b]],
      [{ text: 'ALI' }, [a]],
      [{ text: '50%' }, [b]],
      [{ text: '%' }, [b]],
      [{ text: '_' }, [b]],
      [{ text: '\\' }, []],
      [{ text: "'; drop table sign_ins" }, []],
      [{ text: '198.51' }, [b, a]],
      [{ text: '198.51.100.0/25' }, [b, a]],
      [{ text: '203.0.112.0/23' }, [c]],
      [{ text: 'head office' }, [b, a]],
      [{ text: b }, [b]],
      [{ text: '' }, [c, b, a]],
    ];
    for (const [filter, expected] of cases) expect(await idsOf(filter), JSON.stringify(filter)).toEqual(expected);
  });

  it('pages without missing or repeating one, also among those of the same moment', async () => {
    const site = await aSite(world());
    for (let count = 0; count < 7; count += 1) {
      await aBrowser(world(), site);
      if (count % 3 === 0) world().clock.now += 5;
    }
    const seen: string[] = [];
    let before: SignInFilter['before'];
    for (;;) {
      const page = await list({ limit: 2, ...(before === undefined ? {} : { before }) });
      seen.push(...page.rows.map(({ id }) => id));
      const last = page.rows.at(-1);
      if (!page.hasMore || last === undefined) break;
      before = { startedAt: last.startedAt, id: last.id };
      // One that is begun meanwhile stands before the first page.
      await aBrowser(world(), site);
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  it('is for administrators, and takes filters only', async () => {
    expect(codeOf(await listSignIns(world().as(stranger), {}))).toBe('not-signed-in');
    expect(codeOf(await listSignIns(world().as(system), {}))).toBe('not-allowed');
    expect(codeOf(await listSignIns(world().as(ada), { limit: 1_000 }))).toBe('invalid-input');
    expect(codeOf(await listSignIns(world().as(ada), { text: '\0' }))).toBe('invalid-input');
    // No moment the database could compare with.
    for (const moment of ['1.5', '1e300', 'now', '-1']) {
      expect(codeOf(await listSignIns(world().as(ada), { since: moment })), moment).toBe('invalid-input');
      const before = { startedAt: moment, id: '' };
      expect(codeOf(await listSignIns(world().as(ada), { before })), moment).toBe('invalid-input');
    }
  });
});

describe('readSignIn', () => {
  it('tells the decision, every try and whom it was', async () => {
    const { ids } = await aLog();
    const view = valueFrom(await readSignIn(world().as(ada), ids.alice));
    expect(signInViewSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({
      methods: ['client-certificate', 'kerberos', 'password'],
      matched: { kind: 'network', block: '198.51.100.0/24' },
      revision: 1,
      sentence: 'Head office 198.51.100.0/24: client certificate, then Kerberos, then password.',
      reasonCodes: ['most-specific-network', 'connection-methods'],
      person: { userName: 'alice', displayName: 'Alice Lidell', dn: alice.dn, groups: 2 },
    });
    expect(view.tries.map(({ result }) => result)).toEqual(['unavailable', 'unavailable', 'accepted']);
    expect(valueFrom(await readSignIn(world().as(ada), ids.bob)).person).toBeNull();
  });

  it('is for administrators; other ids are nobody’s', async () => {
    const { ids } = await aLog();
    expect(codeOf(await readSignIn(world().as(stranger), ids.alice))).toBe('not-signed-in');
    expect(codeOf(await readSignIn(world().as(ada), 'sig_none'))).toBe('not-found');
    expect(codeOf(await readSignIn(world().as(ada), '\0'))).toBe('not-found');
  });
});

describe('recentAddresses', () => {
  it('tells where people came from in the last two weeks, the busiest first', async () => {
    const { site } = await aLog();
    await aBrowser(world(), site, outside);
    const old = await aBrowser(world(), site, outside);
    await world()
      .database.db.update(signIns)
      .set({ startedAt: noon - 15 * dayMs })
      .where(eq(signIns.id, old.begun.signInId));
    expect(valueFrom(await recentAddresses(world().as(ada), site.connectionId))).toEqual([
      { address: inside.address, count: 2, lastAt: noon + 1_000 },
      { address: outside.address, count: 1, lastAt: noon + 3_000 },
    ]);
    expect(codeOf(await recentAddresses(world().as(stranger), site.connectionId))).toBe('not-signed-in');
    expect(codeOf(await recentAddresses(world().as(ada), '\0'))).toBe('not-found');
  });
});

describe('removeOldSignIns', () => {
  it('ends those that were left, forgets requests after a day and the log after 90', async () => {
    const { ids, site } = await aLog();
    await aLinkedConnector(world(), site.connectionId, { name: 'hq-2' });
    const away = await aBrowser(world(), site);
    await sent(world(), away);
    const later = async (ms: number) => {
      world().clock.now = noon + ms;
      await removeOldSignIns(world().as(system));
    };
    await later(29 * 60_000);
    expect((await rowOf(world(), ids.bob)).state).toBe('open');
    await later(31 * 60_000);
    expect(await rowOf(world(), ids.bob)).toMatchObject({ state: 'refused', reason: 'account-disabled' });
    expect(await rowOf(world(), away.begun.signInId)).toMatchObject({
      state: 'refused',
      reason: 'timed-out',
      tries: [{ result: 'skipped', reason: 'timed-out' }],
    });
    expect(await rowOf(world(), ids.alice)).toMatchObject({ state: 'signed-in', endedAt: noon });
    expect(await world().database.db.select().from(signInRequests)).toHaveLength(1);
    await later(dayMs + 5_000);
    expect(await world().database.db.select().from(signInRequests)).toEqual([]);
    await later(90 * dayMs);
    expect((await list()).rows).toHaveLength(4);
    await later(90 * dayMs + 10_000);
    expect((await list()).rows).toEqual([]);
    await expect(removeOldSignIns(world().as(ada))).rejects.toThrow('Only Gatehouse itself');
  });

  it('forgets a visit in which nothing was tried after a week', async () => {
    const { site } = await aLog();
    const left = await aBrowser(world(), site, outside);
    const tried = await list();
    const later = async (ms: number) => {
      world().clock.now = noon + ms;
      await removeOldSignIns(world().as(system));
    };
    await later(7 * dayMs);
    expect(await rowOf(world(), left.begun.signInId)).toMatchObject({ reason: 'timed-out', tries: [] });
    await later(7 * dayMs + 60_000);
    const ids = (await list()).rows.map(({ id }) => id);
    expect(ids).not.toContain(left.begun.signInId);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThan(tried.rows.length);
  });
});

describe('removeOldSignIns, after a flood', () => {
  it('ends all that were left, however many a stranger began', async () => {
    const browser = await aBrowser(world(), await aSite(world()));
    const { db } = world().database;
    const row = await rowOf(world(), browser.begun.signInId);
    const flood = Array.from({ length: 1_200 }, (_, at) => ({ ...row, id: `sig_${at}`, interactionHash: `${at}` }));
    for (let at = 0; at < flood.length; at += 200) await db.insert(signIns).values(flood.slice(at, at + 200));
    world().clock.now = noon + 31 * 60_000;
    await removeOldSignIns(world().as(system));
    expect(await db.$count(signIns, eq(signIns.state, 'open'))).toBe(0);
    expect(await db.$count(signIns, eq(signIns.reason, 'timed-out'))).toBe(1_201);
  });
});

describe('publishSignIns', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('tells pages at once, then at most once a second, and never loses the last', () => {
    const events = createLiveEvents();
    const told: string[] = [];
    events.subscribe((event) => told.push('connectionId' in event ? event.connectionId : ''));
    const end = (connectionId: string) => publishSignIns({ events }, connectionId);
    for (let count = 0; count < 100; count += 1) end('con_1');
    end('con_2');
    expect(told).toEqual(['con_1', 'con_2']);
    vi.advanceTimersByTime(999);
    expect(told).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['con_1', 'con_2', 'con_1']);
    end('con_1');
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual(['con_1', 'con_2', 'con_1', 'con_1']);
    vi.advanceTimersByTime(10_000);
    expect(told).toHaveLength(4);
    expect(vi.getTimerCount()).toBe(0);
  });
});
