import { createServer, type Server, type Socket, connect as tcpConnect } from 'node:net';
import { freePort } from './free-port.ts';

/** The way from browsers to a listener, which can break without the listener knowing. Nothing of TLS is looked at. */
export type BrokenWay = {
  /** What the front-facing URL names. */
  readonly port: number;
  /** Leads to the listener, also whoever was swallowed. */
  readonly mend: () => Promise<void>;
  /** Takes connections from now on and hands nothing on: a black hole. */
  readonly swallow: () => Promise<void>;
  /** Nobody takes connections any more, and those there are end. */
  readonly cut: () => Promise<void>;
  /** Resolves once so many connections are swallowed. */
  readonly hasSwallowed: (count: number) => Promise<void>;
};

export async function startWay(to: number): Promise<BrokenWay> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  const swallowed = new Set<Socket>();
  const watchers = new Set<() => void>();
  let isOpen = true;
  let server: Server | undefined;

  function keep(socket: Socket): void {
    sockets.add(socket);
    // Both ends may go at any time: that is what this is for.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      swallowed.delete(socket);
    });
  }
  function lead(from: Socket): void {
    const onward = tcpConnect(to, '127.0.0.1');
    keep(onward);
    from.on('close', () => onward.destroy());
    onward.on('close', () => from.destroy());
    from.pipe(onward).pipe(from);
  }
  async function listen(): Promise<void> {
    if (server !== undefined) return;
    const started = createServer((socket) => {
      keep(socket);
      if (isOpen) return lead(socket);
      swallowed.add(socket);
      for (const look of watchers) look();
    });
    await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
    server = started;
  }
  await listen();

  return {
    port,
    mend: async () => {
      isOpen = true;
      for (const socket of swallowed) lead(socket);
      swallowed.clear();
      await listen();
    },
    swallow: async () => {
      isOpen = false;
      await listen();
    },
    cut: async () => {
      const closing = server;
      server = undefined;
      if (closing === undefined) return;
      const closed = new Promise((resolve) => closing.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    hasSwallowed: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (swallowed.size < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}
