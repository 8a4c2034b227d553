import type { IncomingMessage, ServerResponse } from 'node:http';
import { doorCookieName } from '#lib/contracts/door.ts';

const longestSeconds = 3600;

export function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** Sent along when a connector sends the browser back, which is a navigation from another site: so SameSite=Lax. */
export function setDoorCookie(
  response: ServerResponse,
  signInId: string,
  secret: string | null,
  isSecure: boolean,
): void {
  const maxAge = secret === null ? 0 : longestSeconds;
  const attributes = `; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  response.appendHeader('set-cookie', `${doorCookieName(signInId)}=${secret ?? ''}${attributes}`);
}
