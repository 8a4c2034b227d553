import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { maxApplicationBytes, maxBodyBytes, maxStrangerBytes } from '#server/check-change.ts';
import { createHttpDoor, type HttpDoorOptions } from '#server/http-door.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
});

type Answer = { status: number; headers: Record<string, unknown>; text: string };

async function answerWithRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let size = 0;
  for await (const part of request) size += (part as Buffer).length;
  response.end(JSON.stringify({ headers: request.headers, size }));
}

/** A door before pages that answer with the headers and the size of the body they got. */
async function open(options: Partial<HttpDoorOptions> = {}) {
  const door = createHttpDoor({
    publicUrl: 'https://gatehouse.example.com',
    trustedProxies: [],
    isTls: false,
    enrolmentDoor: async (_request, response, address) => void response.end(`enrolment from ${address}`),
    oidc: { handle: answerWithRequest, isForPrograms: (path) => path === '/oidc/token' },
    isHealthy: async () => true,
    hasSession: async () => true,
    pages: answerWithRequest,
    ...options,
  });
  server = createServer(door);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const send = (method: string, path: string, headers: Record<string, string> = {}, body: readonly Buffer[] = []) =>
    new Promise<Answer>((resolve, reject) => {
      const outgoing = httpRequest({ port, host: '127.0.0.1', method, path, headers }, (incoming: IncomingMessage) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(parts).toString(),
          }),
        );
        incoming.on('error', reject);
      });
      outgoing.on('error', reject);
      for (const part of body) outgoing.write(part);
      outgoing.end();
    });
  return { port, send, host: `127.0.0.1:${port}` };
}

const codeOf = ({ text }: Answer): unknown => (JSON.parse(text) as { code: unknown }).code;

test('pages are told the client’s address, and nothing a client wrote in its place', async () => {
  const { send, host } = await open();
  const forged = {
    'x-gatehouse-address': '203.0.113.9',
    'x-gatehouse-via': '10.0.0.1',
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'for=203.0.113.9',
  };
  const { headers } = JSON.parse((await send('GET', '/', forged)).text);
  expect(headers).toMatchObject({
    'x-gatehouse-address': '127.0.0.1',
    'x-gatehouse-via': '',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': host,
    'x-forwarded-proto': 'http',
  });
  expect(headers.forwarded).toBeUndefined();
});

test('a trusted proxy’s word is believed', async () => {
  const { send } = await open({ trustedProxies: ['127.0.0.0/8', '10.0.0.0/8'] });
  const forwarded = {
    'x-forwarded-for': '198.51.100.1, 203.0.113.9, 10.0.0.1',
    'x-forwarded-host': 'gatehouse.example.com',
    'x-forwarded-proto': 'https',
  };
  const answer = await send('GET', '/', forwarded);
  expect(JSON.parse(answer.text).headers).toMatchObject({
    'x-gatehouse-address': '203.0.113.9',
    'x-gatehouse-via': '127.0.0.1,10.0.0.1',
    'x-forwarded-host': 'gatehouse.example.com',
    'x-forwarded-proto': 'https',
  });
  expect(answer.headers['strict-transport-security']).toContain('max-age');
});

test('every answer carries the security headers; HSTS only over https', async () => {
  const { send } = await open();
  for (const path of ['/', '/healthz', '/enrol/x']) {
    const { headers } = await send('GET', path);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['strict-transport-security']).toBeUndefined();
  }
});

test.each([
  ['another origin', { origin: 'https://evil.example' }],
  ['an origin that only looks alike', { origin: 'https://gatehouse.example.com.evil.example' }],
  ['another port of this host', { origin: 'http://127.0.0.1:1' }],
  ['a page without an origin', { origin: 'null' }],
  ['another referring page', { referer: 'https://evil.example/gatehouse.example.com' }],
  ['a browser that says so', { 'sec-fetch-site': 'cross-site' }],
  ['a sibling site', { 'sec-fetch-site': 'same-site', origin: 'https://gatehouse.example.com' }],
])('a change from %s is refused', async (_name, headers) => {
  const { send } = await open();
  const answer = await send('POST', '/connections', headers as Record<string, string>);
  expect([answer.status, codeOf(answer)]).toEqual([403, 'wrong-origin']);
});

test('changes of one’s own pages, under the address typed or the public one, get through', async () => {
  const { send, host } = await open();
  const own = await send('POST', '/', { origin: `http://${host}` });
  const known = await send('POST', '/', { origin: 'https://gatehouse.example.com' });
  const program = await send('POST', '/');
  expect([own.status, known.status, program.status]).toEqual([200, 200, 200]);
  // Next holds the origin against this header itself.
  expect(JSON.parse(known.text).headers['x-forwarded-host']).toBe('gatehouse.example.com');
});

