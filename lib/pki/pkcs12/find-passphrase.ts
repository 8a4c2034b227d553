import { hmac } from '@noble/hashes/hmac.js';
import { type Bytes, equalBytes } from '#lib/core/bytes.ts';
import type { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { hashOf } from '#lib/pki/certificate/algorithm-facts.ts';
import { DecryptionFault } from '#lib/pki/pkcs12/decryption-fault.ts';
import type { MacFields } from '#lib/pki/pkcs12/open-pkcs12.ts';
import type { Passphrase } from '#lib/pki/pkcs12/passphrase.ts';
import { hmacHashes } from '#lib/pki/pkcs12/pbe-scheme.ts';
import { derivePbkdf2Key } from '#lib/pki/pkcs12/pbkdf2.ts';
import { derivePkcs12Key, hashFunctions, isKdfHash, purpose } from '#lib/pki/pkcs12/pkcs12-key.ts';
import type { WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

const pbmac1 = '1.2.840.113549.1.5.14';

/**
 * The form of the passphrase under which the file's MAC comes out (RFC 7292 section 5.1 step 1, RFC 9579), before
 * anything is deciphered: so a wrong passphrase is never taken for an old encryption, nor the other way round.
 */
export async function findPassphrase(
  readMac: () => MacFields,
  content: Bytes,
  forms: readonly Passphrase[],
  work: WorkBudget,
): Promise<Passphrase | undefined> {
  for (const form of forms) {
    const mac = readMac();
    if (equalBytes(await computeMac(mac, content, form, work), mac.digest)) return form;
  }
  return undefined;
}

async function computeMac(mac: MacFields, content: Bytes, form: Passphrase, work: WorkBudget): Promise<Uint8Array> {
  const oid = mac.algorithm.oid('algorithm');
  if (oid === pbmac1) return computePbmac1(mac.algorithm.sequence('PBMAC1-params'), content, form, work);
  const hash = hashOf(oid);
  if (!isKdfHash(hash)) throw new DecryptionFault('unsupported', `its MAC uses ${oid}, which is not read here`);
  const { salt, rounds } = mac;
  const length = hashFunctions[hash].outputLen;
  const key = derivePkcs12Key(purpose.mac, { hash, bmp: form.bmp, salt, rounds, length }, work);
  return hmac(hashFunctions[hash], key, content);
}

/** `PBMAC1-params ::= SEQUENCE { keyDerivationFunc AlgorithmIdentifier, messageAuthScheme AlgorithmIdentifier }`, RFC 8018 appendix A.5. */
async function computePbmac1(
  parameters: BlockReader,
  content: Bytes,
  form: Passphrase,
  work: WorkBudget,
): Promise<Uint8Array> {
  const derivation = parameters.sequence('keyDerivationFunc');
  const oid = parameters.sequence('messageAuthScheme').oid('algorithm');
  const hash = hmacHashes[oid];
  if (hash === undefined) throw new DecryptionFault('unsupported', `its MAC uses ${oid}, which is not read here`);
  const key = await derivePbkdf2Key(derivation, form.octets[0] ?? new Uint8Array(), 'as stated', work);
  return hmac(hashFunctions[hash], key, content);
}
