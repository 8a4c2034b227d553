import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Answers an upgrade that leads nowhere; left without an answer, its socket would stay. */
export function refuseUpgrade(network: Duplex, status: 403 | 404 | 503): void {
  network.on('error', () => {});
  network.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  network.resume();
  network.once('finish', () => network.destroy());
}
