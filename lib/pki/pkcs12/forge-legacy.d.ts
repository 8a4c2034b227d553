// node-forge ships no types for its parts; these are the few calls made on three of them. Text is one character per byte.
declare module 'node-forge/lib/util.js' {
  const util: { readonly createBuffer: (bytes: string) => import('node-forge/lib/cipher.js').ByteStringBuffer };
  export = util;
}

declare module 'node-forge/lib/des.js' {
  /** 8 bytes of key mean DES, 24 mean triple DES. */
  const des: {
    readonly createEncryptionCipher: (key: string, mode: 'CBC') => import('node-forge/lib/cipher.js').BlockCipher;
    readonly createDecryptionCipher: (key: string, mode: 'CBC') => import('node-forge/lib/cipher.js').BlockCipher;
  };
  export = des;
}

declare module 'node-forge/lib/aes.js' {
  const aes: {
    readonly createDecryptionCipher: (key: string, mode: 'CBC') => import('node-forge/lib/cipher.js').BlockCipher;
  };
  export = aes;
}

declare module 'node-forge/lib/rc2.js' {
  const rc2: {
    readonly createDecryptionCipher: (
      key: string,
      effectiveBits: number,
    ) => import('node-forge/lib/cipher.js').BlockCipher;
  };
  export = rc2;
}

declare module 'node-forge/lib/cipher.js' {
  export type ByteStringBuffer = { readonly length: () => number; readonly getBytes: () => string };
  export type BlockCipher = {
    readonly start: (iv: string) => void;
    readonly update: (input: ByteStringBuffer) => void;
    /** With a function, padding is left to it. */
    readonly finish: (unpad?: () => boolean) => boolean;
    readonly output: ByteStringBuffer;
  };
}
