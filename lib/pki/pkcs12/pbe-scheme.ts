import type { LegacyCipher } from '#lib/pki/pkcs12/legacy-cipher.ts';

/** A cipher in CBC mode and its key; `words` are for people. */
type CipherSuite<Cipher> = { readonly words: string; readonly keyLength: number; readonly cipher: Cipher };

const aes = { name: 'AES-CBC' } as const;

/** Encryption schemes of PBES2, RFC 8018 appendix B.2. */
export const pbes2Ciphers: Readonly<Record<string, CipherSuite<LegacyCipher | typeof aes>>> = {
  '2.16.840.1.101.3.4.1.2': { words: 'AES-128', keyLength: 16, cipher: aes },
  '2.16.840.1.101.3.4.1.22': { words: 'AES-192', keyLength: 24, cipher: { name: 'AES-192' } },
  '2.16.840.1.101.3.4.1.42': { words: 'AES-256', keyLength: 32, cipher: aes },
  '1.2.840.113549.3.7': { words: '3DES (legacy)', keyLength: 24, cipher: { name: '3DES' } },
  '1.3.14.3.2.7': { words: 'DES (legacy)', keyLength: 8, cipher: { name: 'DES' } },
};

/** Password-based schemes of PKCS#12, RFC 7292 appendix C. */
export const pkcs12Ciphers: Readonly<Record<string, CipherSuite<LegacyCipher>>> = {
  '1.2.840.113549.1.12.1.3': { words: '3DES (legacy)', keyLength: 24, cipher: { name: '3DES' } },
  '1.2.840.113549.1.12.1.4': { words: '3DES with two keys (legacy)', keyLength: 16, cipher: { name: '3DES' } },
  '1.2.840.113549.1.12.1.5': { words: 'RC2-128 (legacy)', keyLength: 16, cipher: { name: 'RC2', effectiveBits: 128 } },
  '1.2.840.113549.1.12.1.6': { words: 'RC2-40 (legacy)', keyLength: 5, cipher: { name: 'RC2', effectiveBits: 40 } },
};

/** Schemes of PBES1, RFC 8018 appendix A.3. */
export const pbes1Ciphers: Readonly<Record<string, CipherSuite<LegacyCipher> & { readonly hash: 'MD5' | 'SHA-1' }>> = {
  '1.2.840.113549.1.5.3': { words: 'DES (legacy)', keyLength: 8, cipher: { name: 'DES' }, hash: 'MD5' },
  '1.2.840.113549.1.5.10': { words: 'DES (legacy)', keyLength: 8, cipher: { name: 'DES' }, hash: 'SHA-1' },
  '1.2.840.113549.1.5.6': {
    words: 'RC2-64 (legacy)',
    keyLength: 8,
    cipher: { name: 'RC2', effectiveBits: 64 },
    hash: 'MD5',
  },
  '1.2.840.113549.1.5.11': {
    words: 'RC2-64 (legacy)',
    keyLength: 8,
    cipher: { name: 'RC2', effectiveBits: 64 },
    hash: 'SHA-1',
  },
};

export const pbes2 = '1.2.840.113549.1.5.13';

/** Known, and not read here. */
export const unreadSchemes: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.12.1.1': 'RC4-128 (legacy)',
  '1.2.840.113549.1.12.1.2': 'RC4-40 (legacy)',
  '1.2.840.113549.1.5.1': 'DES with MD2 (legacy)',
  '1.2.840.113549.1.5.4': 'RC2 with MD2 (legacy)',
  '1.2.840.113549.3.2': 'RC2 in PBES2 (legacy)',
  '2.16.840.1.101.3.4.1.6': 'AES-128-GCM',
  '2.16.840.1.101.3.4.1.26': 'AES-192-GCM',
  '2.16.840.1.101.3.4.1.46': 'AES-256-GCM',
};

/** Pseudorandom functions of PBKDF2 and PBMAC1, RFC 8018 appendix B.1. */
export const hmacHashes: Readonly<Record<string, 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'>> = {
  '1.2.840.113549.2.7': 'SHA-1',
  '1.2.840.113549.2.9': 'SHA-256',
  '1.2.840.113549.2.10': 'SHA-384',
  '1.2.840.113549.2.11': 'SHA-512',
};
