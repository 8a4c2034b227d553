import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { nativeVerifier } from '#connector/sign-in/native-keys.ts';
import { type Mailbox, mailbox } from '#connector/test-world/mailbox.ts';
import { frontFacingUrl, gatehouseUrl } from '#connector/test-world/test-settings.ts';
import { type Bytes, fromBase64, toBase64, toBase64Url } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { sealKey } from '#lib/pki/seal/seal-key.ts';
import { closeCodes } from '#lib/wire/close-codes.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';
import type { DryRunQuestion } from '#lib/wire/dry-run-question.ts';
import { type EnrolmentAnswer, type EnrolmentRequest, enrolmentRequestSchema, ticketUrl } from '#lib/wire/enrolment.ts';
import { isEnrolmentProved, proveEnrolled } from '#lib/wire/enrolment-proof.ts';
import {
  type AcknowledgedFrame,
  type AnswerFrame,
  type AssertionFrame,
  type ConnectorFrame,
  connectorFrame,
  type HelloFrame,
  type RefusedFrame,
  type RevisionFrame,
  type RevocationFrame,
  readFrame,
  type StateFrame,
} from '#lib/wire/frames.ts';
import { importPublicKey, isHelloProved, proveHello } from '#lib/wire/hello-proof.ts';
import { type BoundKeyRequest, openSignedKeyRequest } from '#lib/wire/key-request-answer.ts';
import type { ForgetKeyQuestion, KeyRequestQuestion } from '#lib/wire/key-request-question.ts';
import { importQuestionKey } from '#lib/wire/question-cipher.ts';
import { type PasswordQuestion, type Question, sealQuestion } from '#lib/wire/sealed-question.ts';
import { type SignInRequest, signSignInRequest } from '#lib/wire/sign-in-request.ts';
import { type BoundDryRun, openSignedDryRun } from '#lib/wire/signed-dry-run.ts';
import { type BoundResult, openSignedResult } from '#lib/wire/signed-result.ts';
import { signSettings } from '#lib/wire/signed-settings.ts';

/** How a hub may misbehave. */
export type HubManners = {
  /** Proves itself with this key instead of the pinned one. */
  readonly proofKey?: CryptoKey;
  readonly versions?: number[];
  /** Answers the hello with this instead of a welcome. */
  readonly insteadOfWelcome?: (socket: WebSocket, hello: HelloFrame) => void;
  readonly insteadOfChallenge?: (socket: WebSocket) => void;
  /** Sent in the same turn as the welcome. */
  readonly afterWelcome?: (socket: WebSocket) => void;
  /** Somebody on the way changes the hello. */
  readonly readHello?: (hello: HelloFrame) => HelloFrame;
  /** What its clock shows; this machine's time where it is not given. */
  readonly now?: () => number;
  /** What it says of an assertion; nothing where undefined comes back. True where it is not given. */
  readonly isTaken?: (frame: AssertionFrame) => boolean | undefined;
  /** Somebody on the way changes this of the answer to an enrolment. */
  readonly changedAnswer?: Partial<EnrolmentAnswer>;
  /** Answers an enrolment with this instead of doing it. */
  readonly insteadOfEnrolment?: () => { readonly status: number; readonly body: string };
};

export type FakeHub = {
  readonly httpUrl: string;
  readonly hubUrl: string;
  readonly gatehouse: { readonly privateKey: CryptoKey; readonly publicKey: string; readonly fingerprint: string };
  readonly connectionId: string;
  readonly connectorId: string;
  manners: HubManners;
  readonly ticket: () => string;
  readonly enrolled: () => EnrolmentRequest | undefined;
  readonly hellos: Mailbox<HelloFrame>;
  readonly answers: Mailbox<AcknowledgedFrame | RefusedFrame>;
  /** Answers to questions, signed; and what connectors assert of browsers. */
  readonly said: Mailbox<AnswerFrame>;
  readonly assertions: Mailbox<AssertionFrame>;
  readonly states: Mailbox<StateFrame>;
  readonly boards: Mailbox<RevocationFrame>;
  readonly closes: Mailbox<{ readonly code: number }>;
  readonly pings: Mailbox<true>;
  readonly sealed: (pkcs8: Bytes) => Promise<string>;
  readonly sign: (settings: ConnectorSettings, sealedKey: string | null, key?: CryptoKey) => Promise<RevisionFrame>;
  /** What a connector that runs something else is sent after its hello, and those online at once. */
  readonly publish: (frame: RevisionFrame) => void;
  readonly send: (text: string | Bytes) => void;
  /** Seals a question to the newest link's key and sends it. */
  readonly ask: (
    question: Omit<PasswordQuestion, 'kind'>,
    bound: Partial<QuestionBound> & { id: string },
  ) => Promise<string>;
  /** The outcome of a dry run, if this connector signed it. */
  readonly askDryRun: (question: Omit<DryRunQuestion, 'kind'>, id: string) => Promise<BoundDryRun>;
  /** What came of a key request, if this connector signed it. */
  readonly askKey: (question: KeyRequestQuestion | ForgetKeyQuestion, id: string) => Promise<BoundKeyRequest>;
  /** A signed request as Gatehouse sends browsers with. */
  readonly request: (parts: Partial<SignInRequest> & { jti: string }, key?: CryptoKey) => Promise<string>;
  /** The result if this connector signed it. */
  readonly open: (signed: string) => Promise<BoundResult>;
  readonly hangUp: (code: number) => void;
  /** Reads and answers nothing any more, as behind a cut cable. */
  readonly pauseAll: () => void;
  readonly online: () => number;
  /** Stops; `listen` brings it back on the same port. */
  readonly stop: () => Promise<void>;
  readonly listen: () => Promise<void>;
};

