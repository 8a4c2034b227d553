import { BaseBlock } from 'asn1js';
import type { AlgorithmIdentifier } from 'pkijs';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { EncodingFault } from '#lib/pki/asn1/parse-asn1.ts';
import { pbes1Ciphers, pbes2, pbes2Ciphers, pkcs12Ciphers, unreadSchemes } from '#lib/pki/pkcs12/pbe-scheme.ts';

/** An encryption in words: `AES-256`, `RC2-40 (legacy)`, or its object identifier. */
export function schemeWords(algorithm: AlgorithmIdentifier): string {
  const oid = algorithm.algorithmId === pbes2 ? pbes2Scheme(algorithm) : algorithm.algorithmId;
  const suite = pkcs12Ciphers[oid] ?? pbes1Ciphers[oid] ?? pbes2Ciphers[oid];
  return suite?.words ?? unreadSchemes[oid] ?? oid;
}

function pbes2Scheme({ algorithmParams }: AlgorithmIdentifier): string {
  if (!(algorithmParams instanceof BaseBlock)) return 'PBES2';
  try {
    const parameters = new BlockReader(algorithmParams, 'PBES2-params', 0);
    parameters.sequence('keyDerivationFunc');
    return parameters.sequence('encryptionScheme').oid('algorithm');
  } catch (error) {
    if (error instanceof EncodingFault) return 'PBES2';
    throw error;
  }
}
