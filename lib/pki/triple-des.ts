import forge from 'node-forge/lib/forge.js';
import 'node-forge/lib/des.js';
import type { Bytes } from '#lib/core/bytes.ts';

/** DES-EDE3-CBC with padding (RFC 8018 appendix B.2.2), which WebCrypto does not have; only for files that old Windows must read. */
export function encryptTripleDes(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Bytes {
  const cipher = forge.cipher.createCipher('3DES-CBC', toByteString(key));
  cipher.start({ iv: toByteString(iv) });
  cipher.update(forge.util.createBuffer(toByteString(data)));
  cipher.finish();
  return fromByteString(cipher.output.getBytes());
}

function toByteString(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function fromByteString(text: string): Bytes {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
