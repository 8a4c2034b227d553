import type { BaseBlock } from 'asn1js';
import { type Bytes, toHex } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import type { ElementBudget } from '#lib/pki/asn1/der-scan.ts';
import { contentOf, EncodingFault, identifierOf, octetsOf, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';
import { readGeneralName } from '#lib/pki/certificate/alternative-names.ts';
import type { AlternativeName, Certificate, DistinguishedName, KeyUsage } from '#lib/pki/certificate/certificate.ts';
import { type JudgedFacts, judgedExtensions } from '#lib/pki/certificate/judged-extensions.ts';
import { checkPrimitives } from '#lib/pki/certificate/primitive-fault.ts';
import { readName } from '#lib/pki/certificate/read-name.ts';

/** What the extensions of one certificate say. */
export type ExtensionFacts = Pick<
  Certificate,
  | 'alternativeNames'
  | 'basicConstraints'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'subjectKeyId'
  | 'authorityKeyId'
  | 'authorityCertificate'
  | 'issuerUrls'
  | 'unknownCriticalExtensions'
  | 'extensionOids'
  | 'extensions'
  | 'malformedExtensions'
> &
  JudgedFacts;

type Writable<Facts> = { -readonly [Name in keyof Facts]: Facts[Name] };
type Read = (value: BaseBlock, facts: Writable<ExtensionFacts>, origin: number) => void;

const usages: readonly KeyUsage[] = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

const readers: Readonly<Record<string, readonly [part: string, read: Read]>> = {
  /** `BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL }`, RFC 5280 section 4.2.1.9. */
  '2.5.29.19': [
    'basicConstraints',
    (value, facts, origin) => {
      const fields = new BlockReader(value, 'basicConstraints', origin);
      const isAuthority = fields.isNext(tag.boolean) && fields.boolean('cA');
      facts.basicConstraints = fields.hasMore
        ? { isAuthority, pathLength: fields.smallInteger('pathLenConstraint') }
        : { isAuthority };
      fields.end();
    },
  ],
  /** `KeyUsage ::= BIT STRING`, RFC 5280 section 4.2.1.3. */
  '2.5.29.15': [
    'keyUsage',
    (value, facts, origin) => {
      const [unusedBits, ...octets] = contentOf(value);
      if (identifierOf(value) !== tag.bitString || unusedBits === undefined) throw wrongType('keyUsage', value, origin);
      facts.keyUsage = usages.filter((_, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
    },
  ],
  /** `ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId`, RFC 5280 section 4.2.1.12. */
  '2.5.29.37': [
    'extKeyUsage',
    (value, facts, origin) => {
      const purposes = new BlockReader(value, 'extKeyUsage', origin);
      const oids: string[] = [];
      while (purposes.hasMore) oids.push(purposes.oid('keyPurposeId'));
      facts.extendedKeyUsage = oids;
    },
  ],
  /** `GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName`, RFC 5280 section 4.2.1.6. */
  '2.5.29.17': [
    'subjectAltName',
    (value, facts, origin) => {
      const names = new BlockReader(value, 'subjectAltName', origin);
      const read: AlternativeName[] = [];
      while (names.hasMore) read.push(readGeneralName(names.any('generalName'), 'subjectAltName', origin));
      facts.alternativeNames = read;
    },
  ],
  /** `SubjectKeyIdentifier ::= OCTET STRING`, RFC 5280 section 4.2.1.2. */
  '2.5.29.14': [
    'subjectKeyIdentifier',
    (value, facts, origin) => {
      if (identifierOf(value) !== tag.octetString) throw wrongType('subjectKeyIdentifier', value, origin);
      facts.subjectKeyId = toHex(contentOf(value));
    },
  ],
  /**
   * `AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] OCTET STRING OPTIONAL, authorityCertIssuer [1] GeneralNames OPTIONAL,
   * authorityCertSerialNumber [2] INTEGER OPTIONAL }`, all IMPLICIT, RFC 5280 section 4.2.1.1.
   */
  '2.5.29.35': [
    'authorityKeyIdentifier',
    (value, facts, origin) => {
      const fields = new BlockReader(value, 'authorityKeyIdentifier', origin);
      if (fields.isNext(0x80)) facts.authorityKeyId = toHex(contentOf(fields.any('keyIdentifier')));
      const issuer = fields.isNext(0xa1)
        ? directoryName(fields.explicit('authorityCertIssuer', 0xa1), origin)
        : undefined;
      const serial = fields.isNext(0x82) ? toHex(contentOf(fields.any('authorityCertSerialNumber'))) : undefined;
      if (issuer !== undefined || serial !== undefined) {
        facts.authorityCertificate = {
          ...(issuer === undefined ? {} : { issuer }),
          ...(serial === undefined ? {} : { serial }),
        };
      }
    },
  ],
};

/** The first directory name among GeneralNames. */
function directoryName(names: BlockReader, origin: number): DistinguishedName | undefined {
  while (names.hasMore) {
    const isDirectoryName = names.isNext(0xa4);
    const name = names.any('generalName');
    if (isDirectoryName) {
      const choice = new BlockReader(name, names.part, origin, 0xa4);
      return readName(choice.any('directoryName'), names.part, origin);
    }
  }
  return undefined;
}

// What is read above and in judged-extensions.ts, and what revocation reads. Key identifiers, freshestCRL and authority information access must not be
// critical (RFC 5280 sections 4.2.1.1, 4.2.1.2, 4.2.1.15 and 4.2.2.1), and OpenSSL refuses them where they are.
const processed = new Set([
  ...['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.30', '2.5.29.31', '2.5.29.32', '2.5.29.33', '2.5.29.36'],
  ...['2.5.29.37', '2.5.29.54', '2.16.840.1.113730.1.1'],
]);

// Proxy certificates must be critical (RFC 3820 section 3.8); OpenSSL heeds them where they are not, too.
const bindingAnyway = new Set(['1.3.6.1.5.5.7.1.14']);

/** What a certificate without extensions says. */
export function noExtensions(): ExtensionFacts {
  return { alternativeNames: [], issuerUrls: [], unknownCriticalExtensions: [], extensionOids: [], extensions: [] };
}

/** `Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension`, RFC 5280 section 4.1.2.9; one of each (section 4.2). */
export function readExtensions(extensions: BlockReader, origin: number, budget: ElementBudget): ExtensionFacts {
  const facts: Writable<ExtensionFacts> = { ...noExtensions() };
  const all: { oid: string; isCritical: boolean; value: Bytes }[] = [];
  const malformed: string[] = [];
  while (extensions.hasMore) {
    const extension = extensions.sequence('extension');
    const oid = extension.oid('extnID');
    const isCritical = extension.isNext(tag.boolean) && extension.boolean('critical');
    const value = extension.octetString('extnValue');
    extension.end();
    if (all.some((earlier) => earlier.oid === oid)) extension.refuse('extnID', `is there twice (${oid})`);
    all.push({ oid, isCritical, value });
    const [part, read] = readers[oid] ?? [oid];
    const judged = judgedExtensions[oid];
    if (read === undefined && judged === undefined) continue;
    let parsed: BaseBlock | undefined;
    try {
      parsed = parseValue(value, part, origin, budget);
      if (judged !== undefined) Object.assign(facts, judged(parsed, origin));
    } catch (error) {
      if (!(error instanceof EncodingFault) || budget.isSpent || (parsed === undefined && read !== undefined))
        throw error;
      malformed.push(oid);
    }
    if (parsed !== undefined) read?.(parsed, facts, origin);
  }
  facts.extensions = all;
  if (malformed.length > 0) facts.malformedExtensions = malformed;
  facts.extensionOids = all.map(({ oid }) => oid);
  facts.unknownCriticalExtensions = all
    .filter((one) => (one.isCritical && !processed.has(one.oid)) || bindingAnyway.has(one.oid))
    .map(({ oid }) => oid);
  return facts;
}

function parseValue(value: Bytes, part: string, origin: number, budget: ElementBudget): BaseBlock {
  const parsed = parseAsn1(value, 'DER', budget);
  if (parsed.ok) {
    checkPrimitives(parsed.value, part, origin);
    return parsed.value;
  }
  throw new EncodingFault(
    `is broken: ${parsed.problem.message}`,
    part,
    value.byteOffset - origin + parsed.problem.offset,
  );
}

function wrongType(part: string, block: BaseBlock, origin: number): EncodingFault {
  return new EncodingFault('has the wrong type', part, octetsOf(block).byteOffset - origin);
}
