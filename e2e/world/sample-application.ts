import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as openid from 'openid-client';

/*
 * An application as others write them: openid-client and nothing of ours. Its redirect URI is URL/callback, and people come back to URL/
 * after signing out; both are to be registered in the console before it starts.
 */

export type SampleApplication = {
  readonly url: string;
  readonly close: () => Promise<void>;
};

export type SampleApplicationOptions = {
  /** 0: any; with it the address is known only after the start. */
  readonly port: number;
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: a public application. */
  readonly clientSecret?: string;
  readonly name?: string;
  readonly scope?: string;
};

type Pending = { readonly verifier: string; readonly state: string; readonly nonce: string };
type SignedIn = {
  readonly subject: string;
  readonly facts: openid.UserInfoResponse;
  readonly claims: openid.IDToken;
  readonly idToken: string;
  readonly refreshToken: string | undefined;
  readonly refreshes: number;
};
type Session = { pending?: Pending; signedIn?: SignedIn };

export async function startSampleApplication(options: SampleApplicationOptions): Promise<SampleApplication> {
  const { port, issuer, clientId, clientSecret, name = 'Sample application', scope = defaultScope } = options;
  const config = await openid.discovery(
    new URL(issuer),
    clientId,
    undefined,
    clientSecret === undefined ? openid.None() : openid.ClientSecretBasic(clientSecret),
    { execute: issuer.startsWith('http:') ? [openid.allowInsecureRequests] : [] },
  );
  const sessions = new Map<string, Session>();
  let url = '';

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = new URL(request.url ?? '/', url);
    const session = sessionOf(request, response);
    switch (at.pathname) {
      case '/':
        return show(response, 200, name, home(session));
      case '/sign-in':
        return redirect(response, await beginSignIn(session, at.searchParams));
      case '/callback':
        await takeCode(session, at);
        return redirect(response, new URL('/', url));
      case '/refresh':
        await refresh(session);
        return redirect(response, new URL('/', url));
      case '/sign-out':
        return redirect(response, signOut(session));
      default:
        return show(response, 404, name, '<p>There is nothing here.</p>');
    }
  }

  /** prompt, max_age and the like are handed on from the link. */
  async function beginSignIn(session: Session, more: URLSearchParams): Promise<URL> {
    const verifier = openid.randomPKCECodeVerifier();
    session.pending = { verifier, state: openid.randomState(), nonce: openid.randomNonce() };
    return openid.buildAuthorizationUrl(config, {
      redirect_uri: `${url}/callback`,
      scope,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: session.pending.state,
      nonce: session.pending.nonce,
      ...Object.fromEntries(more),
    });
  }

  async function takeCode(session: Session, at: URL): Promise<void> {
    const { pending } = session;
    delete session.pending;
    if (pending === undefined) throw new Error('Nobody asked for this answer.');
    const tokens = await openid.authorizationCodeGrant(config, at, {
      pkceCodeVerifier: pending.verifier,
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('There is no ID token.');
    session.signedIn = {
      subject: claims.sub,
      claims,
      facts: await openid.fetchUserInfo(config, tokens.access_token, claims.sub),
      idToken: tokens.id_token ?? '',
      refreshToken: tokens.refresh_token,
      refreshes: 0,
    };
  }

  async function refresh(session: Session): Promise<void> {
    const { signedIn } = session;
    if (signedIn?.refreshToken === undefined) throw new Error('There is no refresh token.');
    const tokens = await openid.refreshTokenGrant(config, signedIn.refreshToken);
    session.signedIn = {
      ...signedIn,
      facts: await openid.fetchUserInfo(config, tokens.access_token, signedIn.subject),
      refreshToken: tokens.refresh_token,
      refreshes: signedIn.refreshes + 1,
    };
  }

  function signOut(session: Session): URL {
    const { signedIn } = session;
    delete session.signedIn;
    return openid.buildEndSessionUrl(config, {
      post_logout_redirect_uri: `${url}/`,
      ...(signedIn === undefined ? {} : { id_token_hint: signedIn.idToken }),
    });
  }

  function sessionOf(request: IncomingMessage, response: ServerResponse): Session {
    // Cookies do not know ports, and several applications may run on one host.
    const cookie = `sample-${new URL(url).port}`;
    const id = new RegExp(`(?:^|; )${cookie}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
    const known = sessions.get(id);
    if (known !== undefined) return known;
    const made: Session = {};
    const newId = randomBytes(16).toString('base64url');
    sessions.set(newId, made);
    response.setHeader('set-cookie', `${cookie}=${newId}; Path=/; HttpOnly; SameSite=Lax`);
    return made;
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((cause: unknown) => show(response, 400, name, failed(cause)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', resolve);
  });
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const defaultScope = 'openid profile email groups offline_access';

function home({ signedIn }: Session): string {
  if (signedIn === undefined) return '<p>Nobody is signed in.</p><p><a href="/sign-in">Sign in</a></p>';
  const { facts, claims, refreshes, refreshToken } = signedIn;
  return `<p>Signed in as ${escapeHtml(String(facts['name'] ?? facts.sub))}</p>
<pre id="userinfo">${escapeHtml(JSON.stringify(facts, null, 2))}</pre>
<pre id="claims">${escapeHtml(JSON.stringify(claims, null, 2))}</pre>
${refreshToken === undefined ? '' : `<p>Refreshed ${refreshes} times</p><p><a href="/refresh">Refresh</a></p>`}
<p><a href="/sign-out">Sign out</a></p>`;
}

function failed(cause: unknown): string {
  const { error, error_description: description } = cause as { error?: string; error_description?: string };
  const text = error === undefined ? String(cause) : `${error}: ${description ?? ''}`;
  return `<p role="alert">Sign-in failed: ${escapeHtml(text)}</p><p><a href="/sign-in">Sign in</a></p>`;
}

function redirect(response: ServerResponse, to: URL): void {
  response.writeHead(303, { location: to.href }).end();
}

function show(response: ServerResponse, status: number, title: string, body: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  const name = escapeHtml(title);
  response.end(`<!doctype html><html lang="en"><title>${name}</title><main><h1>${name}</h1>${body}</main></html>`);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
