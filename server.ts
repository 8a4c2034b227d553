import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';

process.env['NEXT_TELEMETRY_DISABLED'] = '1';
const isDevelopment = process.env['NODE_ENV'] === 'development';
const port = Number(process.env['PORT'] ?? 3000);

// Next would answer upgrades by itself and end links to paths that are pages, so it gets an emitter of its own.
const nextUpgrades = new EventEmitter();
const { default: next } = await import('next');
const app = next({ dev: isDevelopment, port, httpServer: nextUpgrades as never });
await app.prepare();
const answer = app.getRequestHandler();
const server = createServer((request, response) => void answer(request, response));
server.on('upgrade', (request, socket, head) => {
  if (isDevelopment && request.url?.startsWith('/_next/hmr'))
    return void nextUpgrades.emit('upgrade', request, socket, head);
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  socket.resume();
});
server.listen(port, () => console.log(`Gatehouse listens on http://localhost:${port}`));
