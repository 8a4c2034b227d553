import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import type { SignatureFacts } from '#lib/pki/certificate/certificate.ts';
import { DecryptionFault, tooCostly } from '#lib/pki/pkcs12/decryption-fault.ts';
import { cost, type WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

/** What a derived key is for, RFC 7292 appendix B.3. */
export const purpose = { encryption: 1, iv: 2, mac: 3 } as const;

/** The hashes a MAC or a derivation may name, by their names in WebCrypto. */
export const hashFunctions = {
  MD5: md5,
  'SHA-1': sha1,
  'SHA-224': sha224,
  'SHA-256': sha256,
  'SHA-384': sha384,
  'SHA-512': sha512,
};

export type KdfHash = keyof typeof hashFunctions;

export function isKdfHash(hash: SignatureFacts['hash']): hash is KdfHash {
  return hash !== undefined && hash in hashFunctions;
}

const maxSaltBytes = 1024;

type Derivation = {
  readonly hash: KdfHash;
  readonly bmp: Bytes;
  readonly salt: Bytes;
  readonly rounds: number;
  readonly length: number;
};

/** The PKCS#12 key derivation, RFC 7292 appendix B.2; it has no counterpart in WebCrypto. */
export function derivePkcs12Key(
  id: 1 | 2 | 3,
  { hash, bmp, salt, rounds, length }: Derivation,
  work: WorkBudget,
): Bytes {
  const { outputLen, blockLen } = hashFunctions[hash];
  const isLong = blockLen === 128;
  const blocks = Math.ceil(length / outputLen);
  if (salt.length > maxSaltBytes) throw new DecryptionFault('unsupported', 'its salt is longer than any tool writes');
  if (rounds < 1 || !work.spend(rounds * blocks * (isLong ? cost.longHashRound : cost.shortHashRound))) {
    throw tooCostly(rounds);
  }
  const diversifier = new Uint8Array(blockLen).fill(id);
  const input = concatBytes(fill(salt, blockLen), fill(bmp, blockLen));
  const key = new Uint8Array(length);
  for (let block = 0; block < blocks; block += 1) {
    const digest = repeatedHash(hash, diversifier, input, rounds);
    key.set(digest.subarray(0, length - block * outputLen), block * outputLen);
    addToEach(input, fill(digest, blockLen), blockLen);
  }
  return key;
}

/** The octets over and over, up to the next whole number of blocks. */
function fill(octets: Bytes, blockLen: number): Bytes {
  const filled = new Uint8Array(Math.ceil(octets.length / blockLen) * blockLen);
  for (let at = 0; at < filled.length; at += 1) filled[at] = octets[at % octets.length] ?? 0;
  return filled;
}

function repeatedHash(hash: KdfHash, diversifier: Bytes, input: Bytes, rounds: number): Bytes {
  const fresh = hashFunctions[hash].create();
  const running = hashFunctions[hash].create();
  const digest = new Uint8Array(fresh.outputLen);
  running.update(diversifier).update(input).digestInto(digest);
  for (let round = 1; round < rounds; round += 1) {
    // Setting a used instance back is twice as fast as making one.
    fresh._cloneInto(running as never);
    running.update(digest).digestInto(digest);
  }
  return digest;
}

/** Step 6C: every block of the input becomes (block + digest + 1) mod 2^v. */
function addToEach(input: Bytes, digest: Bytes, blockLen: number): void {
  for (let start = 0; start < input.length; start += blockLen) {
    let carry = 1;
    for (let at = blockLen - 1; at >= 0; at -= 1) {
      carry += (input[start + at] ?? 0) + (digest[at] ?? 0);
      input[start + at] = carry & 0xff;
      carry >>= 8;
    }
  }
}
