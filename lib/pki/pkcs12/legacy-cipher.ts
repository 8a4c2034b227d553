import aes from 'node-forge/lib/aes.js';
import des from 'node-forge/lib/des.js';
import rc2 from 'node-forge/lib/rc2.js';
import util from 'node-forge/lib/util.js';
import type { Bytes } from '#lib/core/bytes.ts';
import { DecryptionFault, wrongPassphrase } from '#lib/pki/pkcs12/decryption-fault.ts';
import { cost, type WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

/** Ciphers that WebCrypto does not have; AES-192 is missing from browsers only. */
export type LegacyCipher =
  | { readonly name: 'DES' | '3DES' | 'AES-192' }
  | { readonly name: 'RC2'; readonly effectiveBits: number };

const chunkBytes = 0x4000;

/** Deciphers in CBC mode and takes off the padding of RFC 8018 section 6.1.1. */
export function decryptLegacy(cipher: LegacyCipher, key: Bytes, iv: Bytes, data: Bytes, work: WorkBudget): Bytes {
  const blockLength = cipher.name === 'AES-192' ? 16 : 8;
  if (iv.length !== blockLength)
    throw new DecryptionFault('unsupported', 'its initialization vector has a wrong length');
  if (data.length === 0 || data.length % blockLength !== 0) throw wrongPassphrase();
  if (!work.spend(data.length * (cipher.name === 'RC2' ? cost.rc2Byte : cost.desByte))) {
    throw new DecryptionFault(
      'too-costly',
      `it has ${data.length} bytes under ${cipher.name}, which are more than are read`,
    );
  }
  const running = createCipher(cipher, text(key));
  running.start(text(iv));
  for (let at = 0; at < data.length; at += chunkBytes) {
    running.update(util.createBuffer(text(data.subarray(at, at + chunkBytes))));
  }
  running.finish(() => true);
  return unpad(bytes(running.output.getBytes()), blockLength);
}

function createCipher(cipher: LegacyCipher, key: string) {
  switch (cipher.name) {
    case 'DES':
    case '3DES':
      return des.createDecryptionCipher(key, 'CBC');
    case 'AES-192':
      return aes.createDecryptionCipher(key, 'CBC');
    case 'RC2':
      return rc2.createDecryptionCipher(key, cipher.effectiveBits);
  }
}

function unpad(padded: Bytes, blockLength: number): Bytes {
  const count = padded.at(-1) ?? 0;
  const isPadding = count >= 1 && count <= blockLength && padded.subarray(-count).every((octet) => octet === count);
  if (!isPadding) throw wrongPassphrase();
  return padded.slice(0, -count);
}

function text(octets: Bytes): string {
  return String.fromCharCode(...octets);
}

function bytes(binary: string): Bytes {
  const octets = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) octets[at] = binary.charCodeAt(at);
  return octets;
}
