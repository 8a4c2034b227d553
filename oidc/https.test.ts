import { expect, it } from 'vitest';
import { createApplication } from '#lib/services/application/create-application.ts';
import { ada, valueFrom } from '#lib/services/service-world.test-support.ts';
import { callback, prepareOidcWorld } from '#oidc/oidc-world.test-support.ts';

/** As behind a proxy that takes the TLS off. */
const publicUrl = 'https://gatehouse.example.com';
const world = prepareOidcWorld({ publicUrl });

const attributesOf = (line = '') =>
  line
    .split('; ')
    .slice(1)
    .map((attribute) => attribute.toLowerCase());

it('over https cookies are sent over https only, and no neighbouring host can plant a session or a sign-in', async () => {
  const connectionId = await world().aConnection('Fabrikam');
  const personId = await world().aPerson(connectionId);
  const facts = {
    name: 'Timesheets',
    connectionId,
    kind: 'public',
    redirectUris: [callback],
    postLogoutRedirectUris: [],
  };
  const { id } = valueFrom(await createApplication(world().as(ada), facts));
  const query = new URLSearchParams({
    client_id: id,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  });
  const browser = world().browser();
  const here = (there: URL | undefined) => {
    if (there === undefined) throw new Error('the browser was not sent on');
    return new URL(there.pathname + there.search, world().url);
  };
  const begun = await browser.visit(`${world().url}/oidc/auth?${query}`);
  const atDoor = await browser.visit(here(begun.location));
  const finished = await browser.visit(await world().passDoor(atDoor, personId));
  expect(finished.location?.origin).toBe(publicUrl);
  const back = await browser.visit(here(finished.location));
  expect(back.location?.href).toContain(`${callback}?code=`);

  const lines = [begun, atDoor, back].flatMap(({ headers }) => headers.getSetCookie());
  const line = (name: string) => lines.find((one) => one.startsWith(name) && !one.includes('1970'));
  for (const name of [
    '__Secure-gatehouse-interaction=',
    '__Secure-gatehouse-resume=',
    '__Host-gatehouse-door-',
    '__Host-gatehouse-session=',
  ]) {
    expect(attributesOf(line(name)), name).toEqual(expect.arrayContaining(['secure', 'httponly', 'samesite=lax']));
  }
  // The browser itself refuses a __Host- cookie that has another path or a domain.
  for (const name of ['__Host-gatehouse-door-', '__Host-gatehouse-session='])
    expect(attributesOf(line(name)), name).toContain('path=/');
  expect(lines.join('\n').toLowerCase()).not.toContain('domain=');
});
