import { createServer, type Socket, connect as tcpConnect } from 'node:net';
import { freePort } from './free-port.ts';

/** What stands before several Gatehouse processes and gives each new connection to the one it is told; those that are open stay where they are. */
export type Balancer = {
  readonly url: string;
  readonly sendTo: (port: number) => void;
  /** Ends what browsers have open, so that they come again; links of connectors stay. */
  readonly endPages: () => void;
  readonly close: () => Promise<void>;
};

export async function startBalancer(): Promise<Balancer> {
  const port = await freePort();
  const open = new Set<Socket>();
  const links = new WeakSet<Socket>();
  let target = 0;
  const server = createServer((socket) => {
    const onward = tcpConnect(target, '127.0.0.1');
    open.add(socket);
    socket.once('data', (chunk: Buffer) => {
      if (chunk.toString('latin1').startsWith('GET /connector ')) links.add(socket);
    });
    const end = (): void => {
      open.delete(socket);
      socket.destroy();
      onward.destroy();
    };
    for (const side of [socket, onward]) side.on('error', end).on('close', end);
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(port, resolve));
  return {
    url: `http://localhost:${port}`,
    sendTo: (next) => {
      target = next;
    },
    endPages: () => {
      for (const socket of open) if (!links.has(socket)) socket.destroy();
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
