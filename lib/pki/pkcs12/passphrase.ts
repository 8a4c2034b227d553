import { type Bytes, concatBytes, utf8 } from '#lib/core/bytes.ts';
import { utf16BigEndian } from '#lib/pki/asn1/write-der.ts';

/** A passphrase as the two families of key derivation take it. */
export type Passphrase = {
  /** BMPString with its terminator, RFC 7292 appendix B.1. */
  readonly bmp: Bytes;
  /** Octets for PBES1 and PBES2 (RFC 8018): UTF-8, then what else old tools may have used. */
  readonly octets: readonly Bytes[];
};

const nothing: Passphrase = { bmp: new Uint8Array(), octets: [new Uint8Array()] };

/**
 * The forms to try in turn. An empty passphrase and an absent one differ in PKCS#12: the former has a terminator.
 * Letters beyond ASCII were written in more than one way by tools before OpenSSL 1.1.
 */
export function passphraseForms(text: string): readonly Passphrase[] {
  const octets = utf8(text);
  if (text === '') return [{ bmp: bmpPassphrase(''), octets: [octets] }, nothing];
  if (octets.length === text.length) return [{ bmp: bmpPassphrase(text), octets: [octets] }];
  const isLatin = [...text].every((letter) => (letter.codePointAt(0) ?? 0) < 0x100);
  const latin = isLatin ? [Uint8Array.from(text, (letter) => letter.charCodeAt(0))] : [];
  const all = [octets, ...latin];
  return [
    { bmp: bmpPassphrase(text), octets: all },
    { bmp: bmpPassphrase(String.fromCharCode(...octets.subarray(0, 1000))), octets: all },
  ];
}

/** The one form that is written: UTF-16 in network order with its terminator, RFC 7292 appendix B.1. */
export function bmpPassphrase(text: string): Bytes {
  return concatBytes(utf16BigEndian(text), new Uint8Array(2));
}
