import * as openid from 'openid-client';
import { describe, expect, it } from 'vitest';
import { deleteApplication } from '#lib/services/application/delete-application.ts';
import { renewApplicationSecret } from '#lib/services/application/renew-application-secret.ts';
import { ada, valueFrom } from '#lib/services/service-world.test-support.ts';
import {
  type Application,
  aSite,
  authorizationRequest,
  callback,
  getTokens,
  prepareOidcWorld,
  signIn,
} from '#oidc/oidc-world.test-support.ts';

const world = prepareOidcWorld();

/** A token request as an attacker writes it. */
async function ask(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${world().url}/oidc/token`, {
    method: 'POST',
    headers: { accept: 'application/json', ...headers },
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const basic = ({ id, secret }: Application) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

describe('a request', () => {
  it('without PKCE is refused, also of an application with a secret', async () => {
    const { application, browser } = await aSite(world());
    const { url } = await authorizationRequest(application);
    url.searchParams.delete('code_challenge');
    url.searchParams.delete('code_challenge_method');
    const { location } = await browser.visit(url);
    expect([location?.origin, location?.searchParams.get('error')]).toEqual([
      'https://app.example.com',
      'invalid_request',
    ]);
  });

  it.each([
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['an implicit answer', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['a token in the URL', { response_type: 'token' }, 'unsupported_response_type'],
    ['a request object', { request: 'a.b.c' }, 'request_not_supported'],
  ])('for %s is refused', async (_, parameters, error) => {
    const { application, browser } = await aSite(world());
    const { location } = await browser.visit((await authorizationRequest(application, parameters)).url);
    const answer = new URLSearchParams(location?.search === '' ? location.hash.slice(1) : location?.search);
    expect([location?.origin, answer.get('error')]).toEqual(['https://app.example.com', error]);
  });

  it.each([
    ['another host', 'https://evil.example/callback'],
    ['another path', 'https://app.example.com/other'],
    ['a longer path', 'https://app.example.com/callback/more'],
    ['a query', 'https://app.example.com/callback?next=https://evil.example'],
    ['a host that only begins alike', 'https://app.example.com.evil.example/callback'],
    ['user information', 'https://app.example.com@evil.example/callback'],
    ['a port', 'https://app.example.com:444/callback'],
    ['other case', 'https://app.example.com/Callback'],
    ['no encryption', 'http://app.example.com/callback'],
    ['a script', 'javascript:alert(1)'],
  ])('to be sent to %s is refused on our page, without a redirect', async (_, redirect_uri) => {
    const { application, browser } = await aSite(world());
    const answer = await browser.visit((await authorizationRequest(application, { redirect_uri })).url);
    expect([answer.status, answer.location]).toEqual([400, undefined]);
    expect(answer.text).toContain('You are not sent on');
    expect(answer.text).not.toContain('evil.example');
  });

  it('without a redirect URI is not sent to the only one there is', async () => {
    const { application, browser } = await aSite(world());
    const { url } = await authorizationRequest(application);
    url.searchParams.delete('redirect_uri');
    expect(await browser.visit(url)).toMatchObject({ status: 400, location: undefined });
  });

  it('of an application with a secret is not sent to other ports of the device', async () => {
    const { application, browser } = await aSite(world(), { redirectUris: ['http://127.0.0.1:8000/callback'] });
    const there = (port: number) => ({ redirect_uri: `http://127.0.0.1:${port}/callback` });
    expect((await browser.visit((await authorizationRequest(application, there(8001))).url)).status).toBe(400);
    expect((await browser.visit((await authorizationRequest(application, there(8000))).url)).status).toBe(303);
  });

  it('of an unknown application, whatever its name, ends on our page', async () => {
    const { application, browser } = await aSite(world());
    for (const client_id of ['app_unknown', '<script>alert(1)</script>', "app_' or 1=1--", 'x'.repeat(2000), '\0']) {
      const { url } = await authorizationRequest(application);
      url.searchParams.set('client_id', client_id);
      const answer = await browser.visit(url);
      expect([answer.status, answer.location]).toEqual([400, undefined]);
      expect(answer.text).toContain('This application is not known here');
      expect(answer.text).not.toContain('<script>alert');
    }
  });

  it('whose words hold markup shows it as text', async () => {
    const { application, browser } = await aSite(world());
    const { url } = await authorizationRequest(application);
    url.searchParams.set('redirect_uri', 'https://evil.example/');
    url.searchParams.set('scope', 'openid "><img src=x onerror=alert(1)>');
    url.searchParams.set('state', '"><script>alert(1)</script>');
    const { text } = await browser.visit(url);
    expect(text).not.toMatch(/<img|<script/);
  });
});

