import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createEnrolmentDoor } from '#hub/enrolment-door.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import type { Context, ServiceContext } from '#lib/services/context.ts';
import type { EnrolmentAnswer } from '#lib/wire/enrolment.ts';
import { maxEnrolmentBytes } from '#lib/wire/limits.ts';

const token = 'a'.repeat(43);
const enrolled: EnrolmentAnswer = {
  connectorId: 'cr_1',
  connectorName: 'dc1',
  connectionId: 'cn_1',
  connectionName: 'Head office',
  hubUrl: 'ws://localhost/connector',
  gatehouseKey: 'A'.repeat(120),
  proof: 'A'.repeat(88),
};

let server: Server | undefined;
afterEach(() => new Promise((resolve) => server?.close(resolve) ?? resolve(undefined)));

async function open(enrol: (context: Context, token: string, body: unknown) => Promise<Outcome<EnrolmentAnswer>>) {
  const logged: string[] = [];
  const log = (fields: Record<string, unknown>, message: string) => void logged.push(`${message} ${fields['code']}`);
  const services = {
    fillRandom: (target: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(target),
    log: { info: log, warn: log, error: log },
  } as unknown as ServiceContext;
  const door = createEnrolmentDoor(services, enrol);
  server = createServer((request, response) => void door(request, response, '192.0.2.7'));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = async (path: string, body: string) => {
    const response = await fetch(url + path, { method: 'POST', body, headers: { connection: 'close' } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { url, post, logged };
}

test('hands ticket, body and address to the verb, and its answer back', async () => {
  const calls: unknown[] = [];
  const { post } = await open(async ({ actor }, ...rest) => {
    calls.push([actor, ...rest]);
    return success(enrolled);
  });
  expect(await post(`/enrol/${token}`, '{"name":"dc1"}')).toEqual({ status: 200, body: enrolled });
  expect(calls).toEqual([[{ kind: 'anonymous', address: '192.0.2.7' }, token, { name: 'dc1' }]]);
});

test('a refusal keeps its code and gets a fitting status; what only the log may know stays here', async () => {
  const { post, logged } = await open(async () =>
    failure('ticket-spent', 'This ticket was used already.', { detail: 'by cr_7' }),
  );
  expect(await post(`/enrol/${token}`, '{}')).toEqual({
    status: 410,
    body: { code: 'ticket-spent', message: 'This ticket was used already.' },
  });
  expect(logged).toEqual(['An enrolment was refused ticket-spent']);
});

test('what is no ticket, no JSON or too large does not reach the verb', async () => {
  const { post } = await open(() => {
    throw new Error('reached');
  });
  expect((await post('/enrol/short', '{}')).body['code']).toBe('ticket-unknown');
  expect((await post(`/enrol/${token}`, '{')).body['code']).toBe('invalid-input');
  expect((await post(`/enrol/${token}`, 'x'.repeat(maxEnrolmentBytes + 1))).body['code']).toBe('too-large');
});

test('a body without a length is cut where it is too large', async () => {
  const { url } = await open(async () => success(enrolled));
  const body = new ReadableStream({
    start: (controller) => {
      for (let count = 0; count < 5; count += 1) controller.enqueue(Buffer.alloc(maxEnrolmentBytes / 4, 'x'));
      controller.close();
    },
  });
  const init = { method: 'POST', body, duplex: 'half', headers: { connection: 'close' } };
  const response = await fetch(`${url}/enrol/${token}`, init);
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([413, 'too-large']);
});

test('an unforeseen failure tells nothing but an incident id', async () => {
  const { post } = await open(async () => {
    throw new Error('password of the database');
  });
  const { status, body } = await post(`/enrol/${token}`, '{}');
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('password');
  expect(body['message']).toMatch(/inc_[\w-]{16}/);
});

test('opened in a browser, a ticket says what it is for and stays unspent', async () => {
  const { url } = await open(() => {
    throw new Error('reached');
  });
  const response = await fetch(`${url}/enrol/${token}`, { headers: { connection: 'close' } });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('gatehouse-connector enrol');
  const put = await fetch(`${url}/enrol/${token}`, { method: 'PUT', headers: { connection: 'close' } });
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
});