test('reading is not asked where it comes from', async () => {
  const { send } = await open();
  expect((await send('GET', '/', { 'sec-fetch-site': 'cross-site' })).status).toBe(200);
});

test('a body that announces itself too large is not read', async () => {
  const { send } = await open();
  const answer = await send('POST', '/', { 'content-length': String(maxBodyBytes + 1) });
  expect([answer.status, codeOf(answer)]).toEqual([413, 'too-large']);
});

test('a body without a length is counted and cut', async () => {
  const { send } = await open();
  const megabyte = Buffer.alloc(1024 * 1024);
  const largest = Array.from({ length: maxBodyBytes / megabyte.length }, () => megabyte);
  const fits = await send('POST', '/', { 'transfer-encoding': 'chunked' }, largest);
  expect(JSON.parse(fits.text).size).toBe(maxBodyBytes);
  const answer = await send('POST', '/', { 'transfer-encoding': 'chunked' }, [...largest, Buffer.alloc(1)]);
  expect([answer.status, codeOf(answer)]).toEqual([413, 'too-large']);
});

test.each([
  ['that tells its length', (bytes: number) => ({ 'content-length': String(bytes) })],
  ['in chunks', () => ({ 'transfer-encoding': 'chunked' })],
])('of somebody who is not signed in only a small body %s is taken', async (_, headers) => {
  const { send } = await open({ hasSession: async (request) => request.headers.cookie === 'session' });
  const post = (bytes: number, more: Record<string, string> = {}) =>
    send('POST', '/', { ...headers(bytes), ...more } as Record<string, string>, [Buffer.alloc(bytes)]);
  expect(JSON.parse((await post(maxStrangerBytes)).text).size).toBe(maxStrangerBytes);
  expect(JSON.parse((await post(2 * maxStrangerBytes, { cookie: 'session' })).text).size).toBe(2 * maxStrangerBytes);
  const refused = await post(2 * maxStrangerBytes);
  expect([refused.status, codeOf(refused), refused.text]).toEqual([
    413,
    'too-large',
    expect.stringContaining('128 KB'),
  ]);
});

test('also what is no change is not taken in any size', async () => {
  const { send } = await open({ hasSession: async () => false });
  const answer = await send('OPTIONS', '/', { 'content-length': String(maxStrangerBytes + 1) });
  expect([answer.status, codeOf(answer)]).toEqual([413, 'too-large']);
});

test('enrolment has its own door, with the client’s address', async () => {
  const { send } = await open();
  const answer = await send('POST', '/enrol/abc', { origin: 'https://evil.example' });
  expect(answer.text).toBe('enrolment from 127.0.0.1');
});

test('health says whether the database answers', async () => {
  const { send } = await open();
  expect((await send('GET', '/healthz')).status).toBe(200);
  server?.close();
  const ill = await open({ isHealthy: async () => false });
  expect((await ill.send('GET', '/healthz')).status).toBe(503);
});

test('applications post to the endpoints for programs from anywhere, to nothing else', async () => {
  const { send } = await open();
  const foreign = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
  expect((await send('POST', '/oidc/token', foreign)).status).toBe(200);
  for (const path of ['/oidc/logout/confirm', '/oidc', '/oidc/token/', '/oidc/token/x', '/OIDC/token', '/oidctoken']) {
    const answer = await send('POST', path, foreign);
    expect([path, answer.status, codeOf(answer)]).toEqual([path, 403, 'wrong-origin']);
  }
});

test('the OpenID provider is told the client’s address and the public host, and nobody may frame its answers', async () => {
  const { send } = await open();
  const answer = await send('GET', '/oidc/auth', {
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'evil.example',
  });
  expect(JSON.parse(answer.text).headers).toMatchObject({
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'gatehouse.example.com',
  });
  expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(answer.headers['x-frame-options']).toBe('DENY');
});

test.each([
  ['that tells its length', (bytes: number) => ({ 'content-length': String(bytes) })],
  ['in chunks', () => ({ 'transfer-encoding': 'chunked' })],
])('of an application only a small body %s is taken, session or not', async (_, headers) => {
  const { send } = await open();
  const post = (bytes: number) =>
    send('POST', '/oidc/token', headers(bytes) as Record<string, string>, [Buffer.alloc(bytes)]);
  expect(JSON.parse((await post(maxApplicationBytes)).text).size).toBe(maxApplicationBytes);
  const refused = await post(maxApplicationBytes + 1);
  expect([refused.status, codeOf(refused)]).toEqual([413, 'too-large']);
});