describe('a code', () => {
  async function aCode() {
    const site = await aSite(world());
    const request = await authorizationRequest(site.application);
    const atDoor = await site.browser.follow(request.url);
    const back = await site.browser.follow(await world().passDoor(atDoor, site.personId));
    const code = back.location?.searchParams.get('code') ?? '';
    expect(code.length).toBeGreaterThan(40);
    const form = { grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: request.verifier };
    return { ...site, request, location: back.location ?? new URL('none:'), code, form };
  }

  it('is worth nothing without the verifier it was asked for with', async () => {
    const { application, form } = await aCode();
    const { code_verifier: _, ...without } = form;
    for (const wrong of [without, { ...form, code_verifier: openid.randomPKCECodeVerifier() }]) {
      expect(await ask(wrong, basic(application))).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    }
    expect((await ask(form, basic(application))).status).toBe(200);
  });

  it('is worth nothing to another application, or with another redirect URI', async () => {
    const { connectionId, application, form } = await aCode();
    const other = await world().anApplication(connectionId, { name: 'Wiki' });
    expect((await ask(form, basic(other))).body['error']).toBe('invalid_grant');
    const elsewhere = { ...form, redirect_uri: 'https://evil.example/callback' };
    expect((await ask(elsewhere, basic(application))).body['error']).toBe('invalid_grant');
  });

  it('used twice ends what the first use gave', async () => {
    const { application, request, location, form, personId } = await aCode();
    const tokens = await getTokens(application, request, location);
    await openid.fetchUserInfo(application.config, tokens.access_token, personId);
    expect(await ask(form, basic(application))).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const stale = openid.fetchUserInfo(application.config, tokens.access_token, personId);
    await expect(stale).rejects.toMatchObject({ status: 401 });
  });

  it('used by many at once serves at most one, and that one not for long', async () => {
    const { application, personId, form } = await aCode();
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(form, basic(application))));
    const served = answers.filter(({ status }) => status === 200);
    expect(served.length).toBeLessThanOrEqual(1);
    expect(answers.filter(({ status }) => status === 400).length).toBe(12 - served.length);
    for (const { body } of served) {
      const stale = openid.fetchUserInfo(application.config, String(body['access_token']), personId);
      await expect(stale).rejects.toMatchObject({ status: 401 });
    }
    expect(world().errors).toEqual([]);
  });

  it('needs the right secret, and a renewed one ends the former', async () => {
    const { application, form } = await aCode();
    const renewed = valueFrom(await renewApplicationSecret(world().as(ada), { applicationId: application.id }));
    const attempts: [Record<string, string>, Record<string, string>][] = [
      [form, basic(application)],
      [form, basic({ ...application, secret: '' })],
      [form, basic({ ...application, secret: 'wrong' })],
      [{ ...form, client_id: application.id }, {}],
      [{ ...form, client_id: application.id, client_secret: application.secret ?? '' }, {}],
    ];
    for (const [body, headers] of attempts) {
      const answer = await ask(body, headers);
      expect(['invalid_client', 'invalid_request']).toContain(answer.body['error']);
    }
    const { rows } = await world().world.database.pool.query<{ secret_hash: string }>(
      'select secret_hash from applications',
    );
    // What is stored is not what opens.
    expect((await ask(form, basic({ ...application, secret: rows[0]?.secret_hash ?? '' }))).status).toBe(401);
    const { secret } = renewed;
    expect((await ask({ ...form, client_id: application.id, client_secret: secret ?? '' })).status).toBe(200);
  });

  it('of an application that was deleted meanwhile is worth nothing, nor is any of its tokens', async () => {
    const { application, request, location, form, personId } = await aCode();
    const tokens = await getTokens(application, request, location);
    const input = { applicationId: application.id, name: 'Timesheets' };
    valueFrom(await deleteApplication(world().as(ada), input));
    expect((await ask(form, basic(application))).body['error']).toBe('invalid_client');
    const stale = openid.fetchUserInfo(application.config, tokens.access_token, personId);
    await expect(stale).rejects.toMatchObject({ status: 401 });
  });
});

