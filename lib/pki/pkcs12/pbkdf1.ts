import { md5, sha1 } from '@noble/hashes/legacy.js';
import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import { tooCostly } from '#lib/pki/pkcs12/decryption-fault.ts';
import { cost, type WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

/** PBKDF1, RFC 8018 section 5.1: the hash of passphrase and salt, hashed over and over. */
export function derivePbkdf1Key(
  hash: 'MD5' | 'SHA-1',
  passphrase: Bytes,
  salt: Bytes,
  rounds: number,
  work: WorkBudget,
): Bytes {
  if (rounds < 1 || !work.spend(rounds * cost.shortHashRound * 2)) throw tooCostly(rounds);
  const digest = hash === 'MD5' ? md5 : sha1;
  let key: Uint8Array = concatBytes(passphrase, salt);
  for (let round = 0; round < rounds; round += 1) key = digest(key);
  return key.slice();
}

/** EVP_BytesToKey of OpenSSL with MD5 and one round, which traditional PEM keys use; the salt is the start of the IV. */
export function deriveTraditionalKey(passphrase: Bytes, salt: Bytes, length: number): Bytes {
  let key = new Uint8Array();
  let block: Uint8Array = new Uint8Array();
  while (key.length < length) {
    block = md5(concatBytes(block, passphrase, salt));
    key = concatBytes(key, block);
  }
  return key.slice(0, length);
}
