import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { createAnnouncements } from '#hub/announcements.ts';
import { createAssertions } from '#hub/assertions.ts';
import { readFirstWords } from '#hub/first-words.ts';
import { createGateway } from '#hub/gateway.ts';
import { startHeartbeat } from '#hub/heartbeat.ts';
import { type HubLimits, hubLimits } from '#hub/hub-limits.ts';
import type { HubVerbs } from '#hub/hub-verbs.ts';
import { createJournal } from '#hub/journal.ts';
import type { Link } from '#hub/link.ts';
import { LinkSocket } from '#hub/link-socket.ts';
import { createLinks } from '#hub/links.ts';
import { createNeighbours, type OwnLinks, type Place } from '#hub/neighbours.ts';
import { helloFacts, type Recognised, recogniseConnector } from '#hub/recognise-connector.ts';
import { refuseUpgrade } from '#hub/refuse-upgrade.ts';
import { createStateEvents } from '#hub/state-events.ts';
import { createStrangerBudget } from '#hub/stranger-budget.ts';
import { pay, type Takers, takeMessage } from '#hub/take-message.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { addressBlock } from '#lib/services/address-block.ts';
import type { Context, ServiceContext } from '#lib/services/context.ts';
import type { CloseReason } from '#lib/wire/close-codes.ts';
import type { HelloFrame, HubFrame } from '#lib/wire/frames.ts';
import type { Gateway } from '#lib/wire/gateway.ts';
import { proveHello } from '#lib/wire/hello-proof.ts';
import { protocolVersions } from '#lib/wire/limits.ts';

export type Hub = {
  readonly handleUpgrade: (request: IncomingMessage, network: Duplex, head: Buffer) => void;
  readonly gateway: Gateway;
  /** Takes its place among the other processes; resolves at once where it is alone. */
  readonly join: () => Promise<void>;
  /** Ends every link with `goingAway` and records what is left. */
  readonly close: () => Promise<void>;
};

export type HubOptions = {
  readonly services: Omit<ServiceContext, 'gateway'>;
  /** Where a request comes from, behind trusted proxies. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly verbs: HubVerbs;
  readonly limits?: Partial<HubLimits>;
  /** Absent: this process is alone on its database. */
  readonly place?: Place | undefined;
};

