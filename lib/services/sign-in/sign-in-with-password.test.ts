import { describe, expect, it } from 'vitest';
import type { Actor } from '#lib/services/context.ts';
import { ada, codeOf, prepareWorld, valueFrom } from '#lib/services/service-world.test-support.ts';
import {
  aBrowser,
  accepted,
  aLinkedConnector,
  alice,
  allMethods,
  aSite,
  type Browser,
  bind,
  inside,
  outside,
  peopleOf,
  refusedAs,
  rowOf,
  unavailableAs,
} from '#lib/services/sign-in/door.test-support.ts';
import { aPasswordSite, knowsAlice, right, typePassword } from '#lib/services/sign-in/password.test-support.ts';
import { readDoor } from '#lib/services/sign-in/read-door.ts';
import { signInWithPassword } from '#lib/services/sign-in/sign-in-with-password.ts';
import { signResult } from '#lib/wire/signed-result.ts';

const world = prepareWorld();
const prepared = (names: readonly string[] = ['hq-1']) => aPasswordSite(world(), names);
const type = (browser: Browser, userName: string, password: string, actor: Actor = outside, keep = false) =>
  typePassword(world(), browser, { userName, password, keep }, actor);
const lastTry = async (browser: Browser) => (await rowOf(world(), browser.begun.signInId)).tries.at(-1);

