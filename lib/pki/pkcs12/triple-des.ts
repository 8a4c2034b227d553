import des from 'node-forge/lib/des.js';
import util from 'node-forge/lib/util.js';
import type { Bytes } from '#lib/core/bytes.ts';

/** DES-EDE3-CBC with padding (RFC 8018 appendix B.2.2), which WebCrypto does not have; only for files that old Windows must read. */
export function encryptTripleDes(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Bytes {
  const cipher = des.createEncryptionCipher(toByteString(key), 'CBC');
  cipher.start(toByteString(iv));
  cipher.update(util.createBuffer(toByteString(data)));
  cipher.finish();
  return Uint8Array.from(cipher.output.getBytes(), (character) => character.charCodeAt(0));
}

function toByteString(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
