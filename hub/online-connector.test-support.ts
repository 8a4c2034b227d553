import type { Identity } from '#hub/simulated-connector.test-support.ts';
import { SimulatedConnector } from '#hub/simulated-connector.test-support.ts';
import { toBase64Url } from '#lib/core/bytes.ts';
import type { HelloFrame, ListenerState, QuestionFrame, StateFrame } from '#lib/wire/frames.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';
import type { MethodResult, Person } from '#lib/wire/method-result.ts';
import { openQuestion, type PasswordQuestion } from '#lib/wire/sealed-question.ts';
import type { SignInRequest } from '#lib/wire/sign-in-request.ts';
import { hashReceipt, signResult } from '#lib/wire/signed-result.ts';

/** Undefined: the question stays without an answer. */
export type AnswerPassword = (
  question: PasswordQuestion,
) => MethodResult | undefined | Promise<MethodResult | undefined>;

export type OnlineConnectorParts = {
  /** ws URL of the hub. */
  readonly url: string;
  readonly identity: Identity;
  readonly connectionId: string;
  /** SubjectPublicKeyInfo, base64. */
  readonly gatehouseKey: string;
  readonly headers?: Record<string, string>;
  readonly hello?: Partial<HelloFrame>;
  readonly answerPassword?: AnswerPassword;
};

/** A connector without a listener and a directory: takes every revision over, answers questions, and asserts what it is told to. */
export type OnlineConnector = {
  readonly link: SimulatedConnector;
  /** Kinds of the questions that could be read, in order. */
  readonly asked: readonly PasswordQuestion['kind'][];
  /** Revisions taken over, in order. */
  readonly revisions: readonly number[];
  /** What the connector would do with a browser's request that went this way. */
  readonly assert: (
    request: Pick<SignInRequest, 'jti' | 'method'>,
    outcome: MethodResult,
  ) => Promise<{ readonly isTaken: boolean; readonly receipt: string }>;
  readonly tell: (state: Omit<StateFrame, 't'>) => void;
  /** Resolves with the close code. */
  readonly end: () => Promise<number>;
};

const serving: ListenerState = { state: 'serving', address: '0.0.0.0:8443' };

/** Resolves once the hub has welcomed it. */
export async function goOnline(parts: OnlineConnectorParts): Promise<OnlineConnector> {
  const { identity, connectionId, answerPassword = passwordsOf(new Map()) } = parts;
  const link = new SimulatedConnector(parts.url, parts.headers ?? {});
  await link.greet(identity, parts.gatehouseKey, {
    listener: serving,
    directory: { state: 'answering', kind: 'ldap', answering: 1, configured: 1 },
    ...parts.hello,
  });
  const gatehouseKey = await importPublicKey(parts.gatehouseKey);
  const asked: PasswordQuestion['kind'][] = [];
  const revisions: number[] = [];
  const received = new Map<string, (isTaken: boolean) => void>();

  async function answer({ id, sealed }: QuestionFrame): Promise<void> {
    const keys = { questionKey: identity.questionKey.privateKey, gatehouseKey };
    const opened = await openQuestion(sealed, { connectorId: identity.connectorId, at: Date.now() }, keys);
    if (opened === undefined || opened.id !== id) throw new Error('the hub sent a question that cannot be opened');
    if (opened.question.kind !== 'password') throw new Error('only passwords are checked here');
    asked.push(opened.question.kind);
    const outcome = await answerPassword(opened.question);
    if (outcome === undefined) return;
    const result = { iss: identity.connectorId, connectionId, answers: id, method: 'password', outcome } as const;
    link.send({ t: 'answer', id, signed: await signResult({ ...result, iat: seconds() }, identity.privateKey) });
  }

  async function serve(): Promise<void> {
    for (let frame = await link.nextAny(); frame !== undefined; frame = await link.nextAny()) {
      if (frame.t === 'question') void answer(frame);
      else if (frame.t === 'received') received.get(frame.request)?.(frame.isTaken);
      else if (frame.t === 'revision') {
        revisions.push(frame.revision);
        link.send({ t: 'acknowledged', revision: frame.revision, listener: serving, tests: [], tookMs: 1 });
      }
    }
    for (const settle of received.values()) settle(false);
  }
  void serve();

  return {
    link,
    asked,
    revisions,
    assert: async ({ jti, method }, outcome) => {
      const receipt = toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
      const receiptHash = await hashReceipt(receipt);
      const result = { iss: identity.connectorId, connectionId, answers: jti, method, receiptHash, outcome };
      const signed = await signResult({ ...result, iat: seconds() }, identity.privateKey);
      if (link.socket.readyState !== link.socket.OPEN) return { isTaken: false, receipt };
      const isTaken = new Promise<boolean>((resolve) => received.set(jti, resolve));
      link.send({ t: 'assertion', request: jti, signed });
      return { isTaken: await isTaken, receipt };
    },
    tell: (state) => link.send({ t: 'state', ...state }),
    end: () => link.end(),
  };
}

/** A directory of names and passwords. */
export function passwordsOf(passwords: ReadonlyMap<string, string>): AnswerPassword {
  return ({ userName, password }) => {
    const known = passwords.get(userName);
    const shared = { steps: [], claimedName: userName };
    if (known === password) return { result: 'accepted', person: somebody(userName), ...shared };
    const reason = known === undefined ? 'unknown-user' : 'wrong-password';
    return { result: 'refused', reason, detail: '', ...shared };
  };
}

/** A person of the simulated directory. */
export function somebody(userName: string, more: Partial<Person> = {}): Person {
  return {
    directoryId: `id-${userName}`,
    dn: `uid=${userName},ou=people,dc=fabrikam,dc=example`,
    userName,
    displayName: userName,
    groups: [],
    groupsCut: false,
    ...more,
  };
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
