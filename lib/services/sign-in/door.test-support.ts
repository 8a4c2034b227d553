import { KeyObject, sign } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { applications, connections, connectors, people, revisions, signIns } from '#lib/db/schema.ts';
import { aConnection } from '#lib/services/fleet.test-support.ts';
import { hashToken } from '#lib/services/hash-token.ts';
import { noon, system, valueFrom, type World } from '#lib/services/service-world.test-support.ts';
import { type BegunSignIn, beginSignIn } from '#lib/services/sign-in/begin-sign-in.ts';
import { goToConnector } from '#lib/services/sign-in/go-to-connector.ts';
import { recordAssertion } from '#lib/services/sign-in/record-assertion.ts';
import type { SignInRow } from '#lib/services/sign-in/sign-in-row.ts';
import type { SignBytes } from '#lib/wire/compact-jws.ts';
import type { DryRunQuestion } from '#lib/wire/dry-run-question.ts';
import type { DryRunOutcome } from '#lib/wire/dry-run-report.ts';
import type { Asked, OnlineConnector } from '#lib/wire/gateway.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';
import { signKeyRequest } from '#lib/wire/key-request-answer.ts';
import type { KeyRequestOutcome } from '#lib/wire/key-request-outcome.ts';
import type { ForgetKeyQuestion, KeyRequestQuestion } from '#lib/wire/key-request-question.ts';
import type { MethodResult, Person } from '#lib/wire/method-result.ts';
import { importQuestionKey, makeQuestionKey } from '#lib/wire/question-cipher.ts';
import { openQuestion } from '#lib/wire/sealed-question.ts';
import { openSignInRequest, type SignInRequest } from '#lib/wire/sign-in-request.ts';
import { signDryRun } from '#lib/wire/signed-dry-run.ts';
import { type BoundResult, signResult } from '#lib/wire/signed-result.ts';

export const alice: Person = {
  directoryId: 'a1b2c3',
  dn: 'uid=alice,ou=people,dc=fabrikam,dc=example',
  userName: 'alice',
  displayName: 'Alice Lidell',
  email: 'alice@fabrikam.example',
  groups: ['Finance', 'Staff'],
  groupsCut: false,
};

/** Inside the head office: client certificate, Kerberos, password; elsewhere: password. */
export const allMethods: Settings = {
  ...emptySettings,
  clientCertificate: { enabled: true },
  kerberos: { enabled: true, frontFacingUrl: 'https://krb.fabrikam.example' },
  frontFacingUrl: 'https://sso.fabrikam.example',
  networks: [{ block: '198.51.100.0/24', label: 'Head office' }],
  session: { hours: 8, keepSignedInDays: 30 },
};

export const inside = { kind: 'anonymous', address: '198.51.100.7' } as const;
export const outside = { kind: 'anonymous', address: '203.0.113.9' } as const;

/** RFC 7518 section 3.4. */
const dsaEncoding = 'ieee-p1363';
let publishCount = 0;

/** Makes these settings the connection's next revision. */
export async function publish(world: World, connectionId: string, settings: Settings): Promise<number> {
  const { db } = world.database;
  const [before] = await db.select().from(connections).where(eq(connections.id, connectionId));
  const revision = (before?.runningRevision ?? 0) + 1;
  publishCount += 1;
  await db.insert(revisions).values({
    connectionId,
    revision,
    settings,
    publishedAt: noon,
    publishedBy: 'ada@example.com',
    comment: '',
    packed: '',
    signature: `signature ${publishCount}`,
  });
  await db.update(connections).set({ runningRevision: revision }).where(eq(connections.id, connectionId));
  return revision;
}

export type Site = { readonly connectionId: string; readonly applicationId: string };

