import type { ServerResponse } from 'node:http';
import { pageHeaders } from '#connector/front/page-frame.ts';

export function sendPage(response: ServerResponse, status: number, page: string): void {
  send(response, status, 'text/html; charset=utf-8', page);
}

export function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...pageHeaders, 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** 303: whatever was asked, the next request is a GET (RFC 9110 section 15.4.4). 307: the same request once more. */
export function redirect(response: ServerResponse, status: 303 | 307, location: string): void {
  response.writeHead(status, { ...pageHeaders, location, 'content-length': 0 });
  response.end();
}

/** An IPv4 address in its own form, where an IPv6 socket met it. */
export function seenAddress(address: string | undefined): string {
  return (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '');
}
