import type { BrowserContext } from '@playwright/test';
import { openDatabase } from '#lib/db/open-database.ts';
import type { Context, ServiceContext } from '#lib/services/context.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createFirstAdministrator } from '#lib/services/create-first-administrator.ts';
import { issueSetupLink } from '#lib/services/issue-setup-link.ts';
import { createLiveEvents } from '#lib/services/live-events.ts';
import { loadKeyring } from '#lib/services/load-keyring.ts';
import { noGateway } from '#lib/wire/gateway.ts';
import { loadSecret } from '#server/secret.ts';

const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery staple' };

/** Makes an administrator and a connection in a folder, before a server starts on it; gives the connection's id. */
export async function prepareConsole(dataDirectory: string): Promise<string> {
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
    const connection = await createConnection(as({ kind: 'administrator', id, email }), { name: 'Fabrikam HQ' });
    if (!connection.ok) throw new Error(connection.problem.message);
    return connection.value.id;
  } finally {
    await database.close();
  }
}

export async function signInByRequest({ request }: BrowserContext): Promise<void> {
  const { csrfToken } = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string };
  const form = { csrfToken, email: ada.email, password: ada.password, json: 'true' };
  const answer = await request.post('/api/auth/callback/password', { form });
  if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}`);
}