describe('signInWithPassword', () => {
  it('has a connector check the password, and signs in whom it names', async () => {
    const { browser } = await prepared();
    const outcome = await type(browser, ' alice ', right, outside, true);
    expect(outcome).toEqual({ result: 'accepted', path: `/door/${browser.begun.signInId}/done` });
    const row = await rowOf(world(), browser.begun.signInId);
    expect(row).toMatchObject({ state: 'signed-in', method: 'password', userName: 'alice', keepSignedIn: true });
    expect(row.tries).toMatchObject([{ result: 'accepted', connectorName: 'hq-1', claimedName: 'alice' }]);
    expect((await peopleOf(world())).map(({ id }) => id)).toEqual([row.personId]);
  });

  it('keeps nobody signed in where that is not offered', async () => {
    const site = await aSite(world(), { ...allMethods, session: { hours: 8, keepSignedInDays: 0 } });
    knowsAlice(await aLinkedConnector(world(), site.connectionId));
    const browser = await aBrowser(world(), site, outside);
    await type(browser, 'alice', right, outside, true);
    expect((await rowOf(world(), browser.begun.signInId)).keepSignedIn).toBe(false);
  });

  it('lets a wrong password be typed again, and asks one connector only', async () => {
    const { browser, connectors } = await prepared(['hq-1', 'hq-2', 'hq-3']);
    expect(await type(browser, 'alice', 'wrong')).toEqual({
      result: 'refused',
      path: `/door/${browser.begun.signInId}/password`,
    });
    expect(connectors.flatMap(({ asked }) => asked)).toEqual(['alice']);
    expect(await lastTry(browser)).toMatchObject({ result: 'refused', reason: 'wrong-password', claimedName: 'alice' });
    expect(await type(browser, 'alice', right)).toMatchObject({ result: 'accepted' });
    expect(await rowOf(world(), browser.begun.signInId)).toMatchObject({
      reason: 'wrong-password',
      state: 'signed-in',
    });
  });

  it('reads the same to a stranger for a wrong password, an unknown name and a locked account', async () => {
    const { browser, connectors } = await prepared();
    const told = new Set<string>();
    for (const reason of [
      'wrong-password',
      'unknown-user',
      'ambiguous-user',
      'ambiguous-person',
      'account-locked',
      'account-restricted',
      'no-password-set',
      'unmapped',
      'a-reason-of-tomorrow',
    ]) {
      for (const { passwords } of connectors) passwords.answer = async () => refusedAs(reason);
      await type(browser, `alice-${reason}`, 'guess');
      const { explanations } = valueFrom(await readDoor(world().as(outside), browser.key));
      expect(explanations).toHaveLength(1);
      told.add(JSON.stringify(explanations));
      expect((await lastTry(browser))?.reason).toBe(reason);
    }
    expect(told.size).toBe(1);
    for (const reason of ['account-disabled', 'password-expired', 'must-change-password']) {
      for (const { passwords } of connectors) passwords.answer = async () => refusedAs(reason);
      await type(browser, `alice-${reason}`, 'guess');
      told.add(JSON.stringify(valueFrom(await readDoor(world().as(outside), browser.key)).explanations));
    }
    expect(told.size).toBe(4);
  });

  it.each([
    ['does not answer', 'no-answer'],
    ['is gone', 'not-asked'],
  ] as const)('asks another connector when one %s, and notes both', async (_case, kind) => {
    const { browser, connectors } = await prepared(['hq-1', 'hq-2']);
    const silent: string[] = [];
    for (const connector of connectors) {
      const { answer } = connector.passwords;
      connector.passwords.answer = async (userName, password) => {
        if (silent.length > 0) return answer(userName, password);
        silent.push(connector.id);
        return kind;
      };
    }
    expect(await type(browser, 'alice', right)).toMatchObject({ result: 'accepted' });
    expect(connectors.map(({ asked }) => asked.length)).toEqual([1, 1]);
    const { steps, connectorId } = (await lastTry(browser)) ?? {};
    expect(steps).toMatchObject([{ step: 'connector', isPassed: false, detail: expect.stringContaining(kind) }]);
    expect(connectorId).not.toBe(silent[0]);
  });

  it('asks another connector when a directory cannot be asked, and says so when none can', async () => {
    const { browser, connectors } = await prepared(['hq-1', 'hq-2', 'hq-3']);
    for (const { passwords } of connectors) passwords.answer = async () => unavailableAs('directory-unreachable');
    expect(await type(browser, 'alice', right)).toMatchObject({ result: 'unavailable' });
    expect(connectors.map(({ asked }) => asked.length)).toEqual([1, 1, 1]);
    expect(await lastTry(browser)).toMatchObject({ result: 'unavailable', reason: 'directory-unreachable' });
    expect((await rowOf(world(), browser.begun.signInId)).state).toBe('open');
  });

  it('asks in no fixed order, and those whose directory fails last', async () => {
    const { site } = await prepared([]);
    const failing = await aLinkedConnector(world(), site.connectionId, { name: 'failing', directory: 'failing' });
    const none = await aLinkedConnector(world(), site.connectionId, { name: 'none', directory: 'none' });
    const two = [
      await aLinkedConnector(world(), site.connectionId, { name: 'hq-1' }),
      await aLinkedConnector(world(), site.connectionId, { name: 'hq-2' }),
    ];
    for (const connector of [failing, none, ...two]) knowsAlice(connector);
    for (let count = 0; count < 40; count += 1) {
      await type(await aBrowser(world(), site, outside), 'alice', right);
    }
    expect([failing, none].flatMap(({ asked }) => asked)).toEqual([]);
    const [first = 0, second = 0] = two.map(({ asked }) => asked.length);
    expect(first + second).toBe(40);
    // One in 2^39 fair runs gives all to one.
    expect(Math.min(first, second)).toBeGreaterThan(0);
  });

  it('believes no answer that is not signed by the connector for this question', async () => {
    const { browser, connectors, site } = await prepared();
    const [connector] = connectors;
    if (connector === undefined) throw new Error('no connector');
    const link = world().links.get(connector.id);
    if (link === undefined) throw new Error('no link');
    const other = await aLinkedConnector(world(), site.connectionId, { name: 'hq-2' });
    world().links.delete(other.id);
    const outcome = accepted();
    const lies: ((id: string) => Promise<string>)[] = [
      async () => 'nonsense',
      async (id) => signResult(bind(connector, { answers: id, method: 'password', outcome }), other.key),
      async (id) => signResult(bind(connector, { answers: `${id}x`, method: 'password', outcome }), connector.key),
      async (id) => signResult(bind(connector, { answers: id, method: 'kerberos', outcome }), connector.key),
      async (id) => signResult(bind(other, { answers: id, method: 'password', outcome }), connector.key),
      async (id) =>
        signResult(
          { ...bind(connector, { answers: id, method: 'password', outcome }), connectionId: 'con_other' },
          connector.key,
        ),
    ];
    for (const [at, lie] of lies.entries()) {
      world().links.set(connector.id, {
        ...link,
        ask: async ({ id }) => ({ kind: 'answered', signed: await lie(id) }),
      });
      expect(await type(browser, `alice-${at}`, right)).toMatchObject({ result: 'unavailable' });
      expect(await lastTry(browser)).toMatchObject({ reason: 'answer-invalid' });
    }
    expect(await peopleOf(world())).toEqual([]);
  });

  it('asks nobody for nothing: no connector, no name, no password, no turn', async () => {
    const { browser, connectors, site } = await prepared();
    const asked = () => connectors.flatMap((one) => one.asked);
    const typed = (more: object) =>
      signInWithPassword(world().as(outside), { ...browser.key, userName: 'alice', password: right, ...more });
    expect(await typed({ password: '' })).toMatchObject({
      problem: { code: 'invalid-input', fields: { password: 'Type your password.' } },
    });
    expect(codeOf(await typed({ userName: '  ' }))).toBe('invalid-input');
    expect(codeOf(await typed({ userName: 'a\0' }))).toBe('invalid-input');
    expect(codeOf(await typed({ password: 'x'.repeat(1_025) }))).toBe('invalid-input');
    expect(codeOf(await typed({ secret: 'x' }))).toBe('not-found');
    expect(
      codeOf(await signInWithPassword(world().as(ada), { ...browser.key, userName: 'alice', password: right })),
    ).toBe('not-allowed');
    const atCertificate = await aBrowser(world(), site, inside);
    expect(await type(atCertificate, 'alice', right)).toEqual({ result: 'elsewhere', path: atCertificate.begun.path });
    expect(asked()).toEqual([]);
    world().links.clear();
    expect(await type(browser, 'alice', right)).toMatchObject({ result: 'unavailable' });
    expect(await lastTry(browser)).toMatchObject({ reason: 'no-connector', connectorName: null });
    await type(browser, 'alice', right);
    expect(asked()).toEqual([]);
  });

  it('ends a sign-in that is tried more often than a person would', async () => {
    const { browser, connectors } = await prepared();
    for (let count = 0; count < 59; count += 1) await type(browser, `user${count}`, 'wrong');
    expect(await type(browser, 'user59', 'wrong')).toMatchObject({ path: `/door/${browser.begun.signInId}/refused` });
    expect(await rowOf(world(), browser.begun.signInId)).toMatchObject({ state: 'refused', reason: 'too-many-tries' });
    expect(await type(browser, 'alice', right)).toMatchObject({ result: 'elsewhere' });
    expect(connectors[0]?.asked).toHaveLength(60);
  });

  it('ends one sign-in once, however many forms are posted at once', async () => {
    const { browser } = await prepared();
    const typed = [right, right, 'wrong', right].map((password) => type(browser, 'alice', password));
    const results = (await Promise.all(typed)).map(({ result }) => result);
    expect(results.filter((result) => result === 'accepted')).toHaveLength(1);
    const row = await rowOf(world(), browser.begun.signInId);
    expect(row.state).toBe('signed-in');
    expect(row.tries.filter(({ result }) => result === 'accepted')).toHaveLength(1);
    expect(await type(browser, 'alice', 'whatever')).toEqual({
      result: 'elsewhere',
      path: `/door/${browser.begun.signInId}/done`,
    });
  });
});