/** A connection with published settings and an application of its own. */
export async function aSite(world: World, settings: Settings | null = allMethods, name = 'Fabrikam HQ'): Promise<Site> {
  const connectionId = await aConnection(world, name);
  if (settings !== null) await publish(world, connectionId, settings);
  const applicationId = `app_${connectionId.slice(4)}`;
  await world.database.db.insert(applications).values({
    id: applicationId,
    connectionId,
    name: 'Timesheets',
    kind: 'confidential',
    redirectUris: ['https://times.fabrikam.example/callback'],
    postLogoutRedirectUris: [],
    createdAt: noon,
  });
  return { connectionId, applicationId };
}

export type TestConnector = {
  readonly id: string;
  readonly connectionId: string;
  readonly key: CryptoKey;
  /** What it says of every password. */
  readonly passwords: {
    answer: (userName: string, password: string) => Promise<MethodResult | Exclude<Asked['kind'], 'answered'>>;
  };
  /** What it says of every dry run. */
  readonly dryRuns: {
    answer: (question: DryRunQuestion) => Promise<DryRunOutcome | Exclude<Asked['kind'], 'answered'>>;
  };
  /** What it says of every key request; as if it were older than those where undefined comes back. */
  readonly keyRequests: {
    answer: (
      question: KeyRequestQuestion | ForgetKeyQuestion,
    ) => Promise<KeyRequestOutcome | Exclude<Asked['kind'], 'answered'> | undefined>;
  };
  readonly sign: SignBytes;
  /** User names it was asked about. */
  readonly asked: string[];
};

type Made = {
  readonly name?: string;
  readonly listener?: 'serving' | 'failed';
  readonly seenFrom?: string;
  readonly directory?: OnlineConnector['directory']['state'];
};

/** A connector that is online; it opens questions with its own keys, as a real one does. */
export async function aLinkedConnector(world: World, connectionId: string, made: Made = {}): Promise<TestConnector> {
  const { name = 'hq-1', listener = 'serving', seenFrom = '', directory = 'answering' } = made;
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const id = `cnr_${name}_${connectionId.slice(4)}`;
  await world.database.db.insert(connectors).values({
    id,
    connectionId,
    name,
    identityKey: toBase64(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))),
    sealingCertificate: '',
    sealingFingerprint: '',
    enrolledAt: noon,
    hostName: name,
    software: 'test',
    seenFrom,
    listener: { state: listener, address: '0.0.0.0:8443' },
  });
  const question = await makeQuestionKey();
  const gatehouseKey = await importPublicKey(world.as(system).keyring.publicKey);
  const connector: TestConnector = {
    id,
    connectionId,
    key: pair.privateKey,
    passwords: { answer: async () => refusedAs('wrong-password') },
    dryRuns: { answer: async () => ({ result: 'unavailable', reason: 'not-here', detail: '' }) },
    keyRequests: { answer: async () => undefined },
    sign: (bytes) => new Uint8Array(sign('sha256', bytes, { key: KeyObject.from(pair.privateKey), dsaEncoding })),
    asked: [],
  };
  world.links.set(id, {
    connectionId,
    connector: {
      connectorId: id,
      questionKey: await importQuestionKey(question.publicKey),
      directory: { state: directory, kind: 'ldap', answering: 1, configured: 1 },
      kerberos: { state: 'ready', principals: [] },
    },
    ask: async ({ id: questionId, sealed }) => {
      const keys = { questionKey: question.privateKey, gatehouseKey };
      const opened = await openQuestion(sealed, { connectorId: id, at: world.clock.now }, keys);
      if (opened?.id !== questionId) throw new Error('the question cannot be opened');
      const { question: asked } = opened;
      if (asked.kind === 'dry-run') {
        const outcome = await connector.dryRuns.answer(asked);
        if (typeof outcome === 'string') return { kind: outcome };
        const iat = Math.floor(noon / 1000);
        const told = { iss: id, connectionId, answers: questionId, iat, outcome };
        return { kind: 'answered', signed: signDryRun(told, connector.sign) };
      }
      if (asked.kind === 'key-request' || asked.kind === 'forget-key') {
        const outcome = await connector.keyRequests.answer(asked);
        if (typeof outcome === 'string') return { kind: outcome };
        const told = { iss: id, connectionId, answers: questionId };
        if (outcome !== undefined)
          return {
            kind: 'answered',
            signed: signKeyRequest({ ...told, iat: Math.floor(noon / 1000), outcome }, connector.sign),
          };
        const unread = unavailableAs('question-unreadable');
        const result = bind(connector, { answers: questionId, method: 'password', outcome: unread });
        return { kind: 'answered', signed: await signResult(result, connector.key) };
      }
      connector.asked.push(asked.userName);
      const said = await connector.passwords.answer(asked.userName, asked.password);
      if (typeof said === 'string') return { kind: said };
      const bound = bind(connector, { answers: questionId, method: 'password', outcome: said });
      return { kind: 'answered', signed: await signResult(bound, connector.key) };
    },
  });
  return connector;
}

