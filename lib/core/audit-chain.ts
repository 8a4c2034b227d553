import { type Bytes, fromBase64, toBase64, utf8 } from '#lib/core/bytes.ts';
import { canonicalJson } from '#lib/core/canonical-json.ts';
import { sha256Hex } from '#lib/core/digest.ts';

/*
 * The audit is a chain: each entry holds the hash of the one before it, and Gatehouse signs the hash of the last one, its head. Whoever
 * changes, removes, inserts or swaps entries has to write every later one anew, and cannot sign the head of that.
 */

/** One entry, as it is hashed, exported and verified. */
export type AuditEntry = {
  /** 1 for the first, one more for each after it. */
  readonly sequence: number;
  /** Milliseconds since 1970, by the clock of the process that wrote it. */
  readonly at: number;
  readonly actor: Readonly<Record<string, string>>;
  readonly verb: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Of the entry before it; of the first one `hashBeforeTheFirst`. */
  readonly previousHash: string;
  /** SHA-256, lower-case hexadecimal. */
  readonly hash: string;
};

/** Where a chain has come to: its last entry. */
export type ChainPlace = { readonly sequence: number; readonly hash: string };

/** The last entry's place, signed: ECDSA P-256 with SHA-256, `r` and `s` of 32 bytes each, base64. */
export type SignedHead = ChainPlace & {
  /** When it was signed, in milliseconds since 1970. */
  readonly at: number;
  readonly signature: string;
};

export const hashBeforeTheFirst = '0'.repeat(64);
export const emptyChain: ChainPlace = { sequence: 0, hash: hashBeforeTheFirst };

/** Undefined where something in it has no canonical form, and so cannot have been hashed. */
export async function hashAuditEntry(entry: Omit<AuditEntry, 'hash'>): Promise<string | undefined> {
  const { sequence, previousHash, at, actor, verb, subject, before, after } = entry;
  const format = 'gatehouse-audit-1';
  const text = canonicalJson({ format, sequence, previousHash, at, actor, verb, subject, before, after });
  return text === undefined ? undefined : sha256Hex(utf8(text));
}

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Nothing else that the key signs begins so: the others are JWS, in which no line ends. */
function headStatement({ sequence, hash, at }: Omit<SignedHead, 'signature'>): Bytes {
  return utf8(`gatehouse-audit-head-1\n${sequence}\n${hash}\n${at}\n`);
}

export async function signHead(head: Omit<SignedHead, 'signature'>, privateKey: CryptoKey): Promise<SignedHead> {
  const signature = await crypto.subtle.sign(ecdsa, privateKey, headStatement(head));
  return { ...head, signature: toBase64(new Uint8Array(signature)) };
}

/** `publicKey`: SubjectPublicKeyInfo, base64. */
export async function isHeadSigned(head: SignedHead, publicKey: string): Promise<boolean> {
  const [key, signature] = [fromBase64(publicKey), fromBase64(head.signature)];
  if (key === undefined || signature?.length !== 64) return false;
  try {
    const imported = await crypto.subtle.importKey('spki', key, ecdsa, false, ['verify']);
    return await crypto.subtle.verify(ecdsa, imported, signature, headStatement(head));
  } catch {
    return false;
  }
}
