import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Context, ServiceContext } from '#lib/services/context.ts';
import { answerPage, visitInteraction } from '#oidc/interactions.ts';
import { makeProvider } from '#oidc/make-provider.ts';
import { mountRequest } from '#oidc/mount-request.ts';
import type { OidcVerbs } from '#oidc/oidc-verbs.ts';
import { errorPage, messagePage } from '#oidc/pages.ts';
import { isForStrangers, readInteractionPath } from '#oidc/paths.ts';
import { createStrangerBudget, type StrangerLimits, strangerLimits } from '#oidc/stranger-budget.ts';

export type OidcDoorOptions = {
  readonly services: ServiceContext;
  readonly verbs: OidcVerbs;
  /** What cookies are signed with: the first one signs, all are accepted. */
  readonly cookieSecrets: readonly string[];
  /** What stored payloads are encrypted with: 32 bytes, base64url. */
  readonly payloadSecret: string;
  /** What the keys that sign tokens are encrypted under (lib/services/oidc/oidc-key-row.ts). */
  readonly keyWrapping: CryptoKey;
  readonly limits?: StrangerLimits;
};

export type OidcDoor = {
  /** Answers a request below /oidc; `address` and `via` as far as trusted proxies say so. */
  readonly handle: (
    request: IncomingMessage,
    response: ServerResponse,
    origin: { readonly address: string; readonly via: readonly string[] },
  ) => Promise<void>;
  /** Does what is due with keys at once, as otherwise every minute. */
  readonly refreshKeys: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const keysEveryMs = 60_000;
const sweepEveryMs = 10 * 60_000;

/** The door that applications come to. */
export async function createOidcDoor(options: OidcDoorOptions): Promise<OidcDoor> {
  const { services, verbs, keyWrapping } = options;
  const ctx: Context = { ...services, actor: { kind: 'system' } };
  const publicUrl = new URL(services.publicUrl);
  let serving: { readonly provider: Provider; readonly kids: string; readonly answer: Answer };
  let isClosed = false;

  const refresh = async (): Promise<void> => {
    const keys = await verbs.loadOidcKeys(ctx, keyWrapping);
    const kids = keys.map(({ kid }) => kid).join(' ');
    if (kids === serving?.kids) return;
    // Requests that are under way end with the provider they began with.
    const provider = makeProvider({ ...options, ctx, keys });
    serving = { provider, kids, answer: provider.callback() };
  };
  // One after another: the last one has seen the newest keys.
  let queue = Promise.resolve();
  const refreshKeys = (): Promise<void> => {
    const turn = queue.then(() => (isClosed ? undefined : refresh()));
    queue = turn.catch(() => {});
    return turn;
  };
  await refreshKeys();

  const budget = createStrangerBudget(options.limits ?? strangerLimits, (block) =>
    services.log.warn({ block }, 'More sign-ins were begun from one network address than Gatehouse takes from it'),
  );
  const failed = (message: string) => (cause: unknown) => services.log.error({ err: cause }, message);
  const lookAtKeys = () => {
    refreshKeys().catch(failed('The keys that tokens are signed with could not be read'));
  };
  let sweeping: Promise<unknown> = Promise.resolve();
  const sweep = () => {
    const turn = sweeping.then(() => (isClosed ? 0 : verbs.removeExpiredOidcPayloads(ctx)));
    sweeping = turn.catch(failed('What had run out of the OpenID provider’s memory was not removed'));
  };
  const timers = [setInterval(lookAtKeys, keysEveryMs), setInterval(sweep, sweepEveryMs)];
  for (const timer of timers) timer.unref();
  const stopListening = services.events.subscribe(({ t }) => {
    if (t === 'applications-changed' || t === 'everything-changed') lookAtKeys();
  });

  return {
    handle: async (request, response, { address, via }) => {
      const { provider, answer } = serving;
      response.setHeader('referrer-policy', 'same-origin');
      // URLs in tokens and redirects are those of the public address, by whatever name the request came.
      request.headers['x-forwarded-host'] = publicUrl.host;
      request.headers['x-forwarded-proto'] = publicUrl.protocol.slice(0, -1);
      request.headers['x-forwarded-for'] = address;
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      if (isForStrangers(path) && !budget.spend(address, isPage(request))) {
        answerTooMany(response);
        return;
      }
      const place = request.method === 'GET' ? readInteractionPath(path) : undefined;
      try {
        if (place === undefined) await answer(mountRequest(request), response);
        else await visitInteraction({ provider, ctx, verbs, request, response, address, via }, place);
      } catch (cause) {
        failed('The OpenID door failed')(cause);
        if (response.headersSent) response.destroy();
        else answerPage(response, 500, errorPage({ error: 'server_error' }));
      }
    },
    refreshKeys,
    close: async () => {
      isClosed = true;
      stopListening();
      for (const timer of timers) clearInterval(timer);
      await Promise.all([queue, sweeping]);
    },
  };
}

/** Fetch Metadata; older browsers, and programs, say nothing. */
function isPage({ headers }: IncomingMessage): boolean {
  return (headers['sec-fetch-dest'] ?? 'document') === 'document';
}

/** RFC 6585 section 4. */
function answerTooMany(response: ServerResponse): void {
  const page = messagePage(
    'Too many sign-ins at once',
    'More sign-ins were begun from your network in a short time than Gatehouse takes from one.',
    'Wait a minute, then go back to the application and sign in again.',
  );
  // What the sender still has to say is not read.
  response.setHeader('connection', 'close').setHeader('retry-after', '60');
  answerPage(response, 429, page);
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
