import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '#lib/core/ids.ts';
import { failure, type Outcome } from '#lib/core/outcome.ts';
import { type Problem, toProblemView } from '#lib/core/problem.ts';
import { problemStatus } from '#lib/core/problem-status.ts';
import type { Context, ServiceContext } from '#lib/services/context.ts';
import type { EnrolmentAnswer } from '#lib/wire/enrolment.ts';
import { maxEnrolmentBytes } from '#lib/wire/limits.ts';

export type EnrolmentDoor = (request: IncomingMessage, response: ServerResponse, address: string) => Promise<void>;

type EnrolConnector = (context: Context, token: string, body: unknown) => Promise<Outcome<EnrolmentAnswer>>;

const advice = `This is an enrolment ticket for a Gatehouse connector, not a page.

On the machine the connector is to run on, type:

  gatehouse-connector enrol 'TICKET'

with the whole ticket as the console shows it, including everything behind the #.
A ticket serves once and for a limited time; the console makes new ones.
`;

/** `/enrol/TOKEN`: takes a connector's keys by POST, and tells a person who opens the ticket in a browser what it is for. */
export function createEnrolmentDoor(services: ServiceContext, enrolConnector: EnrolConnector): EnrolmentDoor {
  return async (request, response, address) => {
    if (request.method === 'GET' || request.method === 'HEAD') {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
      response.end(request.method === 'HEAD' ? undefined : advice);
      return;
    }
    if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'GET, HEAD, POST' }).end();
      return;
    }
    const outcome = await enrol(request, address).catch((cause: unknown) => {
      const incident = newId('inc', services.fillRandom);
      services.log.error({ incident, err: cause }, 'An enrolment failed');
      return failure('unexpected', `Something went wrong inside Gatehouse; its log tells more under ${incident}.`);
    });
    if (!outcome.ok) services.log.warn({ code: outcome.problem.code, address }, 'An enrolment was refused');
    answer(response, outcome);
  };

  async function enrol(request: IncomingMessage, address: string): Promise<Outcome<EnrolmentAnswer>> {
    const token = /^\/enrol\/([\w-]{43})$/.exec(new URL(request.url ?? '/', 'http://x').pathname)?.[1];
    if (token === undefined)
      return failure('ticket-unknown', 'This is no whole ticket; copy it again from the console, all of it.');
    const text = await readText(request);
    if (text === undefined) return failure('too-large', `An enrolment is at most ${maxEnrolmentBytes} bytes.`);
    const body = parseJson(text);
    if (body === undefined) return failure('invalid-input', 'The enrolment is not JSON.');
    return enrolConnector({ ...services, actor: { kind: 'anonymous', address } }, token, body);
  }
}

function answer(response: ServerResponse, outcome: Outcome<EnrolmentAnswer, Problem>): void {
  const status = outcome.ok ? 200 : problemStatus(outcome.problem.code);
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    // What is left of too large a body is not read.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(JSON.stringify(outcome.ok ? outcome.value : toProblemView(outcome.problem)));
}

/** Undefined where there is more than an enrolment may hold. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxEnrolmentBytes) return undefined;
  const parts: Buffer[] = [];
  let total = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    total += part.length;
    if (total > maxEnrolmentBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
