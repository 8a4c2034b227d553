import { readFileSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerSettings } from '#server/settings.ts';
import { StartProblem } from '#server/start-problem.ts';

/** Against requests that come a byte at a time. */
const headersTimeoutMs = 15_000;
const requestTimeoutMs = 60_000;
/** How long answers may take to finish when Gatehouse stops. */
const stopGraceMs = 2_000;

export type HttpServer = {
  readonly server: Server;
  readonly port: number;
  /** Takes nothing new, lets running answers finish for a moment, and ends event streams at once. */
  readonly close: () => Promise<void>;
};

/** Listens with or without TLS. */
export async function startHttpServer(settings: ServerSettings, answer: RequestListener): Promise<HttpServer> {
  const open = new Set<ServerResponse>();
  const listener: RequestListener = (request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
    answer(request, response);
  };
  const options = {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    // Some programs offer HTTP/2 in every first request (Upgrade: h2c), and want an answer where nobody takes it up.
    shouldUpgradeCallback: (request: IncomingMessage) => request.headers.upgrade?.toLowerCase() === 'websocket',
  };
  const server =
    settings.tls === undefined
      ? createHttpServer(options, listener)
      : createSecureServer({ ...options, ...readTlsFiles(settings.tls), minVersion: 'TLSv1.2' }, listener);
  await listen(server, settings);
  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const response of open) {
        if (String(response.getHeader('content-type')).startsWith('text/event-stream')) response.destroy();
      }
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), stopGraceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

function createSecureServer(options: Parameters<typeof createHttpsServer>[0], listener: RequestListener): Server {
  try {
    return createHttpsServer(options, listener);
  } catch (cause) {
    throw new StartProblem(
      `The files of GATEHOUSE_TLS_CERT and GATEHOUSE_TLS_KEY cannot be used together: ${cause instanceof Error ? cause.message : cause}.`,
    );
  }
}

function readTlsFiles({ certificateFile, keyFile }: { readonly certificateFile: string; readonly keyFile: string }) {
  return { cert: readTlsFile('GATEHOUSE_TLS_CERT', certificateFile), key: readTlsFile('GATEHOUSE_TLS_KEY', keyFile) };
}

function readTlsFile(name: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new StartProblem(`${name} names ${file}, which cannot be read (${(cause as NodeJS.ErrnoException).code}).`);
  }
}

async function listen(server: Server, { host, port }: ServerSettings): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (cause) {
    throw new StartProblem(listenSentence((cause as NodeJS.ErrnoException).code, host, port));
  }
}

function listenSentence(code: string | undefined, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use by another program. Stop that program, or set PORT to another number.`;
    case 'EACCES':
      return `This user may not listen on port ${port}. Set PORT to a number above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is ${host}, which is no address of this machine.`;
    default:
      return `Listening on ${host} port ${port} failed (${code}).`;
  }
}
