import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import type { FillRandom } from '#lib/core/ids.ts';
import { derInteger, derNull, derOctetString, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import { bmpPassphrase } from '#lib/pki/pkcs12/passphrase.ts';
import { derivePkcs12Key, purpose } from '#lib/pki/pkcs12/pkcs12-key.ts';
import { encryptTripleDes } from '#lib/pki/pkcs12/triple-des.ts';
import { WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

export type PfxEncryption = 'aes-256' | '3des';
/** Ciphertext with the AlgorithmIdentifier that says how to read it. */
export type EncryptedPart = { readonly algorithm: Bytes; readonly encrypted: Bytes };

type ToEncrypt = {
  readonly encryption: PfxEncryption;
  readonly passphrase: string;
  readonly data: Bytes;
  readonly fillRandom: FillRandom;
};

/** Encrypts one part of a PKCS#12 file under its passphrase (RFC 7292 appendix C, RFC 8018 section 6.2). */
export async function encryptForPfx(part: ToEncrypt): Promise<EncryptedPart> {
  return part.encryption === '3des' ? encryptLegacy(part) : encryptAes(part);
}

/** pbeWithSHAAnd3-KeyTripleDES-CBC, RFC 7292 appendix C. */
function encryptLegacy({ passphrase, data, fillRandom }: ToEncrypt): EncryptedPart {
  const salt = fillRandom(new Uint8Array(8));
  const rounds = 2000;
  const derive = (id: 1 | 2, length: number) =>
    derivePkcs12Key(id, { hash: 'SHA-1', bmp: bmpPassphrase(passphrase), salt, rounds, length }, new WorkBudget());
  const key = derive(purpose.encryption, 24);
  const iv = derive(purpose.iv, 8);
  const parameters = derSequence(derOctetString(salt), derInteger(rounds));
  return {
    algorithm: derSequence(derOid('1.2.840.113549.1.12.1.3'), parameters),
    encrypted: encryptTripleDes(key, iv, data),
  };
}

const pbkdf2Iterations = 100_000;

/** PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC, RFC 8018 sections 6.2 and A.4. */
async function encryptAes({ passphrase, data, fillRandom }: ToEncrypt): Promise<EncryptedPart> {
  const salt = fillRandom(new Uint8Array(16));
  const iv = fillRandom(new Uint8Array(16));
  const base = await crypto.subtle.importKey('raw', utf8(passphrase), 'PBKDF2', false, ['deriveKey']);
  const key = await crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: pbkdf2Iterations },
    base,
    { name: 'AES-CBC', length: 256 },
    false,
    ['encrypt'],
  );
  const prf = derSequence(derOid('1.2.840.113549.2.9'), derNull());
  const derivation = derSequence(
    derOid('1.2.840.113549.1.5.12'),
    derSequence(derOctetString(salt), derInteger(pbkdf2Iterations), prf),
  );
  const cipher = derSequence(derOid('2.16.840.1.101.3.4.1.42'), derOctetString(iv));
  return {
    algorithm: derSequence(derOid('1.2.840.113549.1.5.13'), derSequence(derivation, cipher)),
    encrypted: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, data)),
  };
}
