import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { signInRequests } from '#lib/db/schema.ts';
import { ada, prepareWorld, valueFrom } from '#lib/services/service-world.test-support.ts';
import {
  aBrowser,
  accepted,
  aLinkedConnector,
  alice,
  answered,
  aSite,
  type Browser,
  inside,
  peopleOf,
  receipt,
  refusedAs,
  rowOf,
  sent,
  unavailableAs,
} from '#lib/services/sign-in/door.test-support.ts';
import { goToConnector } from '#lib/services/sign-in/go-to-connector.ts';
import { readDoor } from '#lib/services/sign-in/read-door.ts';
import { skipMethod } from '#lib/services/sign-in/skip-method.ts';
import { type ReturnedBrowser, takeReturn } from '#lib/services/sign-in/take-return.ts';

const world = prepareWorld();

async function prepared() {
  const site = await aSite(world());
  const connector = await aLinkedConnector(world(), site.connectionId);
  const browser = await aBrowser(world(), site);
  return { site, connector, browser, request: await sent(world(), browser) };
}

const take = (browser: Browser, more: Omit<ReturnedBrowser, 'secretOf'>) =>
  takeReturn(world().as(inside), { secretOf: browser.secretOf, ...more });

/** The name of a refusal, or that there was none. */
function refusalOf(outcome: Awaited<ReturnType<typeof takeReturn>>): string {
  if (outcome.ok) return 'taken';
  return 'refusal' in outcome.problem ? outcome.problem.refusal : outcome.problem.code;
}

const certificate = {
  name: 'Alice Lidell',
  subject: 'CN=Alice Lidell',
  issuer: 'CN=Fabrikam Root CA',
  serial: '0a1b',
  notBefore: 1,
  notAfter: 2,
  fingerprint: 'ab'.repeat(32),
};

describe('goToConnector', () => {
  it('sends the browser with a request that is signed for this URL, connection, method and way back', async () => {
    const { site, browser, request } = await prepared();
    expect(request.url.origin + request.url.pathname).toBe('https://sso.fabrikam.example/sign-in');
    expect(request).toMatchObject({
      iss: 'https://gatehouse.example.com',
      aud: 'https://sso.fabrikam.example',
      connectionId: site.connectionId,
      method: 'client-certificate',
      returnUrl: 'https://gatehouse.example.com/door/return',
    });
    expect(request.exp - request.iat).toBe(120);
    expect(request.jti).toMatch(/^req_[\w-]{16}$/);
    const again = await sent(world(), browser);
    expect(again.jti).not.toBe(request.jti);
    expect((await rowOf(world(), browser.begun.signInId)).tries).toMatchObject([{ result: 'pending', reason: null }]);
  });

  it('uses the URL of its own where Kerberos has one', async () => {
    const { browser } = await prepared();
    valueFrom(
      await skipMethod(world().as(inside), { ...browser.key, method: 'client-certificate', failure: 'chosen' }),
    );
    expect(await sent(world(), browser)).toMatchObject({ aud: 'https://krb.fabrikam.example', method: 'kerberos' });
  });

  it('leads to the page where the sign-in stands once it has gone on', async () => {
    const { connector, browser } = await prepared();
    world().links.delete(connector.id);
    const { url } = valueFrom(await goToConnector(world().as(inside), browser.key));
    expect(url).toBe(`https://gatehouse.example.com/door/${browser.begun.signInId}/password`);
  });

  it('does not make requests without end', async () => {
    const { browser } = await prepared();
    for (let count = 1; count < 40; count += 1) await sent(world(), browser);
    const { url } = valueFrom(await goToConnector(world().as(inside), browser.key));
    expect(url).toContain('/kerberos');
    expect((await rowOf(world(), browser.begun.signInId)).tries).toMatchObject([{ reason: 'too-many-tries' }]);
  });

  it('sends only the browser that began', async () => {
    const { browser } = await prepared();
    const stranger = { ...browser.key, secret: 'x' };
    expect(await goToConnector(world().as(inside), stranger)).toMatchObject({ problem: { code: 'not-found' } });
    expect(await goToConnector(world().as(ada), browser.key)).toMatchObject({ problem: { code: 'not-allowed' } });
  });
});

