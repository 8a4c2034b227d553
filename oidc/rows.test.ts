import * as openid from 'openid-client';
import { expect, it } from 'vitest';
import { authorizationRequest, getTokens, prepareOidcWorld, signIn } from '#oidc/oidc-world.test-support.ts';

const world = prepareOidcWorld();

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const { pool } = world().world.database;
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

it('no row holds a secret, a code, a token, a cookie or a signing key that could be used', async () => {
  const connectionId = await world().aConnection('Fabrikam');
  const application = await world().anApplication(connectionId);
  const personId = await world().aPerson(connectionId);
  const browser = world().browser();
  const parameters = { scope: 'openid offline_access' };

  // Looked at while it is under way as well: before the door, with the code out, and after.
  const request = await authorizationRequest(application, parameters);
  const atDoor = await browser.follow(request.url);
  const secrets = new Set<string>([application.secret ?? '']);
  const keepCookies = () => {
    for (const { value } of browser.cookies()) secrets.add(value);
  };
  keepCookies();
  let everything = await dump();
  const back = await browser.follow(await world().passDoor(atDoor, personId));
  secrets.add(back.location?.searchParams.get('code') ?? '');
  keepCookies();
  everything += await dump();
  const tokens = await getTokens(application, request, back.location ?? new URL('none:'));
  const refreshed = await openid.refreshTokenGrant(application.config, tokens.refresh_token ?? '');
  for (const { access_token, refresh_token, id_token } of [tokens, refreshed]) {
    for (const token of [access_token, refresh_token ?? '', id_token ?? '']) secrets.add(token);
  }
  await browser.visit(`${world().url}/oidc/logout`);
  keepCookies();
  everything += await dump();

  // The dump sees what is there to see, and there was something to find.
  for (const stored of [application.id, personId, 'AuthorizationCode', 'RefreshToken', 'Session', 'Interaction']) {
    expect(everything).toContain(stored);
  }
  expect(secrets.size).toBeGreaterThanOrEqual(12);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(20);
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4));
  }
  expect(everything).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
});

it('a row moved under the id of another is not taken', async () => {
  const connectionId = await world().aConnection('Fabrikam');
  const application = await world().anApplication(connectionId);
  const [alice, mallory] = [
    await world().aPerson(connectionId),
    await world().aPerson(connectionId, { directoryId: 'm' }),
  ];
  const [hers, theirs] = [world().browser(), world().browser()];
  await signIn(world(), application, hers, { personId: alice });
  const { pool } = world().world.database;
  const session = `select id_hash from oidc_payloads where model = 'Session'`;
  const [first] = (await pool.query<{ id_hash: string }>(session)).rows;
  await signIn(world(), application, theirs, { personId: mallory });
  // Somebody who can write rows puts Alice's session where Mallory's is.
  await pool.query(
    `update oidc_payloads set payload = (select payload from oidc_payloads where id_hash = $1)
     where model = 'Session' and id_hash <> $1`,
    [first?.id_hash],
  );
  const request = await authorizationRequest(application);
  expect((await theirs.visit(request.url)).location?.pathname).toMatch(/^\/oidc\/interaction\//);
  expect((await hers.visit((await authorizationRequest(application)).url)).location?.pathname).toBe('/callback');
});
