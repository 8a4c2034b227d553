import type { Bytes } from '#lib/core/bytes.ts';
import type { Certificate, PublicKeyFacts } from '#lib/pki/certificate/certificate.ts';

/** What a dropped file turned out to be, whatever its name says. */
export type FileFormat = 'PEM' | 'DER certificate' | 'PKCS#7' | 'PKCS#12' | 'PKCS#8' | 'PKCS#1' | 'SEC 1' | 'unknown';

/** A private key found in a file. Stays in the browser; leaves it only sealed. */
export type PrivateKey = {
  /** PKCS#8 PrivateKeyInfo (RFC 5208), unencrypted, whatever form the file had. */
  readonly pkcs8: Bytes;
  /** SubjectPublicKeyInfo that belongs to it, for comparing with certificates. */
  readonly spkiFingerprint: string;
  readonly publicKey: PublicKeyFacts;
};

/** Why a file, or a part of it, could not be read; stable names. */
export type FileRefusal =
  | 'empty-file'
  | 'too-large'
  | 'zip-archive'
  | 'not-a-certificate-file'
  | 'needs-passphrase'
  | 'wrong-passphrase'
  | 'broken-encoding'
  | 'broken-base64'
  | 'unsupported-encryption'
  | 'unsupported-key'
  | 'nothing-inside'
  | 'certificate-request'
  | 'revocation-list'
  | 'too-many-certificates';

export type FileProblem = {
  readonly refusal: FileRefusal;
  /** The part or the offset: `block 3 (CERTIFICATE), byte 512`. */
  readonly where: string;
  /** One or two sentences for a person; names the file. */
  readonly message: string;
  readonly remedy: string;
};

/** What was understood of one dropped file. Either may be partly filled: a bundle with one broken block still gives the others. */
export type FileReading = {
  readonly name: string;
  readonly size: number;
  readonly format: FileFormat;
  /** Every encryption met, in order, in words: `3DES (legacy)`, `RC2-40 (legacy)`, `AES-256`. */
  readonly encryption: readonly string[];
  readonly isLegacyEncryption: boolean;
  readonly certificates: readonly Certificate[];
  readonly privateKeys: readonly PrivateKey[];
  /** What was in the file and not used, with the reason. */
  readonly ignored: readonly { readonly what: string; readonly why: string }[];
  readonly problems: readonly FileProblem[];
};

/** A dropped file: its name as the person knows it, its bytes, and the passphrase if one was typed for it. */
export type DroppedFile = {
  readonly name: string;
  readonly bytes: Bytes;
  readonly passphrase?: string;
};

/** The largest file that is looked into at all, in bytes. */
export const maxFileBytes = 8 * 1024 * 1024;
/** The most certificates one file may hold. */
export const maxCertificatesPerFile = 1000;