describe('refreshing', () => {
  const parameters = { scope: 'openid offline_access' };

  it('gives another token each time, and one used twice ends them all', async () => {
    const { application, personId, browser } = await aSite(world());
    const { tokens } = await signIn(world(), application, browser, { personId, parameters });
    const first = tokens.refresh_token ?? '';
    const second = await openid.refreshTokenGrant(application.config, first);
    expect(second.refresh_token).not.toBe(first);
    expect(second.claims()?.sub).toBe(personId);
    await expect(openid.refreshTokenGrant(application.config, first)).rejects.toMatchObject({ error: 'invalid_grant' });
    const dead = openid.refreshTokenGrant(application.config, second.refresh_token ?? '');
    await expect(dead).rejects.toMatchObject({ error: 'invalid_grant' });
    const stale = openid.fetchUserInfo(application.config, second.access_token, personId);
    await expect(stale).rejects.toMatchObject({ status: 401 });
  });

  it('is not given where nobody asked for offline access, and is with or without a prompt for consent', async () => {
    const { application, personId, browser } = await aSite(world());
    const refreshTokenOf = async (more: Record<string, string>) =>
      (await signIn(world(), application, browser, { personId, parameters: { prompt: 'login', ...more } })).tokens
        .refresh_token;
    expect(await refreshTokenOf({ scope: 'openid' })).toBeUndefined();
    expect(await refreshTokenOf({ scope: 'openid offline_access' })).toBeTypeOf('string');
    expect(await refreshTokenOf({ scope: 'openid offline_access', prompt: 'login consent' })).toBeTypeOf('string');
    expect(await refreshTokenOf({ scope: 'openid', prompt: 'login consent' })).toBeUndefined();
  });

  it('at the same moment serves at most one', async () => {
    const { application, personId, browser } = await aSite(world());
    const { tokens } = await signIn(world(), application, browser, { personId, parameters });
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(form, basic(application))));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  it('is for the application that got the token, and asks for no more than it had', async () => {
    const { connectionId, application, personId, browser } = await aSite(world());
    const { tokens } = await signIn(world(), application, browser, { personId, parameters });
    const other = await world().anApplication(connectionId, { name: 'Wiki' });
    const token = tokens.refresh_token ?? '';
    await expect(openid.refreshTokenGrant(other.config, token)).rejects.toMatchObject({ error: 'invalid_grant' });
    const more = openid.refreshTokenGrant(application.config, token, { scope: 'openid offline_access groups' });
    await expect(more).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  it('ends where the token is revoked, which another application cannot do', async () => {
    const { connectionId, application, personId, browser } = await aSite(world());
    const { tokens } = await signIn(world(), application, browser, { personId, parameters });
    const other = await world().anApplication(connectionId, { name: 'Wiki' });
    await openid.tokenRevocation(other.config, tokens.refresh_token ?? '');
    const second = await openid.refreshTokenGrant(application.config, tokens.refresh_token ?? '');
    await openid.tokenRevocation(application.config, second.refresh_token ?? '');
    const dead = openid.refreshTokenGrant(application.config, second.refresh_token ?? '');
    await expect(dead).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('goes on after the person signed out, because that is what offline access is', async () => {
    const { application, personId, browser } = await aSite(world());
    const { tokens } = await signIn(world(), application, browser, { personId, parameters });
    const end = openid.buildEndSessionUrl(application.config, { id_token_hint: tokens.id_token ?? '' });
    await browser.follow(end);
    const again = await openid.refreshTokenGrant(application.config, tokens.refresh_token ?? '');
    expect(again.access_token).toBeTypeOf('string');
  });
});
