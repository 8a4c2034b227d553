import { z } from 'zod';
import { maxSealedQuestionLength, maxSignedResultLength } from '#lib/wire/limits.ts';
import { revisionRefusalSchema } from '#lib/wire/refusals.ts';
import { revocationBoardSchema, tlsDifferencesSchema } from '#lib/wire/revocation-board.ts';

/*
 * Every frame is one WebSocket text message: a JSON object with `t`, its kind. docs/wire.md tells the order they come in.
 */

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const nonce = base64.min(40).max(64);
const text = (max: number) => z.string().max(max);

/** One of the connector's own tests of a new revision, in the order they were run. */
export const selfTestSchema = z.strictObject({
  name: z.enum([
    'signature',
    'key-fits',
    'tls-context',
    'listener',
    'saved',
    'directory',
    'keytab',
    'revocation-lists',
    'test-certificate',
    'front-facing-url',
  ]),
  isPassed: z.boolean(),
  tookMs: z.number().nonnegative(),
});
export type SelfTest = z.infer<typeof selfTestSchema>;

/** State of the connector's front-facing listener. */
export const listenerSchema = z.strictObject({
  state: z.enum(['off', 'serving', 'failed']),
  /** Where it listens: `0.0.0.0:8443`. */
  address: text(80),
  /** SHA-256 of the certificate it answers with. */
  certificate: text(64).optional(),
  detail: text(500).optional(),
});
export type ListenerState = z.infer<typeof listenerSchema>;

/** What the connector can say of the directory behind it. */
export const directoryStateSchema = z.strictObject({
  state: z.enum(['none', 'answering', 'failing']),
  /** `ldap`, or `ldif`: a file for trying things out, marked as such everywhere. */
  kind: z.enum(['none', 'ldap', 'ldif']),
  /** Servers that answer, of those configured. */
  answering: z.number().int().nonnegative(),
  configured: z.number().int().nonnegative(),
  detail: text(500).optional(),
});
export type DirectoryState = z.infer<typeof directoryStateSchema>;

export const kerberosStateSchema = z.strictObject({
  state: z.enum(['none', 'ready', 'failing']),
  /** Service principals with a key in the keytab: `HTTP/sso.example.com@EXAMPLE.COM`. */
  principals: z.array(text(300)).max(50),
  detail: text(500).optional(),
});
export type KerberosState = z.infer<typeof kerberosStateSchema>;

// ---- hub to connector ----

/** First word of the hub: prove who you are over this nonce. */
export const challengeFrame = z.strictObject({
  t: z.literal('challenge'),
  versions: z.array(z.number().int().positive()).min(1).max(16),
  nonce,
});

/** The hub knows the connector, and proves in turn that it is the Gatehouse of the enrolment. */
export const welcomeFrame = z.strictObject({
  t: z.literal('welcome'),
  version: z.number().int().positive(),
  /** base64 ECDSA signature, see hello-proof.ts. */
  proof: base64.max(200),
  /** Milliseconds since 1970 by Gatehouse's clock. */
  now: z.number().int(),
  /** The revision the connection runs; absent before the first publish. */
  published: z.number().int().positive().optional(),
});

/** Take this revision over. */
export const revisionFrame = z.strictObject({
  t: z.literal('revision'),
  revision: z.number().int().positive(),
  packed: base64,
  signature: base64.max(200),
  /** CMS EnvelopedData for this connector alone, DER, base64; null where none was sealed. */
  sealedKey: base64.max(64_000).nullable(),
});
export type RevisionFrame = z.infer<typeof revisionFrame>;

/** Check this (sealed-question.ts); one `answer` follows. */
export const questionFrame = z.strictObject({
  t: z.literal('question'),
  id: text(100).min(1),
  sealed: text(maxSealedQuestionLength),
});
export type QuestionFrame = z.infer<typeof questionFrame>;

/** What Gatehouse made of an assertion; only then may the browser be sent back. */
export const receivedFrame = z.strictObject({
  t: z.literal('received'),
  request: text(100).min(1),
  isTaken: z.boolean(),
});
export type ReceivedFrame = z.infer<typeof receivedFrame>;

