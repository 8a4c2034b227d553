import type { BrowserContext } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { doorCookieName } from '#lib/contracts/door.ts';
import { emptySettings } from '#lib/contracts/settings.ts';
import { openDatabase } from '#lib/db/open-database.ts';
import { applications, connections, revisions } from '#lib/db/schema.ts';
import { createFirstAdministrator } from '#lib/services/administrators/create-first-administrator.ts';
import type { Context, ServiceContext } from '#lib/services/context.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { issueSetupLink } from '#lib/services/issue-setup-link.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';
import { loadKeyring } from '#lib/services/load-keyring.ts';
import { beginSignIn } from '#lib/services/sign-in/begin-sign-in.ts';
import { noGateway } from '#lib/wire/gateway.ts';
import { loadSecret } from '#server/secret.ts';

const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery staple' };

export type PreparedConsole = {
  readonly connectionId: string;
  /** A sign-in that stands at the password form, and the cookie of the browser that began it. */
  readonly signIn: { readonly id: string; readonly cookie: { readonly name: string; readonly value: string } };
};

/** Makes an administrator, a connection and a sign-in in a folder, before a server starts on it. */
export async function prepareConsole(dataDirectory: string): Promise<PreparedConsole> {
  const masterSecret = loadSecret({ secret: undefined, dataDirectory });
  const database = await openDatabase({ dataDirectory });
  try {
    const fillRandom: ServiceContext['fillRandom'] = (target) => crypto.getRandomValues(target);
    const services: ServiceContext = {
      db: database.db,
      now: Date.now,
      fillRandom,
      gateway: noGateway,
      events: createLiveEvents(),
      keyring: await loadKeyring(database.db, masterSecret, fillRandom, Date.now),
      publicUrl: 'http://localhost',
      log: { info: () => {}, warn: console.error, error: console.error },
    };
    const as = (actor: Context['actor']): Context => ({ ...services, actor });
    const link = await issueSetupLink(as({ kind: 'system' }));
    const setupToken = link.ok ? (link.value?.url.split('/').at(-1) ?? '') : '';
    const made = await createFirstAdministrator(as({ kind: 'anonymous', address: '127.0.0.1' }), {
      setupToken,
      ...ada,
    });
    if (!made.ok) throw new Error(made.problem.message);
    const { id, email } = made.value;
    const connection = await createConnection(as({ kind: 'administrator', id, email, role: 'owner' }), {
      name: 'Fabrikam HQ',
    });
    if (!connection.ok) throw new Error(connection.problem.message);
    return { connectionId: connection.value.id, signIn: await beginOne(as, connection.value.id) };
  } finally {
    await database.close();
  }
}

async function beginOne(
  as: (actor: Context['actor']) => Context,
  connectionId: string,
): Promise<PreparedConsole['signIn']> {
  const ctx = as({ kind: 'anonymous', address: '203.0.113.9' });
  const at = ctx.now();
  const facts = { publishedAt: at, publishedBy: ada.email, comment: '', packed: '', signature: '' };
  await ctx.db.insert(revisions).values({ connectionId, revision: 1, settings: emptySettings, ...facts });
  await ctx.db.update(connections).set({ runningRevision: 1 }).where(eq(connections.id, connectionId));
  const application = { id: 'app_bench', kind: 'public', name: 'Bench', createdAt: at } as const;
  await ctx.db
    .insert(applications)
    .values({ ...application, connectionId, redirectUris: ['http://localhost/'], postLogoutRedirectUris: [] });
  const begun = await beginSignIn(ctx, { applicationId: application.id, interactionId: 'interaction', via: [] });
  if (!begun.ok) throw new Error(begun.problem.message);
  const { signInId: id, secret: value } = begun.value;
  return { id, cookie: { name: doorCookieName(id, false), value } };
}

export async function signInByRequest({ request }: BrowserContext): Promise<void> {
  const { csrfToken } = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string };
  const form = { csrfToken, email: ada.email, password: ada.password, json: 'true' };
  const answer = await request.post('/api/auth/callback/password', { form });
  if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}`);
}
