import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpServer, startHttpServer } from '#server/http-server.ts';
import { readServerSettings } from '#server/settings.ts';

const settings = { ...readServerSettings({ HOST: '127.0.0.1' }), port: 0 };
let folder: string;
let certificateFile: string;
let keyFile: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-tls-'));
  certificateFile = join(folder, 'cert.pem');
  keyFile = join(folder, 'key.pem');
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, ...names, '-out', certificateFile], {
    stdio: 'ignore',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a port in use is told in one sentence that names it', async () => {
  const first = await startHttpServer(settings, () => {});
  try {
    await expect(startHttpServer({ ...settings, port: first.port }, () => {})).rejects.toThrow(
      `Port ${first.port} on 127.0.0.1 is in use`,
    );
  } finally {
    await first.close();
  }
});

test('serves TLS with a certificate and key', async () => {
  const http = await startHttpServer({ ...settings, tls: { certificateFile, keyFile } }, (_request, response) => {
    response.end('over tls');
  });
  try {
    const text = await new Promise((resolve, reject) => {
      httpsGet({ host: '127.0.0.1', port: http.port, rejectUnauthorized: false }, (response) => {
        response.on('data', (part: Buffer) => resolve(part.toString()));
      }).on('error', reject);
    });
    expect(text).toBe('over tls');
  } finally {
    await http.close();
  }
});

test('files that cannot be used for TLS are named', async () => {
  const missing = { certificateFile: join(folder, 'none.pem'), keyFile };
  await expect(startHttpServer({ ...settings, tls: missing }, () => {})).rejects.toThrow('GATEHOUSE_TLS_CERT');
  const noKey = join(folder, 'no-key.pem');
  writeFileSync(noKey, 'nothing');
  const wrong = { certificateFile, keyFile: noKey };
  await expect(startHttpServer({ ...settings, tls: wrong }, () => {})).rejects.toThrow('cannot be used together');
});

test('closing ends event streams and idle connections at once, and lets an answer finish', async () => {
  let finish: () => void = () => {};
  let isAsked: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const http: HttpServer = await startHttpServer(settings, (request, response) => {
    if (request.url === '/stream') {
      response.setHeader('content-type', 'text/event-stream');
      response.write(': here\n\n');
    } else {
      finish = () => response.end('finished');
      isAsked();
    }
  });
  const idle = connect(http.port, '127.0.0.1');
  await new Promise((resolve) => idle.once('connect', resolve));
  const streamEnded = new Promise((resolve) => {
    httpGet({ host: '127.0.0.1', port: http.port, path: '/stream' }, (response) => {
      response.on('error', () => {});
      response.on('close', resolve);
      response.once('data', () => opened());
    }).on('error', resolve);
  });
  let opened: () => void = () => {};
  await new Promise<void>((resolve) => {
    opened = resolve;
  });
  const answer = new Promise((resolve, reject) => {
    httpGet({ host: '127.0.0.1', port: http.port, path: '/' }, (response) => {
      response.on('data', (part: Buffer) => resolve(part.toString()));
    }).on('error', reject);
  });
  await asked;
  const closed = http.close();
  await streamEnded;
  finish();
  expect(await answer).toBe('finished');
  idle.destroy();
  await closed;
});

test('only a WebSocket is an upgrade; a request that offers anything else gets its answer', async () => {
  const http = await startHttpServer(settings, (_request, response) => void response.end('answered'));
  http.server.on('upgrade', (_request, network) => network.end('HTTP/1.1 404 Not Found\r\n\r\n'));
  const statusOf = (upgrade: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = { connection: 'upgrade', upgrade };
      httpGet({ host: '127.0.0.1', port: http.port, headers, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
  try {
    expect([await statusOf('h2c'), await statusOf('WebSocket')]).toEqual([200, 404]);
  } finally {
    await http.close();
  }
});
