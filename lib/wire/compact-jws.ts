import { type Bytes, fromBase64Url, fromUtf8, toBase64Url, utf8 } from '#lib/core/bytes.ts';

/*
 * ES256 in compact form (RFC 7515 section 7.1, RFC 7518 section 3.4) for a process that has a quicker way to sign and verify than WebCrypto,
 * which hands every signature to another thread. What it writes and reads is what jose writes and reads.
 */

/** ECDSA P-256 with SHA-256; `r` and `s`, 32 bytes each. */
export type SignBytes = (bytes: Bytes) => Bytes;
export type VerifyBytes = (bytes: Bytes, signature: Bytes) => boolean;

export function signCompact(payload: object, typ: string, sign: SignBytes): string {
  const part = (value: object) => toBase64Url(utf8(JSON.stringify(value)));
  const signed = `${part({ alg: 'ES256', typ })}.${part(payload)}`;
  return `${signed}.${toBase64Url(sign(utf8(signed)))}`;
}

/** The payload; undefined where signature, algorithm or purpose is wrong. Times are the caller's to check. */
export function openCompact(token: string, typ: string, verify: VerifyBytes): unknown {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  const octets = fromBase64Url(signature);
  if (octets?.length !== 64 || more.length > 0) return undefined;
  const head = readJson(header);
  // RFC 7515 section 4.1.11: what a header calls critical must be understood, and nothing is.
  if (!isObject(head) || head['alg'] !== 'ES256' || head['typ'] !== typ || 'crit' in head) return undefined;
  if (!verify(utf8(`${header}.${payload}`), octets)) return undefined;
  const claims = readJson(payload);
  return isObject(claims) ? claims : undefined;
}

function readJson(part: string): unknown {
  const octets = fromBase64Url(part);
  if (octets === undefined) return undefined;
  try {
    return JSON.parse(fromUtf8(octets));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
