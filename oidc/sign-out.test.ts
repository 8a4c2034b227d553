import * as openid from 'openid-client';
import { expect, it } from 'vitest';
import { authorizationRequest, callback, prepareOidcWorld, signIn } from '#oidc/oidc-world.test-support.ts';

const world = prepareOidcWorld();

async function signedIn() {
  const connectionId = await world().aConnection('Fabrikam');
  const application = await world().anApplication(connectionId);
  const personId = await world().aPerson(connectionId);
  const browser = world().browser();
  const { tokens } = await signIn(world(), application, browser, { personId });
  const isAsked = async () => {
    const { location } = await browser.visit((await authorizationRequest(application)).url);
    return location?.pathname.startsWith('/oidc/interaction/') === true;
  };
  return { connectionId, application, personId, browser, tokens, isAsked };
}

it('an application that shows whom it signs out ends the session at once, and gets the person back', async () => {
  const { application, personId, browser, tokens, isAsked } = await signedIn();
  expect(await isAsked()).toBe(false);
  const end = openid.buildEndSessionUrl(application.config, {
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: 'https://app.example.com/',
    state: 'bye',
  });
  expect((await browser.follow(end)).location?.href).toBe('https://app.example.com/?state=bye');
  expect(browser.cookies().filter(({ name }) => name.startsWith('gatehouse-session'))).toEqual([]);
  expect(await isAsked()).toBe(true);
  const stale = openid.fetchUserInfo(application.config, tokens.access_token, personId);
  await expect(stale).rejects.toMatchObject({ status: 401 });
});

it('anybody else’s link asks the person first', async () => {
  const { application, browser, isAsked } = await signedIn();
  const asked = await browser.visit(openid.buildEndSessionUrl(application.config));
  expect([asked.status, asked.location]).toEqual([200, undefined]);
  expect(asked.text).toContain('Sign out?');
  expect(asked.text).not.toContain('<script>');
  const stayed = await browser.submit(asked);
  const page = await browser.visit(stayed.location ?? '');
  expect(page.text).toContain('You are still signed in');
  expect(await isAsked()).toBe(false);
});

it('the person who agrees is signed out', async () => {
  const { browser, isAsked } = await signedIn();
  const asked = await browser.visit(`${world().url}/oidc/logout`);
  const done = await browser.submit(asked, { logout: 'yes' });
  expect((await browser.visit(done.location ?? '')).text).toContain('You are signed out');
  expect(await isAsked()).toBe(true);
});

it('the hint of somebody else does not sign the person out at once', async () => {
  const { connectionId, application, browser } = await signedIn();
  const other = await world().aPerson(connectionId, { directoryId: 'other' });
  const theirs = await signIn(world(), application, world().browser(), { personId: other });
  const end = openid.buildEndSessionUrl(application.config, { id_token_hint: theirs.tokens.id_token ?? '' });
  const asked = await browser.visit(end);
  expect(asked.text).toContain('Sign out?');
  expect(asked.text).not.toContain('<script>');
});

it.each([
  ['another host', 'https://evil.example/'],
  ['a longer path', 'https://app.example.com/more'],
  ['a redirect URI', callback],
])('nobody is sent to %s after signing out', async (_, uri) => {
  const { application, browser, tokens } = await signedIn();
  const end = openid.buildEndSessionUrl(application.config, {
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: uri,
  });
  const answer = await browser.visit(end);
  expect([answer.status, answer.location]).toEqual([400, undefined]);
  expect(answer.text).toContain('You are not sent on');
  expect(answer.text).not.toContain('evil.example');
});

it('a form of another page cannot sign the person out: it knows no word of the session', async () => {
  const { browser, isAsked } = await signedIn();
  await browser.visit(`${world().url}/oidc/logout`);
  for (const form of [{ logout: 'yes' }, { logout: 'yes', xsrf: 'guess' }, { logout: 'yes', xsrf: '' }]) {
    const answer = await browser.visit(`${world().url}/oidc/logout/confirm`, { form });
    expect([answer.status, answer.location]).toEqual([400, undefined]);
  }
  expect(await isAsked()).toBe(false);
});

it('every answer forbids framing and storing, and pages load nothing from elsewhere', async () => {
  const { application, browser } = await signedIn();
  const { url } = await authorizationRequest(application, { redirect_uri: 'https://evil.example/' });
  const places = [
    url.href,
    `${world().url}/oidc/logout`,
    `${world().url}/oidc/logout/success`,
    `${world().url}/oidc/none`,
  ];
  for (const place of places) {
    const { headers, text } = await browser.visit(place);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(text).toContain('Gatehouse');
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
  }
});
