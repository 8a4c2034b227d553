import { BaseBlock } from 'asn1js';
import { CryptoEngine, type CryptoEngineDecryptParams } from 'pkijs';
import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { DecryptionFault, wrongPassphrase } from '#lib/pki/pkcs12/decryption-fault.ts';
import { decryptLegacy } from '#lib/pki/pkcs12/legacy-cipher.ts';
import type { Passphrase } from '#lib/pki/pkcs12/passphrase.ts';
import { pbes1Ciphers, pbes2, pbes2Ciphers, pkcs12Ciphers, unreadSchemes } from '#lib/pki/pkcs12/pbe-scheme.ts';
import { derivePbkdf1Key } from '#lib/pki/pkcs12/pbkdf1.ts';
import { derivePbkdf2Key } from '#lib/pki/pkcs12/pbkdf2.ts';
import { derivePkcs12Key, purpose } from '#lib/pki/pkcs12/pkcs12-key.ts';
import type { WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

/**
 * PKI.js's engine with the password-based schemes that WebCrypto has no part of (RFC 7292 appendix C, RFC 8018 section 6.1),
 * and with bounds on what a file may ask for. Made for one passphrase and the work left for one file.
 */
export class LegacyEngine extends CryptoEngine {
  readonly #passphrase: Passphrase;
  readonly #work: WorkBudget;

  constructor(passphrase: Passphrase, work: WorkBudget) {
    super({ name: 'legacy', crypto: globalThis.crypto });
    this.#passphrase = passphrase;
    this.#work = work;
  }

  /** Throws a DecryptionFault. The `password` given is not looked at: it has one form, and tools write several. */
  override async decryptEncryptedContentInfo({
    encryptedContentInfo,
  }: CryptoEngineDecryptParams): Promise<ArrayBuffer> {
    const { algorithmId, algorithmParams } = encryptedContentInfo.contentEncryptionAlgorithm;
    const data = new Uint8Array(encryptedContentInfo.getEncryptedContent());
    return (await this.#decrypt(algorithmId, algorithmParams, data)).buffer;
  }

  async #decrypt(oid: string, parameters: unknown, data: Bytes): Promise<Bytes> {
    if (!(parameters instanceof BaseBlock)) throw unread(oid);
    if (oid in pkcs12Ciphers) return this.#decryptPkcs12(oid, new BlockReader(parameters, 'pkcs-12PbeParams', 0), data);
    if (oid !== pbes2 && !(oid in pbes1Ciphers)) throw unread(oid);
    let last: unknown = wrongPassphrase();
    for (const octets of this.#passphrase.octets) {
      try {
        return oid === pbes2
          ? await this.#decryptPbes2(new BlockReader(parameters, 'PBES2-params', 0), octets, data)
          : this.#decryptPbes1(oid, new BlockReader(parameters, 'PBEParameter', 0), octets, data);
      } catch (error) {
        last = error;
        if (!(error instanceof DecryptionFault) || error.failure !== 'wrong-passphrase') break;
      }
    }
    throw last;
  }

  /** `pkcs-12PbeParams ::= SEQUENCE { salt OCTET STRING, iterations INTEGER }`, RFC 7292 appendix C. */
  #decryptPkcs12(oid: string, parameters: BlockReader, data: Bytes): Bytes {
    const suite = pkcs12Ciphers[oid];
    if (suite === undefined) throw unread(oid);
    const { cipher, keyLength } = suite;
    const salt = parameters.octetString('salt');
    const rounds = parameters.smallInteger('iterations');
    const derivation = { hash: 'SHA-1', bmp: this.#passphrase.bmp, salt, rounds } as const;
    const key = derivePkcs12Key(purpose.encryption, { ...derivation, length: keyLength }, this.#work);
    const iv = derivePkcs12Key(purpose.iv, { ...derivation, length: 8 }, this.#work);
    const isTwoKey = cipher.name === '3DES' && keyLength === 16;
    return decryptLegacy(cipher, isTwoKey ? concatBytes(key, key.subarray(0, 8)) : key, iv, data, this.#work);
  }

  /** The first eight octets derived are the key, the next the initialization vector, RFC 8018 section 6.1.2. */
  #decryptPbes1(oid: string, parameters: BlockReader, octets: Bytes, data: Bytes): Bytes {
    const suite = pbes1Ciphers[oid];
    if (suite === undefined) throw unread(oid);
    const salt = parameters.octetString('salt');
    const rounds = parameters.smallInteger('iterationCount');
    const derived = derivePbkdf1Key(suite.hash, octets, salt, rounds, this.#work);
    return decryptLegacy(suite.cipher, derived.slice(0, 8), derived.slice(8, 16), data, this.#work);
  }

  /** `PBES2-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier, encryptionScheme AlgorithmIdentifier }`, RFC 8018 appendix A.4. */
  async #decryptPbes2(parameters: BlockReader, octets: Bytes, data: Bytes): Promise<Bytes> {
    const derivation = parameters.sequence('keyDerivationFunc');
    const scheme = parameters.sequence('encryptionScheme');
    const oid = scheme.oid('algorithm');
    const suite = pbes2Ciphers[oid];
    if (suite === undefined) throw unread(oid);
    const iv = scheme.octetString('iv');
    const key = await derivePbkdf2Key(derivation, octets, suite.keyLength, this.#work);
    return suite.cipher.name === 'AES-CBC'
      ? decryptAes(key, iv, data)
      : decryptLegacy(suite.cipher, key, iv, data, this.#work);
  }
}

/** AES in CBC mode with the padding of RFC 8018 section 6.1.1; padding that does not come out means another key. */
export async function decryptAes(key: Bytes, iv: Bytes, data: Bytes): Promise<Bytes> {
  if (iv.length !== 16) throw new DecryptionFault('unsupported', 'its initialization vector has a wrong length');
  const imported = await crypto.subtle.importKey('raw', key, 'AES-CBC', false, ['decrypt']);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, imported, data));
  } catch {
    throw wrongPassphrase();
  }
}

function unread(oid: string): DecryptionFault {
  return new DecryptionFault(
    'unsupported',
    `it is encrypted with ${unreadSchemes[oid] ?? oid}, which is not read here`,
  );
}
