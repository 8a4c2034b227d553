import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHub, type Hub } from '#hub/hub.ts';
import type { HubLimits } from '#hub/hub-limits.ts';
import { MemoryVerbs } from '#hub/memory-verbs.test-support.ts';
import { type Identity, newIdentity, SimulatedConnector } from '#hub/simulated-connector.test-support.ts';
import { fromBase64 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import type { Keyring, ServiceContext } from '#lib/services/context.ts';
import { createLiveEvents, type LiveEvents } from '#lib/services/live-events.ts';

export type TestHub = {
  readonly hub: Hub;
  readonly url: string;
  readonly verbs: MemoryVerbs;
  readonly keyring: Keyring;
  readonly logged: string[];
  readonly events: LiveEvents;
  /** Makes a connector known. */
  readonly enrol: (connectorId: string, connectionId?: string) => Promise<Identity>;
  readonly dial: (headers?: Record<string, string>) => SimulatedConnector;
  /** Sockets the HTTP server still holds. */
  readonly countSockets: () => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** A hub on a free port of the loopback interface, over services in memory. */
export async function startTestHub(limits: Partial<HubLimits> = {}): Promise<TestHub> {
  const verbs = new MemoryVerbs();
  const gatehouse = await newIdentity('gatehouse');
  const keyring: Keyring = {
    privateKey: gatehouse.privateKey,
    publicKey: gatehouse.publicKey,
    fingerprint: await sha256Hex(fromBase64(gatehouse.publicKey) ?? new Uint8Array()),
  };
  const logged: string[] = [];
  const events = createLiveEvents();
  const log = (fields: Record<string, unknown>, message: string): void =>
    void logged.push(`${message} ${JSON.stringify(fields)}`);
  const hub = createHub({
    services: {
      // Every verb is in memory, so nothing reaches for the database.
      db: undefined as unknown as ServiceContext['db'],
      now: Date.now,
      fillRandom: (target) => crypto.getRandomValues(target),
      events,
      keyring,
      publicUrl: 'http://localhost',
      log: { info: log, warn: log, error: log },
    },
    addressOf: (request: IncomingMessage) => String(request.headers['x-test-address'] ?? request.socket.remoteAddress),
    verbs,
    limits: { recordEveryMs: 1, retryAfterMs: 5, closingMs: 200, ...limits },
  });
  const server = createServer();
  server.on('upgrade', hub.handleUpgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/hub`;
  return {
    hub,
    url,
    verbs,
    keyring,
    logged,
    events,
    enrol: async (connectorId, connectionId = 'cn_1') => {
      const identity = await newIdentity(connectorId);
      verbs.connectors.set(connectorId, {
        connectorId,
        connectionId,
        identityKey: identity.publicKey,
        isRevoked: false,
      });
      return identity;
    },
    dial: (headers = {}) => new SimulatedConnector(url, headers),
    countSockets: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    stop: async () => {
      await hub.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
