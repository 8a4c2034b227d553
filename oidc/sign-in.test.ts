import * as openid from 'openid-client';
import { describe, expect, it, vi } from 'vitest';
import { listApplications } from '#lib/services/application/list-applications.ts';
import { ada, valueFrom } from '#lib/services/service-world.test-support.ts';
import { authorizationRequest, callback, getTokens, prepareOidcWorld, signIn } from '#oidc/oidc-world.test-support.ts';

const world = prepareOidcWorld();

describe('an application', () => {
  it('finds the provider by discovery', async () => {
    const { issuer, url } = world();
    const document = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
    expect(document).toMatchObject({
      issuer: `${url}/oidc`,
      authorization_endpoint: `${url}/oidc/auth`,
      token_endpoint: `${url}/oidc/token`,
      userinfo_endpoint: `${url}/oidc/userinfo`,
      revocation_endpoint: `${url}/oidc/revoke`,
      end_session_endpoint: `${url}/oidc/logout`,
      jwks_uri: `${url}/oidc/jwks`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    });
    expect(document.scopes_supported.sort()).toEqual(['email', 'groups', 'offline_access', 'openid', 'profile']);
    expect(document).not.toHaveProperty('registration_endpoint');
    expect(document).not.toHaveProperty('device_authorization_endpoint');
  });

  it('is told its own addresses, whatever host the request claims', async () => {
    const { issuer, url } = world();
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    const text = await (await fetch(`${issuer}/.well-known/openid-configuration`, { headers })).text();
    expect(text).toContain(`${url}/oidc/token`);
    expect(text).not.toContain('evil.example');
  });

  it('signs a person in, and knows who they are', async () => {
    const connectionId = await world().aConnection('Fabrikam');
    const application = await world().anApplication(connectionId);
    const personId = await world().aPerson(connectionId);
    const browser = world().browser();
    const { tokens, back } = await signIn(world(), application, browser, { personId });
    expect(back.location?.href).toMatch(`${callback}?code=`);
    expect(back.location?.searchParams.get('iss')).toBe(world().issuer.href);
    const facts = {
      sub: personId,
      name: 'Alice Lidell',
      preferred_username: 'alice',
      email: 'alice@fabrikam.example',
      email_verified: true,
      groups: ['Finance', 'Staff'],
    };
    expect(tokens.claims()).toMatchObject({ ...facts, aud: application.id, iss: world().issuer.href, amr: ['pwd'] });
    expect(tokens.claims()?.['auth_time']).toBeTypeOf('number');
    expect(await openid.fetchUserInfo(application.config, tokens.access_token, personId)).toEqual(facts);
    expect(tokens.refresh_token).toBeUndefined();
    expect(world().errors).toEqual([]);
  });

  it('is told no more than it asked for', async () => {
    const connectionId = await world().aConnection('Fabrikam');
    const application = await world().anApplication(connectionId);
    const personId = await world().aPerson(connectionId);
    const parameters = { scope: 'openid email' };
    const { tokens } = await signIn(world(), application, world().browser(), { personId, parameters });
    const facts = await openid.fetchUserInfo(application.config, tokens.access_token, personId);
    expect(facts).toEqual({ sub: personId, email: 'alice@fabrikam.example', email_verified: true });
    expect(tokens.claims()).not.toHaveProperty('groups');
  });

  it('gets a hundred groups in an ID token, all of them from userinfo', async () => {
    const connectionId = await world().aConnection('Fabrikam');
    const application = await world().anApplication(connectionId);
    const groups = Array.from({ length: 101 }, (_, index) => `Group ${index}`);
    const personId = await world().aPerson(connectionId, { groups });
    const { tokens } = await signIn(world(), application, world().browser(), { personId });
    expect(tokens.claims()).not.toHaveProperty('groups');
    const facts = await openid.fetchUserInfo(application.config, tokens.access_token, personId);
    expect(facts['groups']).toHaveLength(101);
  });

  it('is seen to be in use', async () => {
    const connectionId = await world().aConnection('Fabrikam');
    const application = await world().anApplication(connectionId);
    const personId = await world().aPerson(connectionId);
    await signIn(world(), application, world().browser(), { personId });
    // Written down after the answer, so it may be a moment late.
    const lastUse = async () => valueFrom(await listApplications(world().as(ada))).applications[0]?.lastUsedAt;
    await expect.poll(lastUse, { timeout: 50_000 }).toBeTypeOf('number');
  });

  it('without a secret signs people in from any port of their device', async () => {
    const connectionId = await world().aConnection('Fabrikam');
    const redirectUris = ['http://127.0.0.1/callback', 'com.example.app:/callback'];
    const application = await world().anApplication(connectionId, {
      kind: 'public',
      redirectUris,
      postLogoutRedirectUris: [],
    });
    const personId = await world().aPerson(connectionId);
    for (const redirect_uri of ['http://127.0.0.1:53817/callback', 'com.example.app:/callback']) {
      const parameters = { redirect_uri };
      const { tokens } = await signIn(world(), application, world().browser(), { personId, parameters });
      expect(tokens.claims()?.sub).toBe(personId);
    }
  });
});

