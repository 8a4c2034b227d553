import { describe, expect, it } from 'vitest';
import { aSite, authorizationRequest, callback, prepareOidcWorld, signIn } from '#oidc/oidc-world.test-support.ts';

const world = prepareOidcWorld();

describe('an interaction', () => {
  it('is worth nothing in another browser, before the door and after it', async () => {
    const { application, personId, browser } = await aSite(world());
    const victim = world().browser();
    const atDoor = await browser.follow((await authorizationRequest(application)).url);
    const begun = await victim.visit(atDoor.url);
    expect([begun.status, begun.location]).toEqual([400, undefined]);
    const finish = await world().passDoor(atDoor, personId);
    const stolen = await victim.visit(finish);
    expect([stolen.status, stolen.location]).toEqual([400, undefined]);
    expect(stolen.text).toContain('This sign-in cannot go on');
    // The browser that began it is not held up by the attempt.
    expect((await browser.follow(finish)).location?.href).toMatch(callback);
  });

  it('does not finish for a browser that planted its interaction but did not pass the door', async () => {
    const { application, personId, browser } = await aSite(world());
    const atDoor = await browser.follow((await authorizationRequest(application)).url);
    const finish = await world().passDoor(atDoor, personId);
    // Everything but the door's cookie.
    const cookie = browser
      .cookies()
      .filter(({ name }) => !name.startsWith('gatehouse-door-'))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const answer = await fetch(finish, { redirect: 'manual', headers: { cookie } });
    expect([answer.status, answer.headers.get('location')]).toEqual([404, null]);
  });

  it('finishes only when the person has passed the door, and once', async () => {
    const { application, personId, browser } = await aSite(world());
    const atDoor = await browser.follow((await authorizationRequest(application)).url);
    const early = await browser.visit(`${atDoor.url.href}/finish`);
    expect([early.status, early.location]).toEqual([401, undefined]);
    const finish = await world().passDoor(atDoor, personId);
    expect((await browser.visit(finish)).status).toBe(303);
    expect((await browser.visit(finish)).status).toBeGreaterThanOrEqual(400);
  });

  it('is the same sign-in when its page is loaded again', async () => {
    const { application, browser } = await aSite(world());
    const atDoor = await browser.follow((await authorizationRequest(application)).url);
    const again = await browser.visit(atDoor.url);
    expect(again.location?.pathname).toBe(atDoor.location?.pathname);
  });

  it('leaves no more door cookies behind than a request can carry, the newest ones', async () => {
    const { application, browser } = await aSite(world());
    const doorCookies = () => browser.cookies().filter(({ name }) => name.startsWith('gatehouse-door-'));
    const begun: (string | undefined)[] = [];
    for (let count = 0; count < 25; count += 1) {
      const { location } = await browser.follow((await authorizationRequest(application)).url);
      begun.push(location?.pathname.split('/')[2]);
    }
    expect(doorCookies().map(({ name }) => name)).toEqual(begun.slice(-21).map((id) => `gatehouse-door-${id}`));
  });

  it('is not called over when only the database does not answer', async () => {
    const { application, browser } = await aSite(world());
    const atDoor = await browser.follow((await authorizationRequest(application)).url);
    const { pool } = world().world.database;
    await pool.query('alter table oidc_payloads rename to out_of_reach');
    const failed = await browser.visit(atDoor.url);
    expect(failed.status).toBe(500);
    expect(failed.text).toContain('Something went wrong');
    expect(world().errors).toHaveLength(1);
    await pool.query('alter table out_of_reach rename to oidc_payloads');
    expect((await browser.visit(atDoor.url)).location?.pathname).toBe(atDoor.location?.pathname);
  });

  it('that the person gives up is told to the application', async () => {
    const { application, browser } = await aSite(world());
    const atDoor = await browser.follow((await authorizationRequest(application)).url);
    const { location } = await browser.follow(`${atDoor.url.href}/cancel`);
    expect([location?.origin, location?.searchParams.get('error')]).toEqual([
      'https://app.example.com',
      'access_denied',
    ]);
  });

  it('changes the session’s id, so that one known before is worth nothing after', async () => {
    const { application, personId, browser } = await aSite(world());
    const session = () => browser.cookies().find(({ name }) => name === 'gatehouse-session')?.value;
    await signIn(world(), application, browser, { personId });
    const before = session();
    await signIn(world(), application, browser, { personId, parameters: { prompt: 'login' } });
    expect(session()).not.toBe(before);
  });

  it('does not take a session cookie that was not signed here', async () => {
    const { application, personId, browser } = await aSite(world());
    await signIn(world(), application, browser, { personId });
    const session = browser.cookies().find(({ name }) => name === 'gatehouse-session')?.value;
    const { url } = await authorizationRequest(application);
    for (const cookie of [`gatehouse-session=${session}`, `gatehouse-session=${session}; gatehouse-session.sig=AAAA`]) {
      const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
      expect(answer.headers.get('location')).toContain('/oidc/interaction/');
    }
  });
});
