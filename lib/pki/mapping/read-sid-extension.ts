import { type Bytes, fromUtf8 } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';

const ntdsObjectSid = '1.3.6.1.4.1.311.25.2.1';

/**
 * The SIDs in the value of extension 1.3.6.1.4.1.311.25.2 (MS-WCCE section 2.2.2.7.7.4), as text; undefined where it is encoded otherwise.
 *
 * ```asn1
 * NtdsCaSecurity ::= SEQUENCE OF [0] IMPLICIT OtherName
 * OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT OCTET STRING }
 * ```
 */
export function readSidExtension(value: Bytes): readonly string[] | undefined {
  const parsed = parseAsn1(value, 'DER');
  if (!parsed.ok) return undefined;
  try {
    const names = new BlockReader(parsed.value, 'ntdsCaSecurity', value.byteOffset);
    const sids: string[] = [];
    while (names.hasMore) {
      const name = names.explicit('otherName', 0xa0);
      const isSid = name.oid('type-id') === ntdsObjectSid;
      const octets = name.explicit('value', 0xa0).octetString('sid');
      name.end();
      if (isSid) sids.push(fromUtf8(octets));
    }
    return sids;
  } catch (error) {
    if (error instanceof EncodingFault) return undefined;
    throw error;
  }
}
