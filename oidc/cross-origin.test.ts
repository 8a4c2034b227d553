import { describe, expect, it } from 'vitest';
import { aSite, authorizationRequest, prepareOidcWorld, signIn } from '#oidc/oidc-world.test-support.ts';

const world = prepareOidcWorld();

describe('a page of another origin', () => {
  const pageOf = (origin: string) => ({ origin, 'content-type': 'application/x-www-form-urlencoded' });

  it('gets the answers of a public application where that is redirected to the same origin', async () => {
    const { application, personId, browser } = await aSite(world(), { kind: 'public' });
    const { tokens } = await signIn(world(), application, browser, { personId });
    const read = (origin: string) =>
      fetch(`${world().url}/oidc/userinfo`, { headers: { origin, authorization: `Bearer ${tokens.access_token}` } });
    const own = await read('https://app.example.com');
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, 'https://app.example.com']);
    for (const origin of ['https://evil.example', 'null']) {
      const foreign = await read(origin);
      expect([foreign.ok, foreign.headers.get('access-control-allow-origin')]).toEqual([false, null]);
    }
  });

  it('gets none of an application with a secret', async () => {
    const { application, personId, browser } = await aSite(world());
    const { tokens } = await signIn(world(), application, browser, { personId });
    const headers = { ...pageOf('https://app.example.com'), authorization: `Bearer ${tokens.access_token}` };
    const answer = await fetch(`${world().url}/oidc/userinfo`, { headers });
    expect([answer.ok, answer.headers.get('access-control-allow-origin')]).toEqual([false, null]);
  });

  it('never reads anything together with cookies', async () => {
    const { application } = await aSite(world());
    const { url } = await authorizationRequest(application);
    for (const path of [
      url.href,
      `${world().url}/oidc/token`,
      `${world().url}/oidc/.well-known/openid-configuration`,
    ]) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
      const answer = await fetch(path, { method: 'OPTIONS', headers });
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });
});
