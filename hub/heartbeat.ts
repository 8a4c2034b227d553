import type { HubLimits } from '#hub/hub-limits.ts';
import type { LinkSocket } from '#hub/link-socket.ts';

/** Pings links that are quiet and ends those that stay silent. One timer serves all. */
export type Heartbeat = {
  readonly watch: (socket: LinkSocket) => void;
  readonly stop: () => void;
};

export function startHeartbeat(limits: HubLimits, onBeat: () => void): Heartbeat {
  const lastHeardAt = new Map<LinkSocket, number>();
  const beat = (): void => {
    const now = performance.now();
    for (const [socket, heardAt] of lastHeardAt) {
      if (now - heardAt >= limits.silentAfterMs) socket.hangUp('silent');
      else if (now - heardAt >= limits.pingAfterMs && socket.readyState === socket.OPEN) socket.ping();
    }
    onBeat();
  };
  const timer = setInterval(beat, limits.pingAfterMs / 4);
  return {
    watch: (socket) => {
      const hear = (): void => void lastHeardAt.set(socket, performance.now());
      hear();
      socket.on('message', hear);
      socket.on('ping', hear);
      socket.on('pong', hear);
      socket.on('close', () => {
        socket.off('message', hear);
        lastHeardAt.delete(socket);
      });
    },
    stop: () => clearInterval(timer),
  };
}
