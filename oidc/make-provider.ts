import type { EventEmitter } from 'node:events';
import Provider, { type Configuration, type errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Context } from '#lib/services/context.ts';
import { issuerOf } from '#lib/services/oidc/issuer.ts';
import type { SigningKeys } from '#lib/services/oidc/load-oidc-keys.ts';
import { claimsOf, scopeClaims } from '#oidc/claims.ts';
import { isSecretOf } from '#oidc/client-metadata.ts';
import { lifetimes } from '#oidc/lifetimes.ts';
import { loadGrant } from '#oidc/load-grant.ts';
import type { OidcVerbs } from '#oidc/oidc-verbs.ts';
import { type Page, pagePolicy, renderPage } from '#oidc/page.ts';
import { errorPage, messagePage, signedOutPage, signOutAtOncePage, signOutPage } from '#oidc/pages.ts';
import { interactionPath, routes } from '#oidc/paths.ts';
import { createPayloadSeal } from '#oidc/payload-seal.ts';
import { signInPolicy } from '#oidc/sign-in-policy.ts';
import { createStorage } from '#oidc/storage.ts';

export type ProviderOptions = {
  readonly ctx: Context;
  readonly verbs: OidcVerbs;
  readonly keys: SigningKeys;
  /** What cookies are signed with: the first one signs, all are accepted. */
  readonly cookieSecrets: readonly string[];
  /** What stored payloads are encrypted with: 32 bytes, base64url. */
  readonly payloadSecret: string;
};

/** The OpenID provider with one set of keys; other keys make another provider on the same storage. */
export function makeProvider(options: ProviderOptions): Provider {
  const { ctx } = options;
  const provider = new Provider(issuerOf(ctx.publicUrl), configuration(options));
  // The door writes the forwarded headers itself, see oidc-door.ts.
  provider.proxy = true;
  provider.Client.prototype.compareClientSecret = function compare(actual) {
    return isSecretOf(actual, this.clientSecret);
  };
  provider.use(async (koa, next) => {
    koa.set('content-security-policy', pagePolicy());
    koa.set('cache-control', 'no-store');
    // Not no-referrer: with that a form that posts to this very page comes without its origin.
    koa.set('referrer-policy', 'same-origin');
    try {
      await next();
      if (koa.status === 404 && koa.body === undefined)
        show(koa, messagePage('There is nothing here', 'The address is not one of Gatehouse’s.'), 404);
    } catch (cause) {
      ctx.log.error({ err: cause }, 'The OpenID provider failed');
      show(koa, errorPage({ error: 'server_error' }), 500);
    }
  });
  tellLog(provider, options);
  return provider;
}

function configuration({ ctx, verbs, keys, cookieSecrets, payloadSecret }: ProviderOptions): Configuration {
  const isSecure = ctx.publicUrl.startsWith('https:');
  return {
    adapter: createStorage(ctx, verbs, createPayloadSeal(payloadSecret)),
    jwks: { keys },
    routes,
    responseTypes: ['code'],
    scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
    claims: { acr: null, iss: null, ...scopeClaims },
    // Many applications read nothing but the ID token.
    conformIdTokenClaims: false,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    // RFC 9700 section 2.1.1: for confidential clients as well.
    pkce: { required: () => true },
    // RFC 9700 section 2.1: redirect URIs are sent, and compared letter by letter.
    allowOmittingSingleRegisteredRedirectUri: false,
    extraClientMetadata: { properties: ['gatehouse_connection_id'] },
    ttl: lifetimes,
    rotateRefreshToken: () => true,
    issueRefreshToken: async (_koa, client, source) =>
      client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    expiresWithSession: async (_koa, source) => !source.scopes.has('offline_access'),
    findAccount: async (_koa, id) => {
      const person = await verbs.findPerson(ctx, id);
      if (person === undefined) return undefined;
      const claims = (use: string) => claimsOf(person, use === 'id_token' ? 'id_token' : 'userinfo');
      return { accountId: person.id, connectionId: person.connectionId, claims };
    },
    loadExistingGrant: loadGrant,
    interactions: { policy: signInPolicy(), url: (_koa, { uid }) => interactionPath(uid) },
    clientBasedCORS: (_koa, origin, client) =>
      client.clientAuthMethod === 'none' &&
      (client.redirectUris ?? []).some((uri) => isWeb(uri) && new URL(uri).origin === origin),
    cookies: {
      keys: [...cookieSecrets],
      names: cookieNames(isSecure),
      long: { httpOnly: true, sameSite: 'lax', path: '/', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true, allowedPolicy: async (_koa, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (koa, form) => {
          const { client, session, entities } = koa.oidc;
          const isMeant = entities.IdTokenHint?.payload['sub'] === session?.accountId;
          show(koa, isMeant ? signOutAtOncePage(form) : signOutPage(form, client?.clientName), 200);
        },
        // With a client_id it comes from somebody who chose to stay.
        postLogoutSuccessSource: async (koa) => show(koa, signedOutPage(koa.query['client_id'] === undefined), 200),
      },
    },
    renderError: async (koa, out, error) => {
      const facts = { error: out.error, error_description: out.error_description };
      show(koa, errorPage(facts, error.name), koa.status);
    },
  };
}

/** A cookie of the __Host- kind comes from this very host; a neighbour in the same domain cannot plant one (RFC 6265bis section 4.1.3). */
function cookieNames(isSecure: boolean) {
  return {
    session: isSecure ? '__Host-gatehouse-session' : 'gatehouse-session',
    interaction: isSecure ? '__Secure-gatehouse-interaction' : 'gatehouse-interaction',
    resume: isSecure ? '__Secure-gatehouse-resume' : 'gatehouse-resume',
  };
}

function isWeb(uri: string): boolean {
  return /^https?:/.test(uri);
}

type Shown = Pick<KoaContextWithOIDC, 'set' | 'status' | 'body' | 'type'>;

function show(koa: Shown, page: Page, status: number): void {
  koa.status = status;
  koa.type = 'html';
  koa.set('content-security-policy', pagePolicy(page));
  koa.body = renderPage(page);
}

/** Errors by name and client; what they were about (codes, tokens, URLs) stays out of the log. */
function tellLog(provider: Provider, { ctx, verbs }: ProviderOptions): void {
  const tell = (what: string) => (koa: KoaContextWithOIDC, error: errors.OIDCProviderError) => {
    const detail = error.error_detail ?? error.error_description;
    ctx.log.warn({ applicationId: koa.oidc.client?.clientId, error: error.error, detail }, what);
  };
  provider.on('authorization.error', tell('An application’s request was refused'));
  provider.on('grant.error', tell('An application got no tokens'));
  provider.on('userinfo.error', tell('An application was not told about a person'));
  provider.on('revocation.error', tell('A token was not revoked'));
  provider.on('end_session.error', tell('A sign-out was refused'));
  provider.on('end_session_confirm.error', tell('A sign-out was refused'));
  const fail = (cause: unknown) => ctx.log.error({ err: cause }, 'The OpenID provider failed');
  provider.on('server_error', (_koa: KoaContextWithOIDC, cause: Error) => fail(cause));
  // The type knows of no event of Koa's own.
  const koaEvents: EventEmitter = provider;
  koaEvents.on('error', fail);
  provider.on('grant.success', (koa: KoaContextWithOIDC) => {
    const id = koa.oidc.client?.clientId;
    if (id === undefined) return;
    verbs
      .recordApplicationUse(ctx, id)
      .catch((cause: unknown) => ctx.log.error({ err: cause }, 'A use was not recorded'));
  });
}
