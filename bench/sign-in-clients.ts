import { connect, createSecureContext, type SecureContext } from 'node:tls';
import type { ClientIdentity } from './sign-in-people.ts';

/*
 * A child process with browsers. By messages of its parent it takes their certificates, and then signs in, each time over a
 * connection of its own with a full handshake; several clients at once, each one sign-in at a time.
 */

export type ClientsOrder =
  | { readonly t: 'identities'; readonly ca: string; readonly identities: readonly ClientIdentity[] }
  | {
      readonly t: 'run';
      readonly port: number;
      readonly clients: number;
      readonly seconds: number;
      /** One for each sign-in; it ends early where they run out. */
      readonly paths: readonly string[];
      /** What every answer has to hold. */
      readonly expects: string;
    };

export type ClientsWord =
  | { readonly t: 'ready' }
  | { readonly t: 'failed'; readonly message: string }
  | {
      readonly t: 'ran';
      /** From opening the connection to the end of the answer, in milliseconds. */
      readonly latencies: readonly number[];
      readonly tookMs: number;
      readonly cpuMs: number;
    };

const host = 'localhost';
let contexts: SecureContext[] = [];

function signIn(port: number, path: string, secureContext: SecureContext): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect({ host: '127.0.0.1', port, servername: host, secureContext, ALPNProtocols: ['http/1.1'] });
  let answer = '';
  socket.setEncoding('latin1');
  socket.once('secureConnect', () => {
    if (socket.isSessionReused()) reject(new Error('the handshake was not a full one'));
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nUser-Agent: Mozilla/5.0\r\nAccept: text/html,application/xhtml+xml\r\n` +
        'Accept-Language: en\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n\r\n',
    );
  });
  socket.on('data', (part: string) => {
    answer += part;
  });
  socket.once('end', () => resolve(answer));
  socket.once('error', reject);
  return promise;
}

async function run({ port, clients, seconds, paths, expects }: ClientsOrder & { t: 'run' }): Promise<ClientsWord> {
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const until = begun + seconds * 1000;
  let next = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < until && next < paths.length) {
      const at = next;
      next += 1;
      const context = contexts[at % contexts.length];
      if (context === undefined) throw new Error('there are no certificates');
      const from = performance.now();
      const answer = await signIn(port, paths[at] ?? '', context);
      if (!answer.includes(expects)) throw new Error(`it was answered with: ${answer.slice(0, 800)}`);
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const { user, system } = process.cpuUsage(cpu);
  return { t: 'ran', latencies, tookMs: performance.now() - begun, cpuMs: (user + system) / 1000 };
}

async function obey(order: ClientsOrder): Promise<ClientsWord> {
  if (order.t === 'run') return run(order);
  contexts = order.identities.map(({ cert, key }) => createSecureContext({ ca: order.ca, cert, key }));
  return { t: 'ready' };
}

process.on('message', (order: ClientsOrder) => {
  obey(order)
    .catch((cause: unknown): ClientsWord => ({ t: 'failed', message: String(cause) }))
    .then((word) => process.send?.(word));
});
process.on('disconnect', () => process.exit());
