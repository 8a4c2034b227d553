import { type BaseBlock, Constructed, fromBER } from 'asn1js';
import type { Bytes } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { ElementBudget, maxDepth, maxElements, scanDer } from '#lib/pki/asn1/der-scan.ts';
import type { DerFault } from '#lib/pki/asn1/tlv.ts';

/** `DER` holds lengths to the distinguished encoding and takes nothing after the element; `BER` takes what tools write. */
export type Encoding = 'DER' | 'BER';

/**
 * The elements of an encoding (X.690), built only after a walk has shown that they are few and shallow enough.
 * The blocks look into `bytes`; nothing is copied.
 */
export function parseAsn1(
  bytes: Bytes,
  encoding: Encoding,
  budget: ElementBudget = new ElementBudget(),
): Outcome<BaseBlock, DerFault> {
  const scan = scanDer(bytes, encoding === 'DER');
  if (!scan.ok) return scan;
  const { end, elements } = scan.value;
  if (!budget.spend(elements)) return fault(0, 'the file has more elements than are read');
  if (end !== bytes.length) {
    const extra = bytes.length - end;
    return fault(end, `${extra} ${extra === 1 ? 'byte follows' : 'bytes follow'} where the structure ends`);
  }
  try {
    const parsed = fromBER(bytes, {
      copyInput: false,
      parseEmbedded: false,
      maxDepth: maxDepth + 1,
      maxNodes: maxElements,
    });
    if (parsed.offset === end) return { ok: true, value: parsed.result };
    return fault(0, `the structure is not valid ASN.1 (${parsed.result.error || 'its parts do not add up'})`);
  } catch (error) {
    return fault(0, `the structure is not valid ASN.1 (${error instanceof Error ? error.message : 'unknown reason'})`);
  }
}

function fault(offset: number, message: string): { readonly ok: false; readonly problem: DerFault } {
  return { ok: false, problem: { offset, message } };
}

/** Thrown while a structure is read field by field; never leaves the reader that catches it. */
export class EncodingFault extends Error {
  readonly offset: number;
  /** Which field, in the words of its RFC. */
  readonly part: string;

  constructor(message: string, part: string, offset: number) {
    super(message);
    this.offset = offset;
    this.part = part;
  }
}

/** Octet of class, constructed bit and number: `0x30` for a SEQUENCE. */
export function identifierOf(block: BaseBlock): number {
  const { tagClass, isConstructed, tagNumber } = block.idBlock;
  return ((tagClass - 1) << 6) | (isConstructed ? 0x20 : 0) | (tagNumber & 0x1f);
}

/** The element as received. */
export function octetsOf(block: BaseBlock): Bytes {
  return block.valueBeforeDecodeView as Bytes;
}

/** The content octets as received. */
export function contentOf(block: BaseBlock): Bytes {
  return octetsOf(block).subarray(block.idBlock.blockLength + block.lenBlock.blockLength);
}

export function childrenOf(block: BaseBlock): readonly BaseBlock[] {
  return block instanceof Constructed ? block.valueBlock.value : [];
}
