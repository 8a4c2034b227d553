import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from '#lib/core/bytes.ts';

export const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export function newSigningKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}

type Json = Record<string, unknown>;

/** The three parts of a compact JWS (RFC 7515 section 7.1), read. */
export function partsOf(jws: string): { header: Json; payload: Json; signature: string } {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  return { header: read(header), payload: read(payload), signature };
}

/** The same signature under another header or payload. */
export function changed(jws: string, change: { header?: Json; payload?: Json; signature?: string }): string {
  const { header, payload, signature } = partsOf(jws);
  return [
    write({ ...header, ...change.header }),
    write({ ...payload, ...change.payload }),
    change.signature ?? signature,
  ].join('.');
}

function read(part: string): Json {
  return JSON.parse(fromUtf8(fromBase64Url(part) ?? new Uint8Array())) as Json;
}

function write(value: Json): string {
  return toBase64Url(utf8(JSON.stringify(value)));
}
