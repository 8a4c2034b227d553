import { fromUtf8, toHex } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf, identifierOf } from '#lib/pki/asn1/parse-asn1.ts';
import type { DistinguishedName, NameAttribute } from '#lib/pki/certificate/certificate.ts';
import { readName, textOf } from '#lib/pki/certificate/read-name.ts';
import { nameKey } from '#lib/pki/path/same-name.ts';

/** One of the names of a distribution point. Two are the same name where their keys are equal (RFC 5280 sections 4.2.1.6 and 7.1). */
export type PointName = { readonly key: string; readonly url?: string; readonly directory?: DistinguishedName };

export function directoryPoint(directory: DistinguishedName): PointName {
  return { key: `directory ${nameKey(directory)}`, directory };
}

/** `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`, RFC 5280 section 4.2.1.6. */
export function readPointNames(names: BlockReader, origin: number): readonly PointName[] {
  const read: PointName[] = [];
  while (names.hasMore) {
    const block = names.any('generalName');
    const identifier = identifierOf(block);
    if (identifier === 0xa4) {
      const choice = new BlockReader(block, names.part, origin, 0xa4);
      read.push(directoryPoint(readName(choice.any('directoryName'), names.part, origin)));
      continue;
    }
    const content = contentOf(block);
    const key = `${identifier.toString(16)} ${toHex(content)}`;
    read.push(identifier === 0x86 ? { key, url: fromUtf8(content) } : { key });
  }
  return read;
}

/**
 * `DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RelativeDistinguishedName }`, RFC 5280 section 4.2.1.13:
 * "the value of nameRelativeToCRLIssuer is appended to the X.500 distinguished name of the CRL issuer".
 */
export function readPointName(
  choice: BlockReader,
  issuers: readonly DistinguishedName[],
  origin: number,
): readonly PointName[] {
  if (choice.isNext(0xa0)) return readPointNames(choice.explicit('fullName', 0xa0), origin);
  const set = choice.explicit('nameRelativeToCRLIssuer', 0xa1);
  const attributes: NameAttribute[] = [];
  while (set.hasMore) {
    const attribute = set.sequence('attribute');
    const oid = attribute.oid('type');
    attributes.push({ oid, label: oid, value: textOf(attribute.any('value')) });
  }
  // The key is all that is needed of a name that nobody wrote down in one piece.
  return issuers.map(({ rdns }) => ({
    key: directoryPoint({ der: new Uint8Array(), text: '', rdns: [...rdns, attributes] }).key,
  }));
}
