import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { freePort } from '#e2e/world/free-port.ts';
import { type Gatehouse, startGatehouse } from '#e2e/world/gatehouse.ts';
import { startPart } from '#e2e/world/part.ts';
import { closeCodes } from '#lib/wire/close-codes.ts';

let gatehouse: Gatehouse;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-start-'));
  gatehouse = await startGatehouse();
});
afterAll(async () => {
  await gatehouse.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a server that is not to come up; resolves with its exit code and the one line it says. */
async function failToStart(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const part = startPart('node', ['server.ts'], {
    NODE_ENV: 'production',
    GATEHOUSE_DATA: join(folder, 'none'),
    ...env,
  });
  const code = await part.ended;
  return { code, said: part.output().trim() };
}

test('a port in use ends the start with one sentence', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '0.0.0.0', resolve));
  const { port } = other.address() as AddressInfo;
  const { code, said } = await failToStart({ PORT: String(port) });
  other.close();
  expect(code).toBe(1);
  expect(said).toMatch(new RegExp(`^Gatehouse cannot start\\. Port ${port} [^\n]*PORT[^\n]*$`));
});

test('a data directory in use ends the start with one sentence, and the first process goes on', async () => {
  const { code, said } = await failToStart({ PORT: '0', GATEHOUSE_DATA: gatehouse.dataDirectory });
  expect(code).toBe(1);
  expect(said).toContain(`${gatehouse.dataDirectory} is in use by process ${gatehouse.part().process.pid}`);
  expect(said).not.toContain('\n');
  expect((await fetch(`${gatehouse.url}/healthz`)).status).toBe(200);
});

test('a wrong setting ends the start with one sentence that names it', async () => {
  const { code, said } = await failToStart({ PORT: '0', GATEHOUSE_TRUSTED_PROXIES: 'proxy.example.com' });
  expect(code).toBe(1);
  expect(said).toMatch(/^Gatehouse cannot start\. GATEHOUSE_TRUSTED_PROXIES [^\n]*$/);
});

test('the data directory is for this user alone', () => {
  expect(statSync(join(gatehouse.dataDirectory, 'secret')).mode & 0o777).toBe(0o600);
});

test('an upgrade to a page or to nowhere is answered, and the hub’s own is taken', async () => {
  const socketUrl = gatehouse.url.replace('http', 'ws');
  for (const path of ['/connections', '/nowhere', '/_next/hmr']) {
    const socket = new WebSocket(`${socketUrl}${path}`);
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('404');
  }
  const hub = new WebSocket(`${socketUrl}/connector`);
  const [message] = await once(hub, 'message');
  expect(JSON.parse(String(message)).t).toBe('challenge');
  hub.close();
  await once(hub, 'close');
});

test('SIGTERM closes links as going away and ends the process with 0; the next start finds everything', async () => {
  const hub = new WebSocket(`${gatehouse.url.replace('http', 'ws')}/connector`);
  await once(hub, 'message');
  const closed = once(hub, 'close');
  const running = gatehouse.part();
  running.process.kill('SIGTERM');
  expect((await closed)[0]).toBe(closeCodes.goingAway);
  expect(await running.ended).toBe(0);
  const secret = readFileSync(join(gatehouse.dataDirectory, 'secret'));
  await gatehouse.start();
  expect((await fetch(`${gatehouse.url}/healthz`)).status).toBe(200);
  expect(readFileSync(join(gatehouse.dataDirectory, 'secret'))).toEqual(secret);
});

test('with a certificate and a key it serves https, and says so in its address', async () => {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=localhost'];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...made, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const port = await freePort();
  const part = startPart('node', ['server.ts'], {
    PORT: String(port),
    GATEHOUSE_DATA: join(folder, 'tls'),
    GATEHOUSE_TLS_CERT: cert,
    GATEHOUSE_TLS_KEY: key,
    NODE_ENV: 'production',
  });
  await part.says(new RegExp(`https://localhost:${port}/setup/`));
  const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/sign-in', rejectUnauthorized: false };
    httpsRequest(options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.headers));
    })
      .on('error', reject)
      .end();
  });
  expect(headers['strict-transport-security']).toContain('max-age');
  expect(await part.stop()).toBe(0);
});

test('where the embedded database stops by itself, the process says so and ends, for whoever watches to start it again', async () => {
  // Ends the database's worker on a signal, as an out-of-memory or a disk that fails would.
  const preload = `import { Worker } from 'node:worker_threads';
    const { setMaxListeners } = Worker.prototype;
    Worker.prototype.setMaxListeners = function (count) {
      process.once('SIGUSR2', () => this.terminate());
      return setMaxListeners.call(this, count);
    };`;
  const part = startPart('node', ['server.ts'], {
    PORT: '0',
    GATEHOUSE_DATA: join(folder, 'stops'),
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(preload)}`,
    NODE_ENV: 'production',
  });
  await part.says(/Gatehouse is ready/);
  expect(await part.stop('SIGUSR2')).toBe(1);
  expect(part.output()).toContain('The database failed');
});
