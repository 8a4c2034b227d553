import { utf8 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';

/** What is kept of a bearer secret. With 256 random bits in it, a plain hash cannot be guessed back. */
export function hashToken(token: string): Promise<string> {
  return sha256Hex(utf8(token));
}
