import { OctetString } from 'asn1js';
import { AlgorithmIdentifier, EncryptedContentInfo, EncryptedData } from 'pkijs';
import type { Bytes } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { scanDer } from '#lib/pki/asn1/der-scan.ts';
import { EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { type DecryptionFailure, DecryptionFault } from '#lib/pki/pkcs12/decryption-fault.ts';
import { LegacyEngine } from '#lib/pki/pkcs12/legacy-engine.ts';
import type { Passphrase } from '#lib/pki/pkcs12/passphrase.ts';
import type { WorkBudget } from '#lib/pki/pkcs12/work-budget.ts';

/** Why nothing came out; `broken` is an encoding that cannot be read at all. */
export type DecryptProblem = { readonly failure: DecryptionFailure | 'broken'; readonly message: string };

/**
 * The clear content under the first passphrase that fits. Padding alone comes out by chance once in 256 times, so what
 * comes out has to be one whole element as well.
 */
export async function decryptWith(
  encrypted: EncryptedData,
  passphrases: readonly Passphrase[],
  work: WorkBudget,
): Promise<Outcome<Bytes, DecryptProblem>> {
  let problem: DecryptProblem = { failure: 'wrong-passphrase', message: 'the passphrase does not fit' };
  for (const passphrase of passphrases) {
    const clear = await asOutcome(async () => {
      const engine = new LegacyEngine(passphrase, work);
      return new Uint8Array(await encrypted.decrypt({ password: new ArrayBuffer() }, engine));
    });
    if (clear.ok) {
      const scan = scanDer(clear.value, false);
      if (scan.ok && scan.value.end === clear.value.length) return clear;
    } else {
      problem = clear.problem;
      if (problem.failure !== 'wrong-passphrase') break;
    }
  }
  return { ok: false, problem };
}

/** `EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm AlgorithmIdentifier, encryptedData OCTET STRING }`, RFC 5208 section 6. */
export function openEncryptedKey(bytes: Bytes): EncryptedData | undefined {
  const parsed = parseAsn1(bytes, 'BER');
  if (!parsed.ok) return undefined;
  try {
    const fields = new BlockReader(parsed.value, 'EncryptedPrivateKeyInfo', 0);
    const contentEncryptionAlgorithm = new AlgorithmIdentifier({ schema: fields.any('encryptionAlgorithm') });
    const encryptedContent = new OctetString({ valueHex: fields.octetString('encryptedData').slice().buffer });
    const contentType = '1.2.840.113549.1.7.1';
    const parameters = { contentType, contentEncryptionAlgorithm, encryptedContent, disableSplit: true };
    return new EncryptedData({ encryptedContentInfo: new EncryptedContentInfo(parameters) });
  } catch {
    return undefined;
  }
}

/** Runs what throws faults of its own and PKI.js's, and answers with them. */
export async function asOutcome<Value>(run: () => Promise<Value>): Promise<Outcome<Value, DecryptProblem>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    if (error instanceof DecryptionFault) {
      return { ok: false, problem: { failure: error.failure, message: error.message } };
    }
    const message =
      error instanceof EncodingFault
        ? `${error.part} ${error.message}`
        : 'its encryption is not described as it should be';
    return { ok: false, problem: { failure: 'broken', message } };
  }
}
