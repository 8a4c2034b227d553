import type { IncomingMessage, ServerResponse } from 'node:http';
import { doorCookieName } from '#lib/contracts/door.ts';

const longestSeconds = 3600;
/** Of sign-ins that a browser began and left. A hundred would make its requests longer than any server takes. */
const mostDoorCookies = 20;

type Cookie = { readonly name: string; readonly value: string };

export function readCookie(request: IncomingMessage, name: string): string | undefined {
  return readCookies(request).find((cookie) => cookie.name === name)?.value;
}

function readCookies({ headers }: IncomingMessage): Cookie[] {
  return (headers.cookie ?? '').split(';').flatMap((part) => {
    const at = part.indexOf('=');
    return at > 0 ? [{ name: part.slice(0, at).trim(), value: part.slice(at + 1).trim() }] : [];
  });
}

/** Sent along when a connector sends the browser back, which is a navigation from another site: so SameSite=Lax. */
export function setDoorCookie(
  response: ServerResponse,
  signInId: string,
  secret: string | null,
  isSecure: boolean,
): void {
  const name = doorCookieName(signInId, isSecure);
  if (secret === null) clearCookie(response, name, isSecure);
  else setCookie(response, { name, value: secret }, longestSeconds, isSecure);
}

/** Takes the oldest of many door cookies from the browser; it sends those first (RFC 6265 section 5.4). */
export function dropOldDoorCookies(request: IncomingMessage, response: ServerResponse, isSecure: boolean): void {
  const start = doorCookieName('', isSecure);
  const held = readCookies(request).filter(({ name }) => name.startsWith(start));
  for (const { name } of held.slice(0, -mostDoorCookies)) clearCookie(response, name, isSecure);
}

function clearCookie(response: ServerResponse, name: string, isSecure: boolean): void {
  setCookie(response, { name, value: '' }, 0, isSecure);
}

function setCookie(response: ServerResponse, { name, value }: Cookie, maxAge: number, isSecure: boolean): void {
  const attributes = `; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  response.appendHeader('set-cookie', `${name}=${value}${attributes}`);
}
