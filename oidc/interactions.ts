import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Interaction, type default as Provider } from 'oidc-provider';
import { doorCookieName } from '#lib/contracts/door.ts';
import type { Problem } from '#lib/core/problem.ts';
import { problemStatus } from '#lib/core/problem-status.ts';
import type { Context } from '#lib/services/context.ts';
import { dropOldDoorCookies, readCookie, setDoorCookie } from '#oidc/cookies.ts';
import { sessionEnd } from '#oidc/lifetimes.ts';
import type { OidcVerbs } from '#oidc/oidc-verbs.ts';
import { type Page, pagePolicy, renderPage } from '#oidc/page.ts';
import { errorPage, messagePage } from '#oidc/pages.ts';
import type { readInteractionPath } from '#oidc/paths.ts';

/** How the person showed who they are (RFC 8176 section 2). */
const amrOf = { password: 'pwd', kerberos: 'wia', 'client-certificate': 'pop' } as const;

export type InteractionVisit = {
  readonly provider: Provider;
  readonly ctx: Context;
  readonly verbs: OidcVerbs;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly address: string;
  readonly via: readonly string[];
};
type Place = NonNullable<ReturnType<typeof readInteractionPath>>;

/**
 * Between an application's request and the door. The provider's own cookie says which request this browser made; the door's says which
 * sign-in it began. Only a browser that holds both brings the one as the answer to the other.
 */
export async function visitInteraction(visit: InteractionVisit, { uid, step }: Place): Promise<void> {
  const { response } = visit;
  const interaction = await findInteraction(visit);
  if (interaction?.uid !== uid) {
    answerPage(response, 400, errorPage({ error: 'invalid_request' }, 'SessionNotFound'));
    return;
  }
  const applicationId = String(interaction.params['client_id']);
  if (step === 'begin') await begin(visit, uid, applicationId);
  else if (step === 'finish') await finish(visit, uid);
  else await cancel(visit);
}

/** Undefined where this browser made no request that is still open; a database that does not answer is another matter. */
async function findInteraction({
  provider,
  request,
  response,
}: InteractionVisit): Promise<Pick<Interaction, 'uid' | 'params'> | undefined> {
  try {
    return await provider.interactionDetails(request, response);
  } catch (cause) {
    if (cause instanceof errors.SessionNotFound) return undefined;
    throw cause;
  }
}

async function begin(visit: InteractionVisit, interactionId: string, applicationId: string): Promise<void> {
  const { ctx, verbs, request, response, address, via } = visit;
  const isSecure = isOverHttps(ctx);
  const begun = await verbs.beginSignIn(
    { ...ctx, actor: { kind: 'anonymous', address } },
    { applicationId, interactionId, via, secretOf: (id) => readCookie(request, doorCookieName(id, isSecure)) },
  );
  if (!begun.ok) {
    answerProblemPage(response, begun.problem);
    return;
  }
  const { signInId, secret, path } = begun.value;
  dropOldDoorCookies(request, response, isSecure);
  setDoorCookie(response, signInId, secret, isSecure);
  response.writeHead(303, { location: path, 'cache-control': 'no-store' }).end();
}

async function finish(visit: InteractionVisit, interactionId: string): Promise<void> {
  const { provider, ctx, verbs, request, response } = visit;
  const isSecure = isOverHttps(ctx);
  const finished = await verbs.finishSignIn(ctx, {
    interactionId,
    secretOf: (id) => readCookie(request, doorCookieName(id, isSecure)),
  });
  if (!finished.ok) {
    answerProblemPage(response, finished.problem);
    return;
  }
  const { signInId, personId, method, at, keepSignedIn, keepDays } = finished.value;
  const login = {
    accountId: personId,
    amr: [amrOf[method]],
    ts: Math.floor(at / 1000),
    remember: keepSignedIn && keepDays > 0,
    end: sessionEnd(finished.value),
  };
  setDoorCookie(response, signInId, null, isSecure);
  response.setHeader('cache-control', 'no-store');
  await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
}

/** Tells the application that nobody signed in (OpenID Connect Core section 3.1.2.6). */
async function cancel({ provider, request, response }: InteractionVisit): Promise<void> {
  response.setHeader('cache-control', 'no-store');
  const result = { error: 'access_denied', error_description: 'the person did not sign in' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function isOverHttps({ publicUrl }: Pick<Context, 'publicUrl'>): boolean {
  return publicUrl.startsWith('https:');
}

function answerProblemPage(response: ServerResponse, problem: Problem): void {
  answerPage(response, problemStatus(problem.code), messagePage('This sign-in cannot go on', problem.message));
}

export function answerPage(response: ServerResponse, status: number, page: Page): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy(page),
    'cache-control': 'no-store',
  });
  response.end(renderPage(page));
}
