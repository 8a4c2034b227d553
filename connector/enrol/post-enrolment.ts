import { z } from 'zod';
import { whyUnreachable } from '#connector/link/why-unreachable.ts';
import { type Bytes, fromBase64 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { ProblemCode } from '#lib/core/problem.ts';
import {
  type EnrolmentFacts,
  type EnrolmentRequest,
  enrolmentAnswerSchema,
  type TicketAddress,
} from '#lib/wire/enrolment.ts';
import { isEnrolledProved } from '#lib/wire/enrolment-proof.ts';
import { importPublicKey } from '#lib/wire/hello-proof.ts';
import { maxEnrolmentBytes } from '#lib/wire/limits.ts';

const problemSchema = z.object({ code: z.string(), message: z.string().min(1).max(1000) });

const answerTimeoutMs = 30_000;

/** Spends the ticket. An answer counts only if it is signed, for this identity key, by the key whose SHA-256 the ticket URL told. */
export async function postEnrolment(
  ticket: TicketAddress,
  request: EnrolmentRequest,
  timeoutMs = answerTimeoutMs,
): Promise<Outcome<EnrolmentFacts>> {
  const { host } = new URL(ticket.url);
  let response: Response;
  let body: string;
  try {
    response = await fetch(ticket.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(timeoutMs),
    });
    body = await readBody(response);
  } catch (cause) {
    return failure('unavailable', whyUnreachable(host, cause));
  }
  if (response.status >= 300 && response.status < 400)
    return failure(
      'unavailable',
      `${host} answered with a redirection to ${withoutControls(response.headers.get('location') ?? 'nowhere')}. Use the address of Gatehouse itself; the console shows it with the ticket.`,
    );
  const value = parseJson(body);
  if (!response.ok) return failure(...refusalOf(host, response.status, value));
  const answer = enrolmentAnswerSchema.safeParse(value);
  if (!answer.success || !/^wss?:/.test(answer.data.hubUrl))
    return failure(
      'unexpected',
      `${host} did not answer as Gatehouse does${answer.success ? ' (hubUrl is no ws or wss address)' : ` (${answer.error.issues[0]?.path.join('.') || 'the answer'} is missing or does not fit)`}. Check the ticket URL, and that Gatehouse and the connector are of one version.`,
    );
  const { proof, ...facts } = answer.data;
  const isGatehouse =
    (await isPinnedKey(facts.gatehouseKey, ticket.gatehouseKeyFingerprint)) &&
    (await isProved(facts, request.identityKey, proof));
  return isGatehouse
    ? success(facts)
    : failure(
        'not-allowed',
        `${host} did not sign its answer to this connector with the key that the ticket names, so it may not be your Gatehouse. Nothing was enrolled here. Check what stands between this machine and Gatehouse; then revoke in the console what this ticket enrolled, and make a new ticket.`,
      );
}

async function isPinnedKey(spki: string, fingerprint: string): Promise<boolean> {
  const der: Bytes | undefined = fromBase64(spki);
  return der !== undefined && (await sha256Hex(der)) === fingerprint;
}

async function isProved(facts: EnrolmentFacts, identityKey: string, proof: string): Promise<boolean> {
  const gatehouseKey = await importPublicKey(facts.gatehouseKey).catch(() => undefined);
  return gatehouseKey !== undefined && isEnrolledProved(facts, identityKey, proof, gatehouseKey);
}

async function readBody(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let total = 0;
  for await (const part of response.body ?? []) {
    total += part.length;
    if (total > maxEnrolmentBytes) throw new Error(`the answer is longer than ${maxEnrolmentBytes} bytes`);
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ticketCodes: readonly ProblemCode[] = ['ticket-unknown', 'ticket-spent', 'ticket-expired', 'too-many-attempts'];

function refusalOf(host: string, status: number, value: unknown): [ProblemCode, string] {
  const problem = problemSchema.safeParse(value);
  if (!problem.success)
    return [
      'unexpected',
      `${host} answered with HTTP status ${status} and without a reason. Check the ticket URL, and Gatehouse's log.`,
    ];
  const code = ticketCodes.find((known) => known === problem.data.code) ?? 'unexpected';
  return [code, withoutControls(problem.data.message)];
}

/** What another machine sent is shown on a terminal. */
function withoutControls(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
