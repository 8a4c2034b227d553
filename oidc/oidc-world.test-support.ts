import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as openid from 'openid-client';
import { afterEach, beforeEach } from 'vitest';
import type { CreateApplication } from '#lib/contracts/application.ts';
import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { newId } from '#lib/core/ids.ts';
import { createApplication } from '#lib/services/application/create-application.ts';
import type { Actor, Context } from '#lib/services/context.ts';
import { aConnection } from '#lib/services/fleet.test-support.ts';
import { deriveOidcKeyWrapping } from '#lib/services/oidc/oidc-key-row.ts';
import { ada, fillRandom, prepareWorld, valueFrom, type World } from '#lib/services/service-world.test-support.ts';
import { alice, publish } from '#lib/services/sign-in/door.test-support.ts';
import { createOidcDoor, type OidcDoor } from '#oidc/oidc-door.ts';
import { serviceVerbs } from '#oidc/service-verbs.ts';
import { type StrangerLimits, strangerLimits } from '#oidc/stranger-budget.ts';
import { createTestBrowser, type TestBrowser, type Visit } from '#oidc/test-browser.test-support.ts';

/** The redirect URI of applications in these tests; nobody listens there, the test is the application. */
export const callback = 'https://app.example.com/callback';

export type OidcWorld = {
  readonly world: World;
  readonly door: OidcDoor;
  readonly url: string;
  readonly issuer: URL;
  /** Milliseconds that the services' clock is ahead. */
  readonly ahead: { ms: number };
  readonly as: (actor: Actor) => Context;
  readonly aConnection: (name: string, settings?: Partial<Settings>) => Promise<string>;
  readonly anApplication: (connectionId: string, more?: Partial<CreateApplication>) => Promise<Application>;
  readonly aPerson: (connectionId: string, more?: Partial<typeof alice>) => Promise<string>;
  readonly browser: () => TestBrowser;
  /** As the door does when the person has passed it; answers with where the browser goes then. */
  readonly passDoor: (at: Visit, personId: string, keep?: boolean) => Promise<URL>;
  readonly errors: string[];
};

export type Application = {
  readonly id: string;
  readonly secret: string | null;
  readonly config: openid.Configuration;
};

/** An OpenID door with a database of its own behind a real listener, for every test. */
export function prepareOidcWorld({
  publicUrl,
  limits = strangerLimits,
}: {
  readonly publicUrl?: string;
  readonly limits?: StrangerLimits;
} = {}): () => OidcWorld {
  const services = prepareWorld();
  let server: Server;
  let made: OidcWorld;
  beforeEach(async () => {
    let door: OidcDoor | undefined;
    server = createServer((request, response) => {
      void door?.handle(request, response, { address: '203.0.113.9', via: [] });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ahead = { ms: 0 };
    const errors: string[] = [];
    const log = {
      info: () => {},
      warn: () => {},
      error: ({ err }: Record<string, unknown>, message: string) => errors.push(`${message} ${err}`),
    };
    const as = (actor: Actor): Context => ({
      ...services().as(actor),
      now: () => Date.now() + ahead.ms,
      publicUrl: publicUrl ?? url,
      log,
    });
    door = await createOidcDoor({
      services: as(ada),
      verbs: serviceVerbs,
      cookieSecrets: ['a secret for cookies'],
      payloadSecret: Buffer.alloc(32, 7).toString('base64url'),
      keyWrapping: await deriveOidcKeyWrapping(new Uint8Array(32)),
      limits,
    });
    made = makeWorld(services(), door, url, ahead, as, errors);
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await made.door.close();
  });
  return () => made;
}

function makeWorld(
  world: World,
  door: OidcDoor,
  url: string,
  ahead: { ms: number },
  as: (actor: Actor) => Context,
  errors: string[],
): OidcWorld {
  const { pool } = world.database;
  const issuer = new URL(`${url}/oidc`);
  return {
    world,
    door,
    url,
    issuer,
    ahead,
    as,
    errors,
    browser: () => createTestBrowser(url),
    aConnection: async (name, settings = {}) => {
      const connectionId = await aConnection(world, name);
      await publish(world, connectionId, { ...emptySettings, ...settings });
      return connectionId;
    },
    anApplication: async (connectionId, more = {}) => {
      const input = {
        name: 'Timesheets',
        connectionId,
        kind: 'confidential',
        redirectUris: [callback],
        postLogoutRedirectUris: ['https://app.example.com/'],
        ...more,
      };
      const { id, secret } = valueFrom(await createApplication(as(ada), input));
      const authentication = secret === null ? openid.None() : openid.ClientSecretBasic(secret);
      const config = await openid.discovery(issuer, id, undefined, authentication, {
        execute: [openid.allowInsecureRequests],
      });
      return { id, secret, config };
    },
    aPerson: async (connectionId, more = {}) => {
      const id = newId('per', fillRandom);
      const profile = { ...alice, ...more };
      const at = Date.now();
      await pool.query(
        `insert into people (id, connection_id, directory_id, profile, first_sign_in_at, last_sign_in_at)
         values ($1, $2, $3, $4, $5, $5)`,
        [id, connectionId, profile.directoryId, JSON.stringify(profile), at],
      );
      return id;
    },
    passDoor: async ({ location, url: interaction }, personId, keep = false) => {
      const signInId = location?.pathname.split('/')[2];
      if (signInId === undefined) throw new Error(`the browser was not sent to the door but to ${location}`);
      await pool.query(
        `update sign_ins set state = 'signed-in', method = 'password', person_id = $2, ended_at = $3, keep_signed_in = $4
         where id = $1`,
        [signInId, personId, Date.now() + ahead.ms, keep],
      );
      return new URL(`${interaction.href}/finish`);
    },
  };
}

/** A connection, an application and a person of it, and a browser. */
export async function aSite(world: OidcWorld, more: Partial<CreateApplication> = {}) {
  const connectionId = await world.aConnection('Fabrikam');
  const application = await world.anApplication(connectionId, more);
  const personId = await world.aPerson(connectionId);
  return { connectionId, application, personId, browser: world.browser() };
}

export type Request = { readonly url: URL; readonly verifier: string; readonly state: string; readonly nonce: string };

/** What an application asks of the browser. */
export async function authorizationRequest(
  { config }: Application,
  parameters: Record<string, string> = {},
): Promise<Request> {
  const verifier = openid.randomPKCECodeVerifier();
  const state = openid.randomState();
  const nonce = openid.randomNonce();
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid profile email groups',
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...parameters,
  });
  return { url, verifier, state, nonce };
}

/** Takes the code to the token endpoint, with every check that openid-client makes. */
export function getTokens({ config }: Application, { verifier, state, nonce }: Request, at: URL) {
  return openid.authorizationCodeGrant(config, at, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
}

/** A whole sign-in. */
export async function signIn(
  world: OidcWorld,
  application: Application,
  browser: TestBrowser,
  {
    personId,
    parameters = {},
    keep = false,
  }: { personId: string; parameters?: Record<string, string>; keep?: boolean },
) {
  const request = await authorizationRequest(application, parameters);
  const atDoor = await browser.follow(request.url);
  const back = await browser.follow(await world.passDoor(atDoor, personId, keep));
  if (back.location === undefined) throw new Error(`not sent back to the application: ${back.status} ${back.text}`);
  const tokens = await getTokens(application, request, back.location);
  return { request, back, tokens };
}
