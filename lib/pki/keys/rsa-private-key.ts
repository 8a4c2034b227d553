import { type Bytes, toHex } from '#lib/core/bytes.ts';
import type { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { derIntegerOctets, derSequence } from '#lib/pki/asn1/write-der.ts';
import { bitLength } from '#lib/pki/certificate/algorithm-facts.ts';
import { KeyFault } from '#lib/pki/keys/key-fault.ts';

const maxModulusBits = 16_384;

/**
 * The RSAPublicKey within an RSAPrivateKey whose numbers belong together.
 *
 * ```asn1
 * RSAPrivateKey ::= SEQUENCE { version INTEGER, modulus INTEGER, publicExponent INTEGER, privateExponent INTEGER,
 *   prime1 INTEGER, prime2 INTEGER, exponent1 INTEGER, exponent2 INTEGER, coefficient INTEGER, otherPrimeInfos … OPTIONAL }
 * ```
 * RFC 8017 appendix A.1.2.
 */
export function rsaPublicKey(key: BlockReader): Bytes {
  const version = key.smallInteger('version');
  if (version !== 0) throw new KeyFault(true, 'it is an RSA key with more than two primes');
  const modulus = key.integer('modulus');
  const exponent = key.integer('publicExponent');
  if (bitLength(modulus) > maxModulusBits) throw new KeyFault(true, `its modulus has more than ${maxModulusBits} bits`);
  const rest = ['privateExponent', 'prime1', 'prime2', 'exponent1', 'exponent2', 'coefficient'];
  const [d = 0n, p = 0n, q = 0n, dp = 0n, dq = 0n, inverse = 0n] = rest.map((field) => number(key.integer(field)));
  const n = number(modulus);
  const e = number(exponent);
  const isWhole =
    p > 2n &&
    q > 2n &&
    p * q === n &&
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    d % (p - 1n) === dp &&
    d % (q - 1n) === dq &&
    (inverse * q) % p === 1n;
  if (!isWhole) throw new KeyFault(false, 'its numbers do not belong together');
  return derSequence(derIntegerOctets(modulus), derIntegerOctets(exponent));
}

function number(content: Bytes): bigint {
  if (bitLength(content) > maxModulusBits) throw new KeyFault(false, 'its numbers do not belong together');
  return BigInt(`0x${toHex(content)}`);
}