describe('a password', () => {
  it('is in no row, no line of the log, no event and no problem, and no one else’s question', async () => {
    const { browser, connectors } = await prepared(['hq-1', 'hq-2']);
    const wrong = 'a wrong password nobody keeps 4711';
    const problems: unknown[] = [];
    for (const typed of [
      { userName: 'alice', password: wrong },
      { userName: '', password: wrong },
      { userName: 'alice', password: `${wrong}\0` },
    ])
      problems.push(await signInWithPassword(world().as(outside), { ...browser.key, ...typed }));
    const sealed: string[] = [];
    for (const [id, link] of [...world().links]) {
      world().links.set(id, {
        ...link,
        ask: async (question) => {
          sealed.push(JSON.stringify(question));
          return { kind: 'no-answer' };
        },
      });
    }
    problems.push(await type(browser, 'alice', right));
    for (const connector of connectors) world().links.delete(connector.id);
    knowsAlice(await aLinkedConnector(world(), connectors[0]?.connectionId ?? '', { name: 'hq-3' }));
    problems.push(await type(browser, 'alice', right));

    expect(sealed).toHaveLength(2);
    const everything = [
      await dump(),
      ...world().logged,
      JSON.stringify(world().events),
      JSON.stringify(problems),
      ...sealed,
    ].join('\n');
    for (const seen of ['signed-in', alice.dn, 'no-answer', 'invalid-input']) expect(everything).toContain(seen);
    for (const secret of [right, wrong]) {
      for (const form of [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64').slice(0, 30),
        Buffer.from(secret).toString('hex'),
      ])
        expect(everything).not.toContain(form);
    }
  });
});

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const { pool } = world().database;
  const { rows: tables } = await pool.query<{ tablename: string }>(
    `select tablename from pg_tables where schemaname = 'public'`,
  );
  const texts: string[] = [];
  for (const { tablename } of tables) {
    const { rows } = await pool.query<{ text: string }>(`select t::text as text from "${tablename}" t`);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}