export const hubFrame = z.discriminatedUnion('t', [
  challengeFrame,
  welcomeFrame,
  revisionFrame,
  questionFrame,
  receivedFrame,
]);
export type HubFrame = z.infer<typeof hubFrame>;

// ---- connector to hub ----

/** Who the connector is, proved over the hub's nonce. */
export const helloFrame = z.strictObject({
  t: z.literal('hello'),
  version: z.number().int().positive(),
  connectorId: text(64).min(1),
  /** The connector's own nonce, for the hub's proof. */
  nonce,
  proof: base64.max(200),
  software: text(40),
  hostName: text(255),
  /** The revision it serves; null before the first. */
  running: z.number().int().positive().nullable(),
  listener: listenerSchema,
  /** The key of this link that questions are encrypted to (sealed-question.ts); the proof covers it. */
  questionKey: base64.max(200),
  directory: directoryStateSchema,
  kerberos: kerberosStateSchema,
  /** Absent in connectors that do not count them. */
  differences: tlsDifferencesSchema.optional(),
});
export type HelloFrame = z.infer<typeof helloFrame>;

/** The revision serves. */
export const acknowledgedFrame = z.strictObject({
  t: z.literal('acknowledged'),
  revision: z.number().int().positive(),
  listener: listenerSchema,
  tests: z.array(selfTestSchema).max(16),
  tookMs: z.number().nonnegative(),
});
export type AcknowledgedFrame = z.infer<typeof acknowledgedFrame>;

/** The revision was not taken over; what ran before runs on. */
export const refusedFrame = z.strictObject({
  t: z.literal('refused'),
  revision: z.number().int().positive(),
  refusal: revisionRefusalSchema,
  /** One sentence of detail: an address, a certificate's name, the TLS library's words. Never a secret. */
  detail: text(500),
  tests: z.array(selfTestSchema).max(16),
  tookMs: z.number().nonnegative(),
});
export type RefusedFrame = z.infer<typeof refusedFrame>;

/** The answer to a question: a result signed by the connector (signed-result.ts). */
export const answerFrame = z.strictObject({
  t: z.literal('answer'),
  id: text(100).min(1),
  signed: text(maxSignedResultLength),
});
export type AnswerFrame = z.infer<typeof answerFrame>;

/** The result of a sign-in request that a browser brought; `received` follows. */
export const assertionFrame = z.strictObject({
  t: z.literal('assertion'),
  request: text(100).min(1),
  signed: text(maxSignedResultLength),
});
export type AssertionFrame = z.infer<typeof assertionFrame>;

/** Something the connector told in its hello is no longer so. */
export const stateFrame = z.strictObject({
  t: z.literal('state'),
  directory: directoryStateSchema,
  kerberos: kerberosStateSchema,
  differences: tlsDifferencesSchema.optional(),
});
export type StateFrame = z.infer<typeof stateFrame>;

/** What is known of revocation: after each welcome, and whenever it changes. */
export const revocationFrame = z.strictObject({ t: z.literal('revocation'), ...revocationBoardSchema.shape });
export type RevocationFrame = z.infer<typeof revocationFrame>;

export const connectorFrame = z.discriminatedUnion('t', [
  helloFrame,
  acknowledgedFrame,
  refusedFrame,
  answerFrame,
  assertionFrame,
  stateFrame,
  revocationFrame,
]);
export type ConnectorFrame = z.infer<typeof connectorFrame>;

/** Reads one message; says which of the two ways it is wrong. */
export function readFrame<Frame>(
  schema: z.ZodType<Frame>,
  message: string,
): { ok: true; frame: Frame } | { ok: false; reason: 'unreadableFrame' | 'unknownFrame'; detail: string } {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return { ok: false, reason: 'unreadableFrame', detail: 'not JSON' };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, frame: parsed.data };
  const issue = parsed.error.issues[0];
  const isUnknownKind = issue?.code === 'invalid_union' && issue.path.join() === 't';
  return {
    ok: false,
    reason: isUnknownKind ? 'unknownFrame' : 'unreadableFrame',
    detail: `${issue?.path.join('.') || 'frame'}: ${issue?.message ?? 'does not fit'}`,
  };
}
