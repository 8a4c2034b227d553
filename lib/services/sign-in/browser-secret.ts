import { utf8 } from '#lib/core/bytes.ts';
import { type FillRandom, newToken } from '#lib/core/ids.ts';
import { hashToken } from '#lib/services/hash-token.ts';

/*
 * What proves to the door that a browser began a sign-in: 256 random bits in a cookie of its own. The application's request (its
 * interaction's id) stands behind them, so that the browser can be sent back to it and no row needs to hold it.
 */

/** Ids of interactions as the OpenID provider makes them. */
export function isInteractionId(text: string): boolean {
  return /^[\w-]{8,100}$/.test(text);
}

export function newBrowserSecret(interactionId: string, fillRandom: FillRandom): string {
  return `${newToken(fillRandom)}.${interactionId}`;
}

export function interactionOf(secret: string): string {
  return secret.slice(secret.indexOf('.') + 1);
}

/** Compares with a kept hash, in a time that does not depend on where the two differ. */
export async function isTokenOf(token: string | undefined, hash: string | null): Promise<boolean> {
  if (token === undefined || token.length > 200 || hash === null) return false;
  const [given, kept] = [utf8(await hashToken(token)), utf8(hash)];
  if (given.length !== kept.length) return false;
  const difference = given.reduce((sum, byte, at) => sum | (byte ^ (kept[at] ?? 0)), 0);
  return difference === 0;
}
