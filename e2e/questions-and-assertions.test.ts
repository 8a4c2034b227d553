import { afterAll, beforeAll, expect, test } from 'vitest';
import { goOnline, type OnlineConnector, passwordsOf, somebody } from '#hub/online-connector.test-support.ts';
import { emptySettings } from '#lib/contracts/settings.ts';
import { signInRequests } from '#lib/db/schema.ts';
import { createApplication } from '#lib/services/application/create-application.ts';
import type { Context } from '#lib/services/context.ts';
import { createConnection } from '#lib/services/create-connection.ts';
import { createTicket } from '#lib/services/create-ticket.ts';
import { publishSettings } from '#lib/services/publish-settings.ts';
import { saveDraft } from '#lib/services/save-draft.ts';
import { beginSignIn } from '#lib/services/sign-in/begin-sign-in.ts';
import { readSignIn } from '#lib/services/sign-in/read-sign-in.ts';
import { signInWithPassword } from '#lib/services/sign-in/sign-in-with-password.ts';
import { enrolSimulated } from './world/enrol-simulated.ts';
import { must, type SmallGatehouse, startSmallGatehouse } from './world/small-gatehouse.ts';

/* Services, hub, sockets and keys as they run; the connectors alone are simulated. */

let gatehouse: SmallGatehouse;
let connectionId: string;
let applicationId: string;
let person: Context;
const answering: OnlineConnector[] = [];

async function connection(name: string): Promise<string> {
  const { administrator } = gatehouse;
  const { id } = must(await createConnection(administrator, { name }));
  const settings = { ...emptySettings, networks: [{ block: '198.51.100.0/24', label: 'Head office' }] };
  const saved = must(await saveDraft(administrator, { connectionId: id, baseVersion: 0, settings, sealedKeys: [] }));
  must(await publishSettings(administrator, { connectionId: id, draftVersion: saved.version, comment: '' }));
  return id;
}

async function connector(id: string, name: string, more: Partial<Parameters<typeof goOnline>[0]> = {}) {
  const { url } = must(await createTicket(gatehouse.administrator, { connectionId: id }));
  const online = await goOnline({ ...(await enrolSimulated(url, name)), ...more });
  answering.push(online);
  return online;
}

beforeAll(async () => {
  gatehouse = await startSmallGatehouse();
  connectionId = await connection('Fabrikam HQ');
  const application = must(
    await createApplication(gatehouse.administrator, {
      connectionId,
      name: 'Wiki',
      kind: 'public',
      redirectUris: ['http://localhost:4000/callback'],
      postLogoutRedirectUris: [],
    }),
  );
  applicationId = application.id;
  person = { ...gatehouse.context, actor: { kind: 'anonymous', address: '203.0.113.9' } };
});
afterAll(async () => {
  for (const one of answering) await one.end();
  await gatehouse.close();
});

let interactions = 0;
async function begin() {
  interactions += 1;
  const interactionId = `interaction-${String(interactions).padStart(9, '0')}`;
  return must(await beginSignIn(person, { applicationId, interactionId, via: [] }));
}

test('a published revision reaches a connector that enrols, and a password typed at the door is checked by it', async () => {
  const passwords = new Map([['alice', 'correct horse']]);
  const hq1 = await connector(connectionId, 'hq-1', { answerPassword: passwordsOf(passwords) });
  const wrong = await begin();
  const typed = { userName: 'alice', password: 'wrong horse' };
  expect(must(await signInWithPassword(person, { ...wrong, ...typed })).result).toBe('refused');
  const right = await begin();
  expect(must(await signInWithPassword(person, { ...right, ...typed, password: 'correct horse' })).result).toBe(
    'accepted',
  );
  expect(hq1.asked).toEqual(['password', 'password']);
  expect(hq1.revisions).toEqual([1]);
  const entry = must(await readSignIn(gatehouse.administrator, right.signInId));
  expect(entry).toMatchObject({ state: 'signed-in', method: 'password', tries: [{ connectorName: 'hq-1' }] });
  expect(JSON.stringify(entry)).not.toContain('horse');
});

test('an assertion is taken from a connector of the connection, for a request that is open', async () => {
  const [hq] = answering;
  const elsewhere = await connector(await connection('Elsewhere'), 'other-1');
  const { signInId } = await begin();
  const now = Date.now();
  const request = { jti: 'req_0123456789abcdef', method: 'client-certificate' } as const;
  await gatehouse.context.db.insert(signInRequests).values({
    id: request.jti,
    signInId,
    connectionId,
    method: request.method,
    createdAt: now,
    expiresAt: now + 120_000,
  });
  const outcome = { result: 'accepted', person: somebody('alice'), steps: [] } as const;
  expect(await elsewhere.assert(request, { ...outcome, steps: [] })).toMatchObject({ isTaken: false });
  expect(await hq?.assert({ ...request, jti: 'req_unknown00000000' }, { ...outcome, steps: [] })).toMatchObject({
    isTaken: false,
  });
  expect(await hq?.assert(request, { ...outcome, steps: [] })).toMatchObject({ isTaken: true });
  // Another receipt is another assertion.
  expect(await hq?.assert(request, { ...outcome, steps: [] })).toMatchObject({ isTaken: false });
});
