import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import { childrenOf, octetsOf, readTlv, tag } from '#lib/pki/asn1/tlv.ts';
import { derBitString, derElement, derSequence } from '#lib/pki/asn1/write-der.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { Minted } from '#lib/pki/issue/mint.ts';
import { signBytes } from '#lib/pki/issue/sign-bytes.ts';
import type { KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

export const utcTime = (text: string): Bytes => derElement(tag.utcTime, utf8(text));
export const generalizedTime = (text: string): Bytes => derElement(tag.generalizedTime, utf8(text));

/** The same certificate with other octets for its first and its last moment, signed anew by an elliptic-curve key. */
export async function withTimes(minted: Minted, by: KeyPair, notBefore: Bytes, notAfter: Bytes): Promise<Minted> {
  const { tbs, der } = minted.certificate;
  // Version, serial number, algorithm, issuer, validity (RFC 5280 section 4.1).
  const fields = elementsOf(tbs).with(4, derSequence(notBefore, notAfter));
  const algorithm = elementsOf(der)[1] ?? new Uint8Array();
  const anew = derSequence(...fields);
  const signature = await signBytes(by, 'SHA-256', 'PKCS1', anew);
  const read = await parseCertificate(derSequence(anew, algorithm, derBitString(signature)));
  if (!read.ok) throw new Error(read.problem.message);
  return { ...minted, certificate: read.value };
}

function elementsOf(der: Bytes): readonly Bytes[] {
  const whole = readTlv(der);
  return whole === undefined ? [] : childrenOf(der, whole).map((element) => octetsOf(der, element));
}
