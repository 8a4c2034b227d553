import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import {
  derBitString,
  derElement,
  derInteger,
  derIntegerOctets,
  derSequence,
  derTime,
} from '#lib/pki/asn1/write-der.ts';
import { type Minted, mintedAt } from '#lib/pki/issue/mint.ts';
import { signatureAlgorithm, signBytes } from '#lib/pki/issue/sign-bytes.ts';
import { writeExtension } from '#lib/pki/issue/write-extensions.ts';
import { writeName } from '#lib/pki/issue/write-name.ts';

/** A serial number of sixteen octets, as authorities draw them: the same for the same number, and spread over the whole range. */
export function serialOf(number: number): Bytes {
  const octets = new Uint8Array(16);
  let state = (number + 1) * 0x9e3779b1;
  for (let at = 0; at < octets.length; at += 1) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + at;
    octets[at] = state >>> 24;
  }
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40;
  new DataView(octets.buffer).setUint32(12, number);
  return octets;
}

/** A signed list with so many entries, each with a reason, as large as those of nations; written into one piece of memory. */
export async function makeCrl(signer: Minted, count: number): Promise<Bytes> {
  const reason = derSequence(
    writeExtension({ oid: '2.5.29.21', isCritical: false, value: derElement(0x0a, Uint8Array.of(1)) }),
  );
  const date = derTime(mintedAt - 86_400_000);
  const first = derSequence(derIntegerOctets(serialOf(0)), date, reason);
  const entries = new Uint8Array(first.length * count);
  for (let number = 0; number < count; number += 1) {
    const at = number * first.length;
    entries.set(first, at);
    entries.set(serialOf(number), at + 4);
  }
  const algorithm = signatureAlgorithm(signer.key, 'SHA-256', 'PKCS1');
  const tbs = derSequence(
    derInteger(1),
    algorithm,
    writeName(signer.signer.name),
    derTime(mintedAt - 86_400_000),
    derTime(mintedAt + 86_400_000),
    derSequence(entries),
  );
  const signature = await signBytes(signer.key, 'SHA-256', 'PKCS1', tbs);
  return concatBytes(derSequence(tbs, algorithm, derBitString(signature)));
}
