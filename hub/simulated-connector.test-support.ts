import { type RawData, WebSocket } from 'ws';
import { helloFacts } from '#hub/recognise-connector.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { type HelloFrame, type HubFrame, hubFrame, readFrame } from '#lib/wire/frames.ts';
import { importPublicKey, isHelloProved, proveHello } from '#lib/wire/hello-proof.ts';
import { makeQuestionKey } from '#lib/wire/question-cipher.ts';

export type Identity = {
  readonly connectorId: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: string;
  /** A real connector makes one for every link; here one serves all. */
  readonly questionKey: { readonly publicKey: string; readonly privateKey: CryptoKey };
};

export async function newIdentity(connectorId: string): Promise<Identity> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey);
  return {
    connectorId,
    privateKey: pair.privateKey,
    publicKey: toBase64(new Uint8Array(spki)),
    questionKey: await makeQuestionKey(),
  };
}

/** A link from the connector's side, frame by frame: what it sent can be awaited, and anything can be sent. */
export class SimulatedConnector {
  readonly socket: WebSocket;
  readonly #frames: HubFrame[] = [];
  #wake: () => void = () => {};
  /** Resolves with the close code. */
  readonly closed: Promise<number>;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { perMessageDeflate: false, headers });
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.on('error', () => {});
    this.socket.on('close', () => this.#wake());
    this.socket.on('message', (data: RawData) => {
      const read = readFrame(hubFrame, data.toString());
      if (!read.ok) throw new Error(`the hub sent ${read.detail}`);
      this.#frames.push(read.frame);
      this.#wake();
    });
  }

  /** The next frame of any kind; undefined once the link has ended and all were taken. */
  async nextAny(): Promise<HubFrame | undefined> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame !== undefined || this.socket.readyState === WebSocket.CLOSED) return frame;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The next frame; throws where the link ends before one of this kind comes. */
  async next<Kind extends HubFrame['t']>(kind: Kind): Promise<Extract<HubFrame, { t: Kind }>> {
    const frame = await this.nextAny();
    if (frame?.t === kind) return frame as Extract<HubFrame, { t: Kind }>;
    throw new Error(frame === undefined ? `closed before ${kind}` : `expected ${kind}, got ${frame.t}`);
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Says hello in answer to the challenge; resolves with the welcome once the hub's proof is checked. */
  async greet(identity: Identity, gatehouseKey: string, more: Partial<HelloFrame> = {}) {
    const { nonce: hubNonce } = await this.next('challenge');
    const hello = await makeHello(identity, hubNonce, more);
    this.send(hello);
    const welcome = await this.next('welcome');
    const facts = { ...helloFacts(hello, hubNonce), version: welcome.version };
    if (!(await isHelloProved('hub', facts, welcome.proof, await importPublicKey(gatehouseKey))))
      throw new Error('the hub did not prove itself');
    return welcome;
  }

  end(): Promise<number> {
    this.socket.close();
    return this.closed;
  }
}

export async function makeHello(
  { connectorId, privateKey, questionKey }: Identity,
  hubNonce: string,
  more: Partial<HelloFrame> = {},
): Promise<HelloFrame> {
  const hello: Omit<HelloFrame, 'proof'> = {
    t: 'hello',
    version: 1,
    connectorId,
    nonce: toBase64(crypto.getRandomValues(new Uint8Array(32))),
    software: 'simulated',
    hostName: 'dc1.example.com',
    running: null,
    listener: { state: 'off', address: '' },
    questionKey: questionKey.publicKey,
    directory: { state: 'none', kind: 'none', answering: 0, configured: 0 },
    kerberos: { state: 'none', principals: [] },
  };
  const facts = { ...helloFacts(hello, hubNonce), version: 1 };
  return { ...hello, proof: await proveHello('connector', facts, privateKey), ...more };
}
