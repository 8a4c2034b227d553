import type { Bytes } from '#lib/core/bytes.ts';
import { type Place, type ReadingCollector, whereIn } from '#lib/pki/files/reading-collector.ts';
import { recogniseDer } from '#lib/pki/files/recognise-der.ts';
import { type KeyForm, parsePrivateKey } from '#lib/pki/keys/parse-private-key.ts';
import { decryptWith, openEncryptedKey } from '#lib/pki/pkcs12/decrypt-with.ts';
import { passphraseForms } from '#lib/pki/pkcs12/passphrase.ts';
import { refuseDecryption } from '#lib/pki/pkcs12/refuse-decryption.ts';
import { schemeWords } from '#lib/pki/pkcs12/scheme-words.ts';

/** Reads an unencrypted private key in one of its forms. */
export async function readKey(bytes: Bytes, form: KeyForm, place: Place, collector: ReadingCollector): Promise<void> {
  const parsed = await parsePrivateKey(bytes, form);
  if (parsed.ok) {
    collector.addPrivateKey(parsed.value, place);
    return;
  }
  const { isUnsupported, message, offset } = parsed.problem;
  const where = whereIn(place, offset);
  if (isUnsupported) {
    collector.refuse(
      'unsupported-key',
      where,
      `${collector.name}: the private key at ${where} cannot be used: ${message}.`,
      'Use an RSA key, an EC key on P-256, P-384 or P-521, or an Ed25519 key.',
    );
  } else {
    collector.refuse(
      'broken-encoding',
      where,
      `${collector.name}: the private key is broken at ${where}: ${message}.`,
      'Export the key again from where it was made.',
    );
  }
}

/** Reads a PKCS#8 key under a passphrase, RFC 5208 section 6. */
export async function readEncryptedKey(bytes: Bytes, place: Place, collector: ReadingCollector): Promise<void> {
  const encrypted = openEncryptedKey(bytes);
  if (encrypted === undefined) {
    const problem = { failure: 'broken', message: 'its encryption is not described as it should be' } as const;
    refuseDecryption(problem, whereIn(place, 0), place.part, collector);
    return;
  }
  collector.addEncryption(schemeWords(encrypted.encryptedContentInfo.contentEncryptionAlgorithm));
  const clear = await decryptWith(encrypted, passphraseForms(collector.passphrase ?? ''), collector.work);
  if (!clear.ok) refuseDecryption(clear.problem, '', place.part, collector);
  else await readKey(clear.value, recogniseDer(clear.value) === 'PKCS#1' ? 'PKCS#1' : 'PKCS#8', place, collector);
}
