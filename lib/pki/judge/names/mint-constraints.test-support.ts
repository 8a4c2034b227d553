import { type Bytes, concatBytes, utf8 } from '#lib/core/bytes.ts';
import { derContext, derOid, derSequence, derUtf8String } from '#lib/pki/asn1/write-der.ts';
import { ipOctets } from '#lib/pki/certificate/ip-octets.ts';
import type { ExtensionToWrite } from '#lib/pki/issue/write-extensions.ts';
import { type NameParts, writeName } from '#lib/pki/issue/write-name.ts';

/* GeneralNames as they stand in subtrees and among alternative names, RFC 5280 section 4.2.1.6. */

export const mail = (text: string): Bytes => derContext(1, utf8(text), false);
export const dns = (text: string): Bytes => derContext(2, utf8(text), false);
export const directory = (...parts: NameParts): Bytes => derContext(4, writeName(parts), true);
export const uri = (text: string): Bytes => derContext(6, utf8(text), false);
export const registeredId = (oid: string): Bytes => derContext(8, derOid(oid).subarray(2), false);
export const other = (type: string, value: Bytes): Bytes =>
  derContext(0, concatBytes(derOid(type), derContext(0, value, true)), true);
export const upn = (text: string): Bytes => other('1.3.6.1.4.1.311.20.2.3', derUtf8String(text));

/** An address, or with its mask the base of a subtree. */
export function address(...texts: readonly string[]): Bytes {
  return derContext(7, concatBytes(...texts.map((text) => ipOctets(text) ?? new Uint8Array())), false);
}

export type Subtrees = {
  readonly permitted?: readonly Bytes[];
  readonly excluded?: readonly Bytes[];
  readonly isCritical?: boolean;
};

/** RFC 5280 section 4.2.1.10; a list that is there and empty is written, against that section. */
export function constraintsExtension({ permitted, excluded, isCritical = true }: Subtrees): ExtensionToWrite {
  const subtrees = (number: number, bases: readonly Bytes[] | undefined) =>
    bases === undefined ? [] : [derContext(number, concatBytes(...bases.map((base) => derSequence(base))), true)];
  const value = derSequence(...subtrees(0, permitted), ...subtrees(1, excluded));
  return { oid: '2.5.29.30', isCritical, value };
}

/** RFC 5280 section 4.2.1.6. */
export function namesExtension(...names: readonly Bytes[]): ExtensionToWrite {
  return { oid: '2.5.29.17', isCritical: false, value: derSequence(...names) };
}
