import { KeyObject, sign, verify } from 'node:crypto';
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from '#lib/core/bytes.ts';
import type { SignBytes, VerifyBytes } from '#lib/wire/compact-jws.ts';

export const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export function newSigningKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}

/** The same key as a process signs and verifies with that does not go through WebCrypto. */
export function nativeKey({ privateKey, publicKey }: CryptoKeyPair): {
  readonly sign: SignBytes;
  readonly verify: VerifyBytes;
} {
  const dsaEncoding = 'ieee-p1363';
  const [own, shown] = [KeyObject.from(privateKey), KeyObject.from(publicKey)];
  return {
    sign: (bytes) => new Uint8Array(sign('sha256', bytes, { key: own, dsaEncoding })),
    verify: (bytes, signature) => verify('sha256', bytes, { key: shown, dsaEncoding }, signature),
  };
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
