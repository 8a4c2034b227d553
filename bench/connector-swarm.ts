import { WebSocket } from 'ws';
import { makeHello, newIdentity } from '#hub/simulated-connector.test-support.ts';

/*
 * A child process with many connectors. By messages of its parent it makes their keys, has them say hello to a hub (or none, to
 * a bare server), and from then on each answers every revision it gets.
 */

type Order =
  | { readonly t: 'make-keys'; readonly ids: readonly string[] }
  | { readonly t: 'connect'; readonly url: string; readonly saysHello: boolean };

const identities: Awaited<ReturnType<typeof newIdentity>>[] = [];
let sockets: WebSocket[] = [];

const listener = { state: 'serving', address: '0.0.0.0:8443' };
const tests = ['signature', 'key-fits', 'tls-context', 'listener', 'saved'].map((name) => ({
  name,
  isPassed: true,
  tookMs: 1,
}));

async function makeKeys(ids: readonly string[]): Promise<void> {
  for (const id of ids) identities.push(await newIdentity(id));
  process.send?.({ t: 'keys', publicKeys: identities.map(({ publicKey }) => publicKey) });
}

/** One connector after another, a few at a time; told when all are welcome. */
async function connectAll(url: string, saysHello: boolean): Promise<void> {
  for (const socket of sockets) socket.terminate();
  sockets = [];
  for (let at = 0; at < identities.length; at += 50) {
    const group = identities.slice(at, at + 50);
    sockets.push(...(await Promise.all(group.map((identity) => connect(url, identity, saysHello)))));
  }
  process.send?.({ t: 'connected' });
}

function connect(url: string, identity: (typeof identities)[number], saysHello: boolean): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.once('error', reject);
    if (!saysHello) socket.once('open', () => resolve(socket));
    socket.on('message', (data) => {
      const frame = JSON.parse(data.toString()) as { t: string; nonce: string; revision: number };
      if (frame.t === 'challenge')
        void makeHello(identity, frame.nonce).then((hello) => socket.send(JSON.stringify(hello)));
      else if (frame.t === 'welcome') resolve(socket);
      else socket.send(JSON.stringify({ t: 'acknowledged', revision: frame.revision, listener, tests, tookMs: 12 }));
    });
  });
}

process.on('message', (order: Order) => {
  if (order.t === 'make-keys') void makeKeys(order.ids);
  else void connectAll(order.url, order.saysHello);
});
process.on('disconnect', () => process.exit());
