import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import {
  derBoolean,
  derContext,
  derInteger,
  derNamedBits,
  derOctetString,
  derOid,
  derSequence,
  derUtf8String,
} from '#lib/pki/asn1/write-der.ts';
import type { AlternativeName, KeyUsage } from '#lib/pki/certificate/certificate.ts';
import { ipOctets } from '#lib/pki/certificate/ip-octets.ts';

/** `Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue OCTET STRING }`, RFC 5280 section 4.1. */
export type ExtensionToWrite = { readonly oid: string; readonly isCritical: boolean; readonly value: Bytes };

export function writeExtension({ oid, isCritical, value }: ExtensionToWrite): Bytes {
  return derSequence(derOid(oid), ...(isCritical ? [derBoolean(true)] : []), derOctetString(value));
}

const keyUsageBits: Record<KeyUsage, number> = {
  digitalSignature: 0,
  contentCommitment: 1,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
  encipherOnly: 7,
  decipherOnly: 8,
};

/** RFC 5280 section 4.2.1.3. */
export function keyUsageExtension(usages: readonly KeyUsage[]): ExtensionToWrite {
  return { oid: '2.5.29.15', isCritical: true, value: derNamedBits(usages.map((usage) => keyUsageBits[usage])) };
}

/** RFC 5280 section 4.2.1.9; `cA` is DEFAULT FALSE and so left out where false. */
export function basicConstraintsExtension(constraints: {
  readonly isAuthority: boolean;
  readonly pathLength?: number;
}): ExtensionToWrite {
  const parts = constraints.isAuthority ? [derBoolean(true)] : [];
  if (constraints.pathLength !== undefined) parts.push(derInteger(constraints.pathLength));
  return { oid: '2.5.29.19', isCritical: true, value: derSequence(...parts) };
}

/** RFC 5280 section 4.2.1.12. */
export function extendedKeyUsageExtension(oids: readonly string[]): ExtensionToWrite {
  return { oid: '2.5.29.37', isCritical: false, value: derSequence(...oids.map(derOid)) };
}

/** RFC 5280 section 4.2.1.2. */
export function subjectKeyIdExtension(keyId: Bytes): ExtensionToWrite {
  return { oid: '2.5.29.14', isCritical: false, value: derOctetString(keyId) };
}

/** RFC 5280 section 4.2.1.1, by key identifier alone. */
export function authorityKeyIdExtension(keyId: Bytes): ExtensionToWrite {
  return { oid: '2.5.29.35', isCritical: false, value: derSequence(derContext(0, keyId, false)) };
}

export type AlternativeNameToWrite = {
  readonly kind: Extract<AlternativeName['kind'], 'dns' | 'ip' | 'email' | 'uri' | 'upn'>;
  readonly value: string;
};

function generalName({ kind, value }: AlternativeNameToWrite): Bytes {
  switch (kind) {
    case 'email':
      return derContext(1, utf8(value), false);
    case 'dns':
      return derContext(2, utf8(value), false);
    case 'uri':
      return derContext(6, utf8(value), false);
    case 'ip': {
      const octets = ipOctets(value);
      if (octets === undefined) throw new TypeError(`"${value}" is no IP address.`);
      return derContext(7, octets, false);
    }
    case 'upn':
      return otherNameUpn(value);
  }
}

/** `otherName [0] { type-id 1.3.6.1.4.1.311.20.2.3, value [0] EXPLICIT UTF8String }`, Microsoft's user principal name. */
function otherNameUpn(value: string): Bytes {
  const typeId = derOid('1.3.6.1.4.1.311.20.2.3');
  const wrapped = derContext(0, derUtf8String(value), true);
  const content = new Uint8Array(typeId.length + wrapped.length);
  content.set(typeId);
  content.set(wrapped, typeId.length);
  return derContext(0, content, true);
}

/** RFC 5280 section 4.2.1.6; critical where the subject is empty. */
export function alternativeNamesExtension(
  names: readonly AlternativeNameToWrite[],
  isSubjectEmpty: boolean,
): ExtensionToWrite {
  return { oid: '2.5.29.17', isCritical: isSubjectEmpty, value: derSequence(...names.map(generalName)) };
}
