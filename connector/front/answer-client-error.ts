import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { pageHeaders } from '#connector/front/page-frame.ts';
import { messagePage } from '#connector/front/plain-pages.ts';

const statuses: Readonly<Record<string, readonly [status: number, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Your browser sent more in its headers than this connector takes (64 KiB).'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Your browser took too long to send its request.'],
};

const lingerMs = 2_000;

/** What came was no request that could be read: an answer all the same, instead of a cut connection. */
export function answerClientError(cause: NodeJS.ErrnoException, socket: Duplex): void {
  if (cause.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = statuses[cause.code ?? ''] ?? [400, 'Your browser sent what is no HTTP request.'];
  const page = messagePage('That did not work', message, '');
  const headers = {
    ...pageHeaders,
    connection: 'close',
    'content-type': 'text/html; charset=utf-8',
    'content-length': String(Buffer.byteLength(page)),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${page}`);
  // What is still on its way is read and dropped: a reset would take the answer with it.
  socket.resume();
  const enough = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(enough));
}
