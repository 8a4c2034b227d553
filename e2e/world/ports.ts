import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Part } from '#e2e/world/part.ts';

const pollMs = 20;

/** Whether somebody takes connections there right now. */
async function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** Resolves once the part takes connections; rejects with what it printed when it ends before. */
export async function listening(part: Part, host: string, ...ports: readonly number[]): Promise<void> {
  let hasEnded = false;
  void part.ended.then(() => {
    hasEnded = true;
  });
  for (const port of ports)
    while (!(await isListening(host, port))) {
      if (hasEnded) throw new Error(`It ended before it listened on ${host}:${port}:\n${part.output()}`);
      await wait(pollMs);
    }
}

/** An address of this machine alone on which the ports are free: for parts whose ports cannot be chosen. */
export async function freeLoopback(...ports: readonly number[]): Promise<string> {
  for (;;) {
    const ip = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
    const areFree = await Promise.all(ports.map((port) => canListen(ip, port)));
    if (areFree.every(Boolean)) return ip;
  }
}

async function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