describe('a person who is signed in', () => {
  it('is not asked again by another application of the same connection', async () => {
    const connectionId = await world().aConnection('Fabrikam');
    const first = await world().anApplication(connectionId);
    const second = await world().anApplication(connectionId, { name: 'Wiki' });
    const personId = await world().aPerson(connectionId);
    const browser = world().browser();
    await signIn(world(), first, browser, { personId });
    const request = await authorizationRequest(second);
    const back = await browser.visit(request.url);
    const tokens = await getTokens(second, request, back.location ?? new URL('none:'));
    expect(tokens.claims()).toMatchObject({ sub: personId, aud: second.id });
    const quiet = await authorizationRequest(second, { prompt: 'none' });
    expect((await browser.visit(quiet.url)).location?.searchParams.get('code')).not.toBeNull();
  });

  it('is asked by an application of another connection, which never hears of the first person', async () => {
    const [fabrikam, contoso] = [await world().aConnection('Fabrikam'), await world().aConnection('Contoso')];
    const first = await world().anApplication(fabrikam);
    const second = await world().anApplication(contoso);
    const here = await world().aPerson(fabrikam);
    const there = await world().aPerson(contoso, { directoryId: 'other' });
    const browser = world().browser();
    const signedIn = await signIn(world(), first, browser, { personId: here });
    const sessionBefore = browser.cookies().find(({ name }) => name === 'gatehouse-session')?.value;
    const quiet = await browser.visit((await authorizationRequest(second, { prompt: 'none' })).url);
    expect(quiet.location?.searchParams.get('error')).toBe('login_required');
    // The provider ends the first person's session before it begins the second one's.
    const { tokens } = await signIn(world(), second, browser, { personId: there });
    expect(tokens.claims()?.sub).toBe(there);
    expect(browser.cookies().find(({ name }) => name === 'gatehouse-session')?.value).not.toBe(sessionBefore);
    const atDoor = await browser.follow((await authorizationRequest(first)).url);
    expect(atDoor.location?.pathname).toMatch(/^\/door\//);
    const stale = openid.fetchUserInfo(first.config, signedIn.tokens.access_token, here);
    await expect(stale).rejects.toMatchObject({ status: 401 });
    expect(world().errors).toEqual([]);
  });

  it('is asked again where the application wants it so', async () => {
    const connectionId = await world().aConnection('Fabrikam');
    const application = await world().anApplication(connectionId);
    const personId = await world().aPerson(connectionId);
    const browser = world().browser();
    await signIn(world(), application, browser, { personId });
    for (const parameters of [{ prompt: 'login' }, { max_age: '0' }]) {
      const { tokens } = await signIn(world(), application, browser, { personId, parameters });
      expect(tokens.claims()?.sub).toBe(personId);
    }
    const fresh = await browser.visit((await authorizationRequest(application, { max_age: '3600' })).url);
    expect(fresh.location?.href).toMatch(callback);
  });

  it('who another person takes over from is signed out', async () => {
    const connectionId = await world().aConnection('Fabrikam');
    const application = await world().anApplication(connectionId);
    const [alice, bob] = [
      await world().aPerson(connectionId),
      await world().aPerson(connectionId, { directoryId: 'b' }),
    ];
    const browser = world().browser();
    const hers = await signIn(world(), application, browser, { personId: alice });
    const his = await signIn(world(), application, browser, { personId: bob, parameters: { prompt: 'login' } });
    expect(his.tokens.claims()?.sub).toBe(bob);
    const stale = openid.fetchUserInfo(application.config, hers.tokens.access_token, alice);
    await expect(stale).rejects.toMatchObject({ status: 401 });
  });

  it('who is gone from Gatehouse is asked to sign in, not shown an error', async () => {
    const connectionId = await world().aConnection('Fabrikam');
    const application = await world().anApplication(connectionId);
    const personId = await world().aPerson(connectionId);
    const browser = world().browser();
    await signIn(world(), application, browser, { personId });
    await world().world.database.pool.query('delete from people');
    const atDoor = await browser.follow((await authorizationRequest(application)).url);
    expect(atDoor.location?.pathname).toMatch(/^\/door\//);
    const again = await world().aPerson(connectionId);
    const back = await browser.follow(await world().passDoor(atDoor, again));
    expect(back.location?.href).toMatch(callback);
    expect(world().errors).toEqual([]);
  });
});

describe('a session', () => {
  const hour = 3_600_000;
  const settings = { session: { hours: 8, keepSignedInDays: 30 } };

  async function sessionOf(keep: boolean) {
    const connectionId = await world().aConnection('Fabrikam', settings);
    const application = await world().anApplication(connectionId);
    const personId = await world().aPerson(connectionId);
    const browser = world().browser();
    await signIn(world(), application, browser, { personId, keep });
    const { rows } = await world().world.database.pool.query<{ expires_at: string }>(
      `select expires_at from oidc_payloads where model = 'Session'`,
    );
    const cookie = browser.cookies().find(({ name }) => name === 'gatehouse-session');
    return { browser, application, end: Number(rows[0]?.expires_at), cookie: cookie?.line ?? '' };
  }

  it('lasts as long as the connection says, and ends with the browser', async () => {
    const began = Date.now();
    const { end, cookie } = await sessionOf(false);
    expect(end - began).toBeGreaterThan(8 * hour - 60_000);
    expect(end - Date.now()).toBeLessThanOrEqual(8 * hour);
    expect(cookie).not.toMatch(/expires/i);
    expect(cookie).toMatch(/httponly/i);
    expect(cookie).toMatch(/samesite=lax/i);
  });

  it('of somebody who is to be kept signed in outlives the browser', async () => {
    const { end, cookie } = await sessionOf(true);
    expect(end - Date.now()).toBeGreaterThan(30 * 24 * hour - 60_000);
    const expires = Date.parse(/expires=([^;]+)/i.exec(cookie)?.[1] ?? '');
    expect(Math.abs(expires - end)).toBeLessThan(60_000);
  });

  it('does not grow longer by being used', async () => {
    const { browser, application } = await sessionOf(false);
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      vi.setSystemTime(Date.now() + 7.9 * hour);
      const used = await browser.visit((await authorizationRequest(application)).url);
      expect(used.location?.href).toMatch(callback);
      vi.setSystemTime(Date.now() + 0.2 * hour);
      const over = await browser.visit((await authorizationRequest(application)).url);
      expect(over.location?.pathname).toMatch(/^\/oidc\/interaction\//);
    } finally {
      vi.useRealTimers();
    }
  });
});
