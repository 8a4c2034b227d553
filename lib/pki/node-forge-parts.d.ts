/* The parts of node-forge that are used, by their own files: its published types pull in all of Node's, which this room may not see. */

declare module 'node-forge/lib/forge.js' {
  /** Bytes as a string with one character each. */
  type ByteString = string;
  type ForgeBuffer = { getBytes(): ByteString; length(): number };
  type BlockCipher = {
    start(options: { readonly iv: ByteString } | ByteString): void;
    update(input: ForgeBuffer): void;
    finish(): boolean;
    readonly output: ForgeBuffer;
  };
  const forge: {
    readonly util: { createBuffer(bytes: ByteString): ForgeBuffer };
    readonly cipher: {
      createCipher(algorithm: '3DES-CBC' | 'DES-CBC', key: ByteString): BlockCipher;
      createDecipher(algorithm: '3DES-CBC' | 'DES-CBC', key: ByteString): BlockCipher;
    };
    readonly rc2: {
      createEncryptionCipher(key: ByteString, bits: number): BlockCipher;
      createDecryptionCipher(key: ByteString, bits: number): BlockCipher;
    };
  };
  export = forge;
}
declare module 'node-forge/lib/des.js' {}
declare module 'node-forge/lib/rc2.js' {}
