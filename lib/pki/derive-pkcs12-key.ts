import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import { utf16BigEndian } from '#lib/pki/write-der.ts';

/** What the derived bytes are for: the diversifier of RFC 7292 appendix B.3. */
export const pkcs12Purpose = { key: 1, iv: 2, mac: 3 } as const;

/** A passphrase as PKCS#12 wants it: UTF-16 in network order with two zero octets at the end (RFC 7292 appendix B.1). */
export function pkcs12Passphrase(text: string): Bytes {
  return concatBytes(utf16BigEndian(text), Uint8Array.of(0, 0));
}

const blockLength = 64;

function repeatToBlocks(bytes: Uint8Array): Bytes {
  const length = blockLength * Math.ceil(bytes.length / blockLength);
  return Uint8Array.from({ length }, (_, at) => bytes[at % bytes.length] ?? 0);
}

/** The key derivation of PKCS#12 (RFC 7292 appendix B.2) for hashes with 64-octet blocks. */
export async function derivePkcs12Key(parameters: {
  readonly hash: 'SHA-1' | 'SHA-256';
  readonly passphrase: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly purpose: (typeof pkcs12Purpose)[keyof typeof pkcs12Purpose];
  readonly length: number;
}): Promise<Bytes> {
  const diversifier = new Uint8Array(blockLength).fill(parameters.purpose);
  const input = concatBytes(repeatToBlocks(parameters.salt), repeatToBlocks(pkcs12Passphrase(parameters.passphrase)));
  const derived = new Uint8Array(parameters.length);
  for (let filled = 0; ; ) {
    let block = concatBytes(diversifier, input);
    for (let round = 0; round < parameters.iterations; round += 1) {
      block = new Uint8Array(await crypto.subtle.digest(parameters.hash, block));
    }
    derived.set(block.subarray(0, parameters.length - filled), filled);
    filled += block.length;
    if (filled >= parameters.length) return derived;
    addToEveryBlock(input, repeatToBlocks(block));
  }
}

/** Step 6C: every block of the input becomes (block + addend + 1) mod 2^512. */
function addToEveryBlock(input: Bytes, addend: Bytes): void {
  for (let start = 0; start < input.length; start += blockLength) {
    let carry = 1;
    for (let at = blockLength - 1; at >= 0; at -= 1) {
      const sum = (input[start + at] ?? 0) + (addend[at] ?? 0) + carry;
      input[start + at] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}