/** The door connectors come to. */
export function createHub({ services, addressOf, verbs, limits: overrides = {}, place }: HubOptions): Hub {
  const limits: HubLimits = { ...hubLimits, ...overrides };
  const strangers = createStrangerBudget(limits);
  /** Links whose hello names a connector but is not checked yet, so that a revocation meanwhile reaches them. */
  const claims = new Map<LinkSocket, string>();
  const links = createLinks(limits);
  const retries = new Map<string, NodeJS.Timeout>();
  let isClosing = false;

  const own: OwnLinks = {
    announce,
    hangUp: (connectorId, reason) => {
      links.of(connectorId)?.socket.hangUp(reason);
      for (const [socket, claimed] of claims) if (claimed === connectorId) socket.hangUp(reason);
    },
    ask: async (connectorId, question, timeoutMs) =>
      own.of(connectorId)?.questions.ask(question, timeoutMs) ?? { kind: 'not-asked' },
    of: (connectorId) => {
      const link = links.of(connectorId);
      return link !== undefined && canBeAsked(link) ? link : undefined;
    },
    connectors: () => [...links.all()].map(({ connectorId }) => connectorId),
    connections: links.connections,
    claimed: () => claims.values(),
  };
  const gateway = createGateway(own, links, () => neighbours);
  const context: Context = { ...services, gateway, actor: { kind: 'system' } };
  const neighbours = place === undefined ? undefined : createNeighbours(place, context, limits, own);
  const linkChanged = (connectorId: string): void => neighbours?.linkChanged(connectorId);
  const journal = createJournal(context, verbs, limits);
  const announcements = createAnnouncements(context, verbs, limits);
  const assertions = createAssertions(context, verbs, limits);
  const stateEvents = createStateEvents(context, limits.stateEventEveryMs);
  const takers: Takers = { context, journal, assertions, stateEvents, linkChanged };
  const heartbeat = startHeartbeat(limits, announcements.forgetOldLooks);

  const options = {
    noServer: true,
    perMessageDeflate: false,
    clientTracking: true,
    maxPayload: limits.maxConnectorFrameBytes,
    closeTimeout: limits.closingMs,
    WebSocket: LinkSocket,
  };
  const webSockets = new WebSocketServer<typeof LinkSocket>(options);

  function handleUpgrade(request: IncomingMessage, network: Duplex, head: Buffer): void {
    if (isClosing) {
      refuseUpgrade(network, 503);
      return;
    }
    // Browsers send an Origin, connectors do not; no page has business here.
    if (request.headers.origin !== undefined) {
      refuseUpgrade(network, 403);
      return;
    }
    // Links being closed count as well: a flood must not gather there.
    if (webSockets.clients.size - links.count() >= 2 * limits.maxStrangers) {
      refuseUpgrade(network, 503);
      return;
    }
    webSockets.handleUpgrade(request, network, head, (socket) => {
      socket.on('error', () => {});
      const address = addressOf(request);
      const leave = strangers.enter(addressBlock(address));
      if (leave === undefined) {
        socket.hangUp('tooManyStrangers');
        return;
      }
      socket.once('close', leave);
      meet(socket, request.socket, address)
        .catch((cause: unknown) => {
          services.log.error({ err: cause, address }, 'The hub could not answer a connector');
          socket.hangUp('goingAway');
        })
        .finally(leave);
    });
  }

  async function meet(socket: LinkSocket, network: Socket, address: string): Promise<void> {
    const hubNonce = toBase64(services.fillRandom(new Uint8Array(32)));
    const words = readFirstWords(socket, network, limits);
    send(socket, { t: 'challenge', versions: [...protocolVersions], nonce: hubNonce });
    const first = await words;
    if (!first.ok) {
      turnAway(socket, first.reason, address);
      return;
    }
    const { hello } = first;
    // One frame is a stranger's whole budget: a second one before the welcome ends the link.
    const interrupt = (): void => socket.hangUp('unknownFrame');
    socket.on('message', interrupt);
    claims.set(socket, hello.connectorId);
    const recognised = await recogniseConnector(context, verbs, hello, hubNonce).finally(() => claims.delete(socket));
    socket.off('message', interrupt);
    if (!recognised.ok) {
      turnAway(socket, recognised.reason, address, hello.connectorId);
      return;
    }
    if (socket.readyState !== socket.OPEN || isClosing) return;
    await welcome(openLink(socket, recognised.recognised, hello), hello, hubNonce, address);
  }

  function turnAway(socket: LinkSocket, reason: CloseReason, address: string, connectorId?: string): void {
    if (socket.readyState !== socket.OPEN) return;
    services.log.warn({ reason, address, connectorId }, 'A connector was turned away');
    socket.hangUp(reason);
  }

  function openLink(socket: LinkSocket, recognised: Recognised, hello: HelloFrame): Link {
    const { link, older } = links.open(socket, recognised, hello);
    if (older !== undefined) {
      services.log.warn({ connectorId: link.connectorId }, 'A connector came a second time; its older link is closed');
      older.questions.end();
      older.socket.hangUp('replaced');
    }
    heartbeat.watch(socket);
    socket.on('message', (data: Buffer, isBinary: boolean) => takeMessage(takers, link, data, isBinary));
    socket.on('ping', (data: Buffer) => pay(takers, link, data.length));
    socket.on('pong', (data: Buffer) => pay(takers, link, data.length));
    socket.once('close', () => closeLink(link));
    return link;
  }

  function closeLink(link: Link): void {
    link.questions.end();
    if (!links.remove(link)) return;
    linkChanged(link.connectorId);
    journal.departed({ connectorId: link.connectorId, connectionId: link.connectionId, at: services.now() });
  }

  async function welcome(link: Link, hello: HelloFrame, hubNonce: string, address: string): Promise<void> {
    const { connectorId, connectionId, socket } = link;
    const { hostName, software, running, listener, version } = hello;
    journal.arrived({ connectorId, connectionId, seenFrom: address, hostName, software, running, listener });
    const [proof, published] = await Promise.all([
      proveHello('hub', helloFacts(hello, hubNonce), services.keyring.privateKey),
      announcements.current(connectionId),
    ]);
    send(socket, {
      t: 'welcome',
      version,
      proof,
      now: services.now(),
      ...(published === undefined ? {} : { published: published.revisionFor(connectorId) }),
    });
    link.isWelcomed = true;
    linkChanged(connectorId);
    if (published?.revisionFor(connectorId) === running) published?.noteRunning(link);
    else published?.sendTo(link);
    if (link.hasMissedRevision) (await announcements.current(connectionId))?.sendTo(link);
  }

  async function announce(connectionId: string): Promise<void> {
    clearTimeout(retries.get(connectionId));
    retries.delete(connectionId);
    if (isClosing) return;
    try {
      await announcements.toAll(connectionId, () => links.ofConnection(connectionId));
    } catch (cause) {
      services.log.error({ err: cause, connectionId }, 'A revision could not be announced; trying again');
      if (!isClosing)
        retries.set(
          connectionId,
          setTimeout(() => void announce(connectionId), limits.retryAfterMs),
        );
    }
  }

  return {
    handleUpgrade,
    gateway,
    join: async () => neighbours?.join(),
    close: async () => {
      isClosing = true;
      heartbeat.stop();
      stateEvents.close();
      for (const timer of retries.values()) clearTimeout(timer);
      for (const link of links.all()) link.questions.end();
      const ended = [...webSockets.clients].map((socket) => {
        const closed = new Promise((resolve) => socket.once('close', resolve));
        socket.hangUp('goingAway');
        return closed;
      });
      await Promise.all(ended);
      await assertions.settled();
      await journal.close();
      await neighbours?.close();
    },
  };
}

/** Its proof is checked, ours is out, and nobody has hung up. */
function canBeAsked({ isWelcomed, socket }: Link): boolean {
  return isWelcomed && socket.readyState === socket.OPEN;
}

function send(socket: LinkSocket, frame: HubFrame): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
}
