import type { Bytes } from '#lib/core/bytes.ts';
import type { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';
import { DecryptionFault, tooCostly } from '#lib/pki/pkcs12/decryption-fault.ts';
import { hmacHashes } from '#lib/pki/pkcs12/pbe-scheme.ts';
import { cost, type WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

const maxKeyBytes = 1024;
const pbkdf2 = '1.2.840.113549.1.5.12';

/**
 * Derives a key as an AlgorithmIdentifier of PBKDF2 says.
 *
 * ```asn1
 * PBKDF2-params ::= SEQUENCE { salt CHOICE { specified OCTET STRING, … }, iterationCount INTEGER,
 *   keyLength INTEGER OPTIONAL, prf AlgorithmIdentifier DEFAULT hmacWithSHA1 }
 * ```
 * RFC 8018 appendix A.2.
 */
export async function derivePbkdf2Key(
  algorithm: BlockReader,
  passphrase: Bytes,
  length: number | 'as stated',
  work: WorkBudget,
): Promise<Bytes> {
  const { salt, rounds, statedLength, hash } = readParameters(algorithm);
  const keyLength = length === 'as stated' ? statedLength : length;
  const isLong = hash === 'SHA-384' || hash === 'SHA-512';
  const blocks = Math.ceil(keyLength / { 'SHA-1': 20, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }[hash]);
  if (rounds < 1 || !work.spend(rounds * blocks * (isLong ? cost.longPbkdf2Round : cost.shortPbkdf2Round))) {
    throw tooCostly(rounds);
  }
  const key = await crypto.subtle.importKey('raw', passphrase, 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', hash, salt, iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, keyLength * 8));
}

function readParameters(derivation: BlockReader) {
  const oid = derivation.oid('algorithm');
  if (oid !== pbkdf2) {
    const name = oid === '1.3.6.1.4.1.11591.4.11' ? 'scrypt' : oid;
    throw new DecryptionFault('unsupported', `its key is derived with ${name}, which is not read here`);
  }
  const parameters = derivation.sequence('parameters');
  const salt = parameters.octetString('salt');
  const rounds = parameters.smallInteger('iterationCount');
  const statedLength = parameters.isNext(tag.integer) ? parameters.smallInteger('keyLength') : 0;
  if (statedLength > maxKeyBytes) parameters.refuse('keyLength', 'is out of range');
  const prf = parameters.hasMore ? parameters.sequence('prf').oid('algorithm') : '1.2.840.113549.2.7';
  const hash = hmacHashes[prf];
  if (hash === undefined)
    throw new DecryptionFault('unsupported', `its key is derived with ${prf}, which is not read here`);
  return { salt, rounds, statedLength, hash };
}