describe('takeReturn', () => {
  it('signs in whom the connector named, and remembers the person under one id', async () => {
    const { connector, browser, request, site } = await prepared();
    world().clock.now += 1_500;
    expect(await answered(world(), connector, request, { ...accepted(), certificate })).toBe(true);
    const taken = valueFrom(await take(browser, { requestId: request.jti, receipt }));
    expect(taken.path).toBe(`/door/${browser.begun.signInId}/done`);
    const row = await rowOf(world(), browser.begun.signInId);
    expect(row).toMatchObject({ state: 'signed-in', method: 'client-certificate', reason: null, userName: 'alice' });
    expect(row.tries).toMatchObject([
      { result: 'accepted', reason: null, connectorName: 'hq-1', certificate, tookMs: 1_500, claimedName: 'alice' },
    ]);
    const [person] = await peopleOf(world());
    expect(person).toMatchObject({ id: row.personId, connectionId: site.connectionId, profile: alice });
    const { step } = valueFrom(await readDoor(world().as(inside), browser.key));
    expect(step).toEqual({ kind: 'done', finishUrl: `/oidc/interaction/${browser.interactionId}/finish` });
    const [kept] = await world().database.db.select().from(signInRequests).where(eq(signInRequests.id, request.jti));
    expect(kept?.outcome).toBeNull();

    const second = await aBrowser(world(), site);
    const next = await sent(world(), second);
    await answered(world(), connector, next, accepted({ ...alice, displayName: 'Alice Hargreaves' }));
    valueFrom(await take(second, { requestId: next.jti, receipt }));
    const everybody = await peopleOf(world());
    expect(everybody.map(({ id }) => id)).toEqual([person?.id]);
    expect(everybody[0]?.profile).toMatchObject({ displayName: 'Alice Hargreaves' });
  });

  it.each([
    ['refused', refusedAs('expired', { certificate }), 'expired'],
    ['unavailable', unavailableAs('directory-unreachable'), 'directory-unreachable'],
  ] as const)('goes on to the next method when the connector %s, and explains', async (result, outcome, reason) => {
    const { connector, browser, request } = await prepared();
    await answered(world(), connector, request, outcome);
    expect(valueFrom(await take(browser, { requestId: request.jti, receipt })).path).toContain('/kerberos');
    const row = await rowOf(world(), browser.begun.signInId);
    expect(row.tries).toMatchObject([{ result, reason, detail: `because ${reason}`, connectorName: 'hq-1' }]);
    expect(row).toMatchObject({ state: 'open', position: 1, reason });
    const { explanations } = valueFrom(await readDoor(world().as(inside), browser.key));
    expect(explanations).toMatchObject([
      { method: 'client-certificate', certificate: result === 'refused' ? { name: 'Alice Lidell' } : null },
    ]);
    expect(explanations[0]?.sentence).not.toBe('');
  });

  it.each([
    ['no-ticket', 'skipped'],
    ['ntlm', 'skipped'],
    ['not-delivered', 'unavailable'],
    ['request-expired', 'unavailable'],
    ['not-reachable', 'unavailable'],
  ] as const)('believes a browser that says %s, and only goes on', async (failure, result) => {
    const { browser, request } = await prepared();
    expect(valueFrom(await take(browser, { requestId: request.jti, failure })).path).toContain('/kerberos');
    const row = await rowOf(world(), browser.begun.signInId);
    expect(row.tries).toMatchObject([{ result, reason: failure }]);
  });

  it('takes a return that comes when the connector has just gone away', async () => {
    const { connector, browser, request } = await prepared();
    await answered(world(), connector, request, accepted());
    world().links.delete(connector.id);
    expect(valueFrom(await take(browser, { requestId: request.jti, receipt })).path).toContain('/done');
  });

  it('refuses, and changes nothing, whatever does not fit', async () => {
    const { site, connector, browser, request } = await prepared();
    const other = await aBrowser(world(), site);
    const unanswered = await sent(world(), browser);
    await answered(world(), connector, request, accepted());
    const before = await rowOf(world(), browser.begun.signInId);
    const { jti: requestId } = request;
    const stolen = (id: string): string | undefined => (id === other.key.signInId ? other.key.secret : undefined);
    const tries: [string, Promise<Awaited<ReturnType<typeof takeReturn>>>][] = [
      ['wrong-receipt', take(browser, { requestId, receipt: 'a guess' })],
      ['wrong-receipt', take(browser, { requestId, receipt: '' })],
      ['not-answered', take(browser, { requestId: unanswered.jti, receipt })],
      ['nothing-brought', take(browser, { requestId })],
      ['nothing-brought', take(browser, { requestId, failure: 'accepted' })],
      ['unknown-request', take(browser, { requestId: 'req_none', receipt })],
      ['unknown-request', take(browser, { requestId: '\0', receipt })],
      // Another browser, with the very link that the first one would have followed.
      ['other-browser', take(other, { requestId, receipt })],
      ['other-browser', takeReturn(world().as(inside), { requestId, receipt, secretOf: () => other.key.secret })],
      ['other-browser', takeReturn(world().as(inside), { requestId, receipt, secretOf: stolen })],
      ['other-browser', takeReturn(world().as(inside), { requestId, failure: 'chosen', secretOf: () => undefined })],
      ['not-allowed', takeReturn(world().as(ada), { requestId, receipt, secretOf: browser.secretOf })],
    ];
    for (const [name, outcome] of tries) expect(refusalOf(await outcome)).toBe(name);
    expect(await rowOf(world(), browser.begun.signInId)).toEqual(before);
    expect(await peopleOf(world())).toEqual([]);
    // Nothing of that spoiled the real return.
    expect(refusalOf(await take(browser, { requestId, receipt }))).toBe('taken');
  });

  it('takes one return of many at once, and none afterwards', async () => {
    const { connector, browser, request } = await prepared();
    await answered(world(), connector, request, accepted());
    const at = { requestId: request.jti, receipt };
    const returns = await Promise.all([1, 2, 3, 4].map(() => take(browser, at)));
    expect(returns.map(refusalOf).toSorted()).toEqual([
      'returned-already',
      'returned-already',
      'returned-already',
      'taken',
    ]);
    const again = await take(browser, at);
    expect(refusalOf(again)).toBe('returned-already');
    // The browser is the right one, so it is told where it stands.
    expect(again).toMatchObject({ problem: { stands: { path: `/door/${browser.begun.signInId}/done` } } });
    expect((await rowOf(world(), browser.begun.signInId)).tries).toHaveLength(1);
  });

  it('does not take an answer to a method whose turn is over', async () => {
    const { connector, browser, request } = await prepared();
    await answered(world(), connector, request, accepted());
    valueFrom(
      await skipMethod(world().as(inside), { ...browser.key, method: 'client-certificate', failure: 'not-reachable' }),
    );
    const outcome = await take(browser, { requestId: request.jti, receipt });
    expect(refusalOf(outcome)).toBe('not-its-turn');
    expect(outcome).toMatchObject({ problem: { stands: { path: `/door/${browser.begun.signInId}/kerberos` } } });
  });

  it('does not take an answer to a sign-in of another connection', async () => {
    const { connector, browser, request } = await prepared();
    const other = await aSite(world(), undefined, 'Contoso');
    await answered(world(), connector, request, accepted());
    await world()
      .database.db.update(signInRequests)
      .set({ connectionId: other.connectionId })
      .where(eq(signInRequests.id, request.jti));
    expect(refusalOf(await take(browser, { requestId: request.jti, receipt }))).toBe('not-its-turn');
  });

  it('does not take what comes late', async () => {
    const { connector, browser, request } = await prepared();
    await answered(world(), connector, request, accepted());
    world().clock.now += 2 * 60_000 + 1;
    expect(refusalOf(await take(browser, { requestId: request.jti, receipt }))).toBe('too-late');
    world().clock.now += 30 * 60_000;
    expect(refusalOf(await take(browser, { requestId: request.jti, failure: 'no-ticket' }))).toBe('not-its-turn');
  });
});