export function accepted(person: Person = alice, steps: MethodResult['steps'] = []): MethodResult {
  return { result: 'accepted', person, steps, claimedName: person.userName };
}

export function refusedAs(reason: string, more: Partial<MethodResult> = {}): MethodResult {
  return { steps: [], detail: `because ${reason}`, ...more, result: 'refused', reason } as MethodResult;
}

export function unavailableAs(reason: string): MethodResult {
  return { result: 'unavailable', reason, detail: `because ${reason}`, steps: [] };
}

export function bind(
  { id, connectionId }: TestConnector,
  more: Pick<BoundResult, 'answers' | 'method' | 'outcome'> & Partial<BoundResult>,
): BoundResult {
  return { iss: id, connectionId, iat: Math.floor(noon / 1000), ...more };
}

let interactions = 0;

/** A browser with its cookies: what it holds of each sign-in. */
export type Browser = {
  readonly begun: BegunSignIn;
  readonly interactionId: string;
  readonly key: { readonly signInId: string; readonly secret: string };
  readonly secretOf: (signInId: string) => string | undefined;
};

export async function aBrowser(
  world: World,
  site: Site,
  from: typeof inside | typeof outside = inside,
): Promise<Browser> {
  interactions += 1;
  const interactionId = `interaction-${interactions}`;
  const input = { applicationId: site.applicationId, interactionId, via: [] };
  const begun = valueFrom(await beginSignIn(world.as(from), input));
  const { signInId, secret } = begun;
  return { begun, interactionId, key: { signInId, secret }, secretOf: (id) => (id === signInId ? secret : undefined) };
}

/** The browser is sent to the connector; what the connector reads of the request. */
export async function sent(world: World, { key }: Browser): Promise<SignInRequest & { readonly url: URL }> {
  const url = new URL(valueFrom(await goToConnector(world.as(inside), key)).url);
  const gatehouseKey = await importPublicKey(world.as(system).keyring.publicKey);
  const opened = await openSignInRequest(url.searchParams.get('request') ?? '', gatehouseKey, world.clock.now);
  if (!opened.ok) throw new Error(`no request: ${opened.detail}`);
  return { ...opened.request, url };
}

export const receipt = 'the receipt of the browser';

/** The connector's answer to a request, taken or not. */
export async function answered(
  world: World,
  connector: TestConnector,
  request: Pick<SignInRequest, 'jti' | 'method'>,
  outcome: MethodResult,
  more: Partial<BoundResult> = {},
): Promise<boolean> {
  const { jti: answers, method } = request;
  const receiptHash = await hashToken(receipt);
  const signed = await signResult(bind(connector, { answers, method, outcome, receiptHash, ...more }), connector.key);
  const { id: connectorId, connectionId } = connector;
  return recordAssertion(world.as(system), { connectorId, connectionId, requestId: answers, signed });
}

export async function rowOf(world: World, signInId: string): Promise<SignInRow> {
  const [row] = await world.database.db.select().from(signIns).where(eq(signIns.id, signInId));
  if (row === undefined) throw new Error('no such sign-in');
  return row;
}

export function peopleOf(world: World) {
  return world.database.db.select().from(people);
}
