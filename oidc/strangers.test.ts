import { expect, it } from 'vitest';
import { authorizationRequest, getTokens, prepareOidcWorld } from '#oidc/oidc-world.test-support.ts';

const world = prepareOidcWorld({ limits: { requests: 3, requestsPerSecond: 0, addresses: 10 } });

async function countRows(): Promise<number> {
  const { rows } = await world().world.database.pool.query(
    'select (select count(*) from oidc_payloads) + (select count(*) from sign_ins) as rows',
  );
  return Number((rows as { rows: unknown }[])[0]?.rows);
}

it('one network address leaves no more rows than its share, and what was begun comes to its end', async () => {
  const connectionId = await world().aConnection('Fabrikam');
  const application = await world().anApplication(connectionId);
  const personId = await world().aPerson(connectionId);
  const browser = world().browser();
  const request = await authorizationRequest(application);
  const atDoor = await browser.follow(request.url);
  const finish = await world().passDoor(atDoor, personId);
  await browser.follow((await authorizationRequest(application)).url);
  for (let count = 0; count < 5; count += 1)
    await world()
      .browser()
      .visit(request.url, { headers: { 'sec-fetch-dest': 'image' } });
  const back = await browser.follow(finish);
  if (back.location === undefined) throw new Error('the browser was not sent back');

  const before = await countRows();
  const { url } = await authorizationRequest(application);
  const upperCase = new URL(url);
  upperCase.pathname = upperCase.pathname.replace('auth', 'AUTH');
  const signOut = new URL(`${world().issuer}/logout?client_id=${application.id}`);
  for (const target of [url, upperCase, signOut, new URL(`${world().issuer}/auth/${'x'.repeat(21)}`)]) {
    const refused = await world().browser().visit(target);
    expect([refused.status, refused.headers.get('retry-after')], target.pathname).toEqual([429, '60']);
    expect(refused.text).toContain('Too many sign-ins at once');
  }
  expect(await countRows()).toBe(before);

  // Applications ask in their own name, from few addresses.
  expect((await getTokens(application, request, back.location)).access_token).not.toBe('');
  for (let count = 0; count < 10; count += 1)
    expect((await world().browser().visit(`${world().issuer}/jwks`)).status).toBe(200);
});
