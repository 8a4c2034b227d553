import type { Bytes } from '#lib/core/bytes.ts';
import type { FillRandom } from '#lib/core/ids.ts';
import { derOctetString, derSequence } from '#lib/pki/asn1/write-der.ts';
import { encryptForPfx } from '#lib/pki/pkcs12/encrypt-for-pfx.ts';

/**
 * A private key under a passphrase, by AES-256 and PBKDF2 with SHA-256:
 *
 * ```asn1
 * EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm AlgorithmIdentifier, encryptedData OCTET STRING }
 * ```
 * RFC 5958 section 3.
 */
export async function writeEncryptedKey(pkcs8: Bytes, passphrase: string, fillRandom: FillRandom): Promise<Bytes> {
  const { algorithm, encrypted } = await encryptForPfx({ encryption: 'aes-256', passphrase, data: pkcs8, fillRandom });
  return derSequence(algorithm, derOctetString(encrypted));
}
