import { hmac } from '@noble/hashes/hmac.js';
import { BaseBlock } from 'asn1js';
import type { MacData } from 'pkijs';
import { type Bytes, equalBytes } from '#lib/core/bytes.ts';
import { hashOf } from '#lib/pki/algorithm-facts.ts';
import { BlockReader } from '#lib/pki/block-reader.ts';
import { DecryptionFault } from '#lib/pki/pkcs12/decryption-fault.ts';
import type { Passphrase } from '#lib/pki/pkcs12/passphrase.ts';
import { hmacHashes } from '#lib/pki/pkcs12/pbe-scheme.ts';
import { derivePbkdf2Key } from '#lib/pki/pkcs12/pbkdf2.ts';
import { derivePkcs12Key, hashFunctions, isKdfHash, type KdfHash, purpose } from '#lib/pki/pkcs12/pkcs12-key.ts';
import type { WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

const pbmac1 = '1.2.840.113549.1.5.14';

/**
 * The form of the passphrase under which the file's MAC comes out (RFC 7292 section 5.1 step 1, RFC 9579), before
 * anything is deciphered: so a wrong passphrase is never taken for an old encryption, nor the other way round.
 */
export async function findPassphrase(
  macData: MacData,
  content: Bytes,
  forms: readonly Passphrase[],
  work: WorkBudget,
): Promise<Passphrase | undefined> {
  const expected = new Uint8Array(macData.mac.digest.getValue());
  for (const form of forms) {
    if (equalBytes(await computeMac(macData, content, form, work), expected)) return form;
  }
  return undefined;
}

async function computeMac(macData: MacData, content: Bytes, form: Passphrase, work: WorkBudget): Promise<Uint8Array> {
  const { algorithmId, algorithmParams } = macData.mac.digestAlgorithm;
  if (algorithmId === pbmac1 && algorithmParams instanceof BaseBlock) {
    return computePbmac1(new BlockReader(algorithmParams, 'PBMAC1-params', 0), content, form, work);
  }
  const hash = hashOf(algorithmId);
  if (!isKdfHash(hash)) throw new DecryptionFault('unsupported', `its MAC uses ${algorithmId}, which is not read here`);
  const salt = new Uint8Array(macData.macSalt.getValue());
  const rounds = macData.iterations ?? 1;
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
  const hash: KdfHash | undefined = hmacHashes[oid];
  if (hash === undefined) throw new DecryptionFault('unsupported', `its MAC uses ${oid}, which is not read here`);
  const key = await derivePbkdf2Key(derivation, form.octets[0] ?? new Uint8Array(), 'as stated', work);
  return hmac(hashFunctions[hash], key, content);
}
