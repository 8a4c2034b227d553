import type { BaseBlock } from 'asn1js';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { contentOf, EncodingFault, identifierOf, octetsOf } from '#lib/pki/asn1/parse-asn1.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';
import type { GeneralName } from '#lib/pki/certificate/certificate.ts';
import { readName } from '#lib/pki/certificate/read-name.ts';

const plainForms: Readonly<Record<number, Exclude<GeneralName['form'], 'otherName' | 'directoryName'>>> = {
  129: 'rfc822Name',
  130: 'dNSName',
  163: 'x400Address',
  165: 'ediPartyName',
  134: 'uniformResourceIdentifier',
  135: 'iPAddress',
  136: 'registeredID',
};

/**
 * ```asn1
 * GeneralName ::= CHOICE { otherName [0] OtherName, rfc822Name [1] IA5String, dNSName [2] IA5String, x400Address [3] ORAddress,
 *   directoryName [4] Name, ediPartyName [5] EDIPartyName, uniformResourceIdentifier [6] IA5String, iPAddress [7] OCTET STRING,
 *   registeredID [8] OBJECT IDENTIFIER }
 * OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }
 * ```
 */
export function readStrictGeneralName(block: BaseBlock, part: string, origin: number): GeneralName {
  const identifier = identifierOf(block);
  if (identifier === 0xa0) {
    const fields = new BlockReader(block, `${part}.otherName`, origin, 0xa0);
    const type = fields.oid('type-id');
    const value = fields.explicit('value', tag.context0);
    const octets = octetsOf(value.any('any'));
    value.end();
    fields.end();
    return { form: 'otherName', type, octets };
  }
  if (identifier === 0xa4) {
    const choice = new BlockReader(block, `${part}.directoryName`, origin, 0xa4);
    const name = readName(choice.any('name'), `${part}.directoryName`, origin);
    choice.end();
    return { form: 'directoryName', name };
  }
  const form = plainForms[identifier];
  if (form === undefined) throw new EncodingFault('is no general name', part, octetsOf(block).byteOffset - origin);
  return { form, octets: contentOf(block) };
}

/** `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`, RFC 5280 section 4.2.1.6. */
export function readStrictGeneralNames(names: BlockReader, origin: number): readonly GeneralName[] {
  if (!names.hasMore) names.refuse('generalName', 'is missing');
  const read: GeneralName[] = [];
  while (names.hasMore) read.push(readStrictGeneralName(names.any('generalName'), names.part, origin));
  return read;
}