export type QuestionBound = {
  readonly id: string;
  readonly connectorId: string;
  readonly expiresAt: number;
  readonly gatehouseKey: CryptoKey;
};

export async function newGatehouseKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
}

/** A hub with a real key on a real port, which speaks the protocol and nothing else. */
export async function startFakeHub(): Promise<FakeHub> {
  const pair = await newGatehouseKey();
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const gatehouse = { privateKey: pair.privateKey, publicKey: toBase64(spki), fingerprint: await sha256Hex(spki) };
  const connectionId = 'cnn_test';
  const connectorId = 'con_test';
  const hellos = mailbox<HelloFrame>('hello');
  const answers = mailbox<AcknowledgedFrame | RefusedFrame>('answer');
  const said = mailbox<AnswerFrame>('answer to a question');
  const assertions = mailbox<AssertionFrame>('assertion');
  const states = mailbox<StateFrame>('state');
  const boards = mailbox<RevocationFrame>('revocation');
  const closes = mailbox<{ readonly code: number }>('close');
  let questionKey = '';
  const pings = mailbox<true>('ping');
  const live = new Set<WebSocket>();
  const spent = new Set<string>();
  let enrolled: EnrolmentRequest | undefined;
  let published: RevisionFrame | undefined;
  let port = 0;
  let stopServer: () => Promise<void> = async () => {};

  async function enrol(path: string, body: string): Promise<{ readonly status: number; readonly body: string }> {
    const odd = hub.manners.insteadOfEnrolment?.();
    if (odd !== undefined) return odd;
    if (spent.has(path))
      return { status: 409, body: JSON.stringify({ code: 'ticket-spent', message: 'This ticket was used already.' }) };
    const request = enrolmentRequestSchema.parse(JSON.parse(body));
    const key = await importPublicKey(request.identityKey);
    const certificate = fromBase64(request.sealingCertificate) ?? new Uint8Array();
    if (!(await isEnrolmentProved(certificate, request.proof, key)))
      return { status: 400, body: JSON.stringify({ code: 'invalid-input', message: 'The proof is wrong.' }) };
    spent.add(path);
    enrolled = request;
    const answer = {
      connectorId,
      connectorName: request.name,
      connectionId,
      connectionName: 'Corp',
      hubUrl: hub.hubUrl,
      gatehouseKey: gatehouse.publicKey,
    };
    const proof = await proveEnrolled(answer, request.identityKey, gatehouse.privateKey);
    return { status: 200, body: JSON.stringify({ ...answer, proof, ...hub.manners.changedAnswer }) };
  }

  async function meet(socket: WebSocket): Promise<void> {
    socket.on('error', () => {});
    socket.on('ping', () => pings.put(true));
    socket.on('close', (code) => {
      live.delete(socket);
      closes.put({ code });
    });
    if (hub.manners.insteadOfChallenge !== undefined) return hub.manners.insteadOfChallenge(socket);
    const hubNonce = toBase64(crypto.getRandomValues(new Uint8Array(32)));
    socket.on('message', (message) => void take(socket, String(message), hubNonce));
    socket.send(JSON.stringify({ t: 'challenge', versions: hub.manners.versions ?? [1], nonce: hubNonce }));
  }

  async function take(socket: WebSocket, message: string, hubNonce: string): Promise<void> {
    const read = readFrame<ConnectorFrame>(connectorFrame, message);
    if (!read.ok) throw new Error(`the connector sent what is no frame: ${read.detail}`);
    if (read.frame.t !== 'hello') return hear(socket, read.frame);
    const frame = hub.manners.readHello?.(read.frame) ?? read.frame;
    const { nonce: connectorNonce, version } = frame;
    const facts = { hubNonce, connectorNonce, connectorId: frame.connectorId, version, questionKey: frame.questionKey };
    const key = enrolled === undefined ? undefined : await importPublicKey(enrolled.identityKey);
    if (key === undefined || !(await isHelloProved('connector', facts, frame.proof, key)))
      return socket.close(closeCodes.notRecognised);
    if (hub.manners.insteadOfWelcome !== undefined) return hub.manners.insteadOfWelcome(socket, frame);
    const proof = await proveHello('hub', facts, hub.manners.proofKey ?? gatehouse.privateKey);
    const told = published === undefined ? {} : { published: published.revision };
    questionKey = frame.questionKey;
    socket.send(JSON.stringify({ t: 'welcome', version: frame.version, proof, now: hubNow(), ...told }));
    live.add(socket);
    hub.manners.afterWelcome?.(socket);
    if (published !== undefined && frame.running !== published.revision) socket.send(JSON.stringify(published));
    hellos.put(frame);
  }

  function hear(socket: WebSocket, frame: Exclude<ConnectorFrame, HelloFrame>): void {
    if (frame.t === 'answer') said.put(frame);
    else if (frame.t === 'state') states.put(frame);
    else if (frame.t === 'revocation') boards.put(frame);
    else if (frame.t !== 'assertion') answers.put(frame);
    else {
      assertions.put(frame);
      const isTaken = hub.manners.isTaken === undefined ? true : hub.manners.isTaken(frame);
      if (isTaken !== undefined) socket.send(JSON.stringify({ t: 'received', request: frame.request, isTaken }));
    }
  }

  async function put(question: Question, { id, ...bound }: Partial<QuestionBound> & { id: string }): Promise<string> {
    const keys = {
      questionKey: await importQuestionKey(questionKey),
      gatehouseKey: bound.gatehouseKey ?? gatehouse.privateKey,
    };
    const { connectorId: to = connectorId, expiresAt = hubNow() + 30_000 } = bound;
    const sealed = await sealQuestion(question, { id, connectorId: to, expiresAt }, keys);
    const text = JSON.stringify({ t: 'question', id, sealed });
    for (const socket of live) socket.send(text);
    return text;
  }

  function identityVerifier() {
    return nativeVerifier(fromBase64(enrolled?.identityKey ?? '') ?? new Uint8Array());
  }

  function hubNow(): number {
    return hub.manners.now?.() ?? Date.now();
  }

  async function listen(): Promise<void> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', async () => {
        const answer = await enrol(request.url ?? '', body);
        response.writeHead(answer.status, { 'content-type': 'application/json', location: 'http://elsewhere/' });
        response.end(answer.body);
      });
    });
    const sockets = new WebSocketServer({ server, path: '/connector', perMessageDeflate: false });
    sockets.on('connection', (socket) => void meet(socket));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    stopServer = async () => {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
  }

  await listen();
  const hub: FakeHub = {
    httpUrl: `http://127.0.0.1:${port}`,
    hubUrl: `ws://127.0.0.1:${port}/connector`,
    gatehouse,
    connectionId,
    connectorId,
    manners: {},
    ticket: () =>
      ticketUrl(hub.httpUrl, toBase64Url(crypto.getRandomValues(new Uint8Array(32))), gatehouse.fingerprint),
    enrolled: () => enrolled,
    hellos,
    answers,
    said,
    assertions,
    states,
    boards,
    closes,
    pings,
    ask: (question, bound) => put({ kind: 'password', ...question }, bound),
    askDryRun: async (question, id) => {
      await put({ kind: 'dry-run', ...question }, { id });
      const { signed } = await said.next((frame) => frame.id === id);
      const outcome = openSignedDryRun(signed, identityVerifier());
      if (outcome === undefined) throw new Error('the connector did not sign this dry run');
      return outcome;
    },
    askKey: async (question, id) => {
      await put(question, { id });
      const { signed } = await said.next((frame) => frame.id === id);
      const answer = openSignedKeyRequest(signed, identityVerifier());
      if (answer === undefined) throw new Error('the connector did not sign this answer to a key request');
      return answer;
    },
    request: (parts, key = gatehouse.privateKey) =>
      signSignInRequest(
        {
          iss: gatehouseUrl,
          aud: frontFacingUrl,
          connectionId,
          method: 'client-certificate',
          returnUrl: `${gatehouseUrl}/door/return`,
          iat: Math.floor(hubNow() / 1000),
          exp: Math.floor(hubNow() / 1000) + 120,
          ...parts,
        },
        key,
      ),
    open: async (signed) => {
      const result = await openSignedResult(signed, await importPublicKey(enrolled?.identityKey ?? ''));
      if (result === undefined) throw new Error('the connector did not sign this result');
      return result;
    },
    sealed: async (pkcs8) => {
      const certificate = fromBase64(enrolled?.sealingCertificate ?? '') ?? new Uint8Array();
      const [sealed] = await sealKey({ pkcs8, recipients: [{ connectorId, certificate }] });
      return toBase64(sealed?.envelope ?? new Uint8Array());
    },
    sign: async (settings, sealedKey, key = gatehouse.privateKey) => ({
      t: 'revision',
      revision: settings.revision,
      ...(await signSettings(settings, key)),
      sealedKey,
    }),
    publish: (frame) => {
      published = frame;
      for (const socket of live) socket.send(JSON.stringify(frame));
    },
    send: (text) => {
      for (const socket of live) socket.send(text);
    },
    hangUp: (code) => {
      for (const socket of live) socket.close(code);
    },
    pauseAll: () => {
      for (const socket of live) socket.pause();
    },
    online: () => live.size,
    stop: () => stopServer(),
    listen,
  };
  return hub;
}
