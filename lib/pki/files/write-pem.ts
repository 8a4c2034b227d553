import { toBase64 } from '#lib/core/bytes.ts';

/** Armour around an encoding, 64 characters a line, RFC 7468 section 2. */
export function toPem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).replaceAll(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
