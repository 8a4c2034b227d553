import { type Bytes, concatBytes, utf8 } from '#lib/core/bytes.ts';
import { derContext, derOctetString, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import type { ExtensionToWrite } from '#lib/pki/issue/write-extensions.ts';

/**
 * A person's security identifier as an authority of Active Directory writes it (MS-WCCE section 2.2.2.7.7.4, KB5014754); the SID as text.
 *
 * ```asn1
 * NtdsCaSecurity ::= SEQUENCE OF [0] IMPLICIT OtherName
 * OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT OCTET STRING }
 * ```
 */
export function sidExtension(sid: string): ExtensionToWrite {
  const value: Bytes = derContext(0, derOctetString(utf8(sid)), true);
  const otherName = derContext(0, concatBytes(derOid('1.3.6.1.4.1.311.25.2.1'), value), true);
  return { oid: '1.3.6.1.4.1.311.25.2', isCritical: false, value: derSequence(otherName) };
}
