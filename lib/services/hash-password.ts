import { type Argon2Parameters, argon2, timingSafeEqual } from 'node:crypto';
import { fromBase64, toBase64, utf8 } from '#lib/core/bytes.ts';
import type { FillRandom } from '#lib/core/ids.ts';

/** OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** Argon2id in PHC string form, so that the parameters may be raised later. */
export async function hashPassword(password: string, fillRandom: FillRandom): Promise<string> {
  const salt = fillRandom(new Uint8Array(16));
  const tag = await derive({ ...cost, message: normalised(password), nonce: salt });
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${bare(salt)}$${bare(tag)}`;
}

/** Costs the same whether there is a hash to compare with or not, so that nobody learns which names exist. */
export async function isPasswordOf(password: string, hash: string | undefined): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash ?? '');
  const salt = fromBase64(parts?.[4] ?? '');
  const tag = fromBase64(parts?.[5] ?? '');
  const isComparable = parts !== null && salt !== undefined && tag !== undefined;
  const derived = await derive({
    message: normalised(password),
    nonce: isComparable ? salt : new Uint8Array(16),
    memory: isComparable ? Number(parts[1]) : cost.memory,
    passes: isComparable ? Number(parts[2]) : cost.passes,
    parallelism: isComparable ? Number(parts[3]) : cost.parallelism,
    tagLength: isComparable ? tag.length : cost.tagLength,
  });
  return isComparable && timingSafeEqual(derived, tag);
}

/** RFC 8265 section 4.2.2: the same password typed on another keyboard is the same password. */
function normalised(password: string): Uint8Array {
  return utf8(password.normalize('NFC'));
}

function bare(bytes: Uint8Array): string {
  return toBase64(bytes).replace(/=+$/, '');
}

function derive(parameters: Argon2Parameters): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (cause, tag) => (cause === null ? resolve(tag) : reject(cause)));
  });
}
