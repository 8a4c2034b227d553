import type { BaseBlock } from 'asn1js';
import type { Bytes } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import type { ElementBudget } from '#lib/pki/asn1/der-scan.ts';
import { childrenOf, EncodingFault, parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
import { tag } from '#lib/pki/asn1/tlv.ts';

const bagIds: Readonly<Record<string, 'key' | 'shrouded key' | 'certificate' | 'revocation list' | 'secret' | 'safe'>> =
  {
    '1.2.840.113549.1.12.10.1.1': 'key',
    '1.2.840.113549.1.12.10.1.2': 'shrouded key',
    '1.2.840.113549.1.12.10.1.3': 'certificate',
    '1.2.840.113549.1.12.10.1.4': 'revocation list',
    '1.2.840.113549.1.12.10.1.5': 'secret',
    '1.2.840.113549.1.12.10.1.6': 'safe',
  };

/** One bag of a safe, RFC 7292 section 4.2; `octets` are a PrivateKeyInfo, an EncryptedPrivateKeyInfo or a certificate. */
export type Bag =
  | { readonly kind: 'key' | 'shrouded key' | 'certificate'; readonly part: string; readonly octets: Bytes }
  | { readonly kind: 'other'; readonly part: string; readonly what: string }
  | { readonly kind: 'broken'; readonly part: string; readonly message: string };

const x509 = '1.2.840.113549.1.9.22.1';
const maxNesting = 4;

/** The bags of a SafeContents one by one, those of nested safes in their place; each broken one by itself. */
export function* readBags(contents: Bytes, part: string, budget: ElementBudget): Generator<Bag> {
  const parsed = parseAsn1(contents, 'BER', budget);
  if (parsed.ok) yield* bagsOf(parsed.value, part, 0);
  else yield { kind: 'broken', part, message: parsed.problem.message };
}

/** `SafeContents ::= SEQUENCE OF SafeBag`. */
function* bagsOf(contents: BaseBlock, part: string, nesting: number): Generator<Bag> {
  for (const [index, block] of childrenOf(contents).entries()) {
    const here = `${part}, bag ${index + 1}`;
    try {
      const read = readBag(new BlockReader(block, 'bag', 0), here);
      if (!('safe' in read)) yield read;
      else if (nesting < maxNesting) yield* bagsOf(read.safe, here, nesting + 1);
      else yield { kind: 'broken', part: here, message: 'safes are nested too deep' };
    } catch (error) {
      if (!(error instanceof EncodingFault)) throw error;
      yield { kind: 'broken', part: here, message: `${error.part} ${error.message}` };
    }
  }
}

/** `SafeBag ::= SEQUENCE { bagId OBJECT IDENTIFIER, bagValue [0] EXPLICIT ANY, bagAttributes SET OPTIONAL }`. */
function readBag(bag: BlockReader, part: string): Bag | { readonly safe: BaseBlock } {
  const oid = bag.oid('bagId');
  const value = bag.explicit('bagValue', tag.context0);
  const kind = bagIds[oid];
  switch (kind) {
    case 'key':
    case 'shrouded key':
      return { kind, part, octets: value.sequence(kind).octets };
    case 'certificate': {
      const certificate = value.sequence('certBag');
      const type = certificate.oid('certId');
      if (type !== x509) return { kind: 'other', part, what: `a certificate of another kind (${type})` };
      return { kind, part, octets: certificate.explicit('certValue', tag.context0).octetString('x509Certificate') };
    }
    case 'safe':
      return { safe: value.any('safeContents') };
    case 'revocation list':
    case 'secret':
      return { kind: 'other', part, what: `a ${kind}` };
    default:
      return { kind: 'other', part, what: `a bag of an unknown kind (${oid})` };
  }
}
