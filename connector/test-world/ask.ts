import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import type { TLSSocket } from 'node:tls';

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** SHA-256 of the certificate that answered. */
  readonly fingerprint: string;
  readonly isResumed: boolean;
};

export type Question = {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
  /** TLS options: a client certificate, a version. */
  readonly tls?: Readonly<Record<string, unknown>>;
};

/** One request to a connector; each on a connection of its own unless an agent keeps them. */
export function ask(port: number, question: Question = {}): Promise<Answer> {
  const { path = '/', method = 'GET', headers = {}, tls = {} } = question;
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const agent = question.agent ?? new Agent({ keepAlive: false, maxCachedSessions: 0 });
  const sent = request(
    { host: '127.0.0.1', port, path, method, headers, agent, rejectUnauthorized: false, ...tls },
    (response) => {
      const socket = response.socket as TLSSocket;
      const certificate = socket.getPeerX509Certificate();
      const fingerprint = certificate?.fingerprint256.replaceAll(':', '').toLowerCase() ?? '';
      const isResumed = socket.isSessionReused();
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        body += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, fingerprint, isResumed }),
      );
      response.on('error', reject);
    },
  );
  sent.on('error', reject);
  sent.end();
  return promise;
}
