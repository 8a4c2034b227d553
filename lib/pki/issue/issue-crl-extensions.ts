import { type Bytes, concatBytes, utf8 } from '#lib/core/bytes.ts';
import { derContext, derInteger, derNamedBits, derSequence } from '#lib/pki/asn1/write-der.ts';
import type { ExtensionToWrite } from '#lib/pki/issue/write-extensions.ts';
import { type NameParts, writeName } from '#lib/pki/issue/write-name.ts';

/** A general name of a distribution point: an address, or a name in the directory. */
export type PointNameToWrite = string | NameParts;

export type DistributionPointToWrite = {
  readonly names?: readonly PointNameToWrite[];
  /** Bits of ReasonFlags, RFC 5280 section 4.2.1.13. */
  readonly reasons?: readonly number[];
  readonly crlIssuer?: NameParts;
};

function generalNames(names: readonly PointNameToWrite[]): Bytes {
  return concatBytes(
    ...names.map((name) =>
      typeof name === 'string' ? derContext(6, utf8(name), false) : derContext(4, writeName(name), true),
    ),
  );
}

function fullName(names: readonly PointNameToWrite[]): Bytes {
  return derContext(0, derContext(0, generalNames(names), true), true);
}

/** The tag of ReasonFlags is implicit: the bits without their own identifier and length, which are two octets. */
function reasonFlags(number: number, reasons: readonly number[]): Bytes {
  return derContext(number, derNamedBits(reasons).subarray(2), false);
}

/** CRL distribution points (RFC 5280 section 4.2.1.13), or with another `oid` the freshest CRL (sections 4.2.1.15 and 5.2.6). */
export function distributionPointsExtension(
  points: readonly DistributionPointToWrite[],
  oid: '2.5.29.31' | '2.5.29.46' = '2.5.29.31',
): ExtensionToWrite {
  const written = points.map(({ names, reasons, crlIssuer }) =>
    derSequence(
      ...(names === undefined ? [] : [fullName(names)]),
      ...(reasons === undefined ? [] : [reasonFlags(1, reasons)]),
      ...(crlIssuer === undefined ? [] : [derContext(2, generalNames([crlIssuer]), true)]),
    ),
  );
  return { oid, isCritical: false, value: derSequence(...written) };
}

export type ScopeToWrite = {
  readonly names?: readonly PointNameToWrite[];
  readonly only?: 'users' | 'authorities' | 'attributes';
  readonly reasons?: readonly number[];
  readonly isIndirect?: boolean;
};

/** RFC 5280 section 5.2.5. */
export function issuingDistributionPointExtension({
  names,
  only,
  reasons,
  isIndirect,
}: ScopeToWrite): ExtensionToWrite {
  const yes = (number: number) => derContext(number, Uint8Array.of(0xff), false);
  const value = derSequence(
    ...(names === undefined ? [] : [fullName(names)]),
    ...(only === 'users' ? [yes(1)] : []),
    ...(only === 'authorities' ? [yes(2)] : []),
    ...(reasons === undefined ? [] : [reasonFlags(3, reasons)]),
    ...(isIndirect === true ? [yes(4)] : []),
    ...(only === 'attributes' ? [yes(5)] : []),
  );
  return { oid: '2.5.29.28', isCritical: true, value };
}

/** Makes the list one of changes since the complete list of this number, RFC 5280 section 5.2.4. */
export function deltaIndicatorExtension(baseNumber: number): ExtensionToWrite {
  return { oid: '2.5.29.27', isCritical: true, value: derInteger(baseNumber) };
}

/** Of an entry: who issued the certificate, RFC 5280 section 5.3.3. */
export function certificateIssuerExtension(issuer: NameParts): ExtensionToWrite {
  return { oid: '2.5.29.29', isCritical: true, value: derSequence(derContext(4, writeName(issuer), true)) };
}
