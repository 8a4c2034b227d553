import { type Bytes, toHex } from '#lib/core/bytes.ts';

/** SHA-256 of the bytes, as lower-case hexadecimal. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Bytes)));
}
