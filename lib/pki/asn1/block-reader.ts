import { type BaseBlock, BitString, Boolean as BooleanBlock, Integer, ObjectIdentifier, OctetString } from 'asn1js';
import type { Bytes } from '#lib/core/bytes.ts';
import { childrenOf, contentOf, EncodingFault, identifierOf, octetsOf } from '#lib/pki/asn1/parse-asn1.ts';
import { dottedOid, tag } from '#lib/pki/asn1/tlv.ts';

/** Reads the fields of one SEQUENCE in their order; every complaint says which field, and at which byte. */
export class BlockReader {
  readonly part: string;
  readonly #blocks: readonly BaseBlock[];
  readonly #parent: BaseBlock;
  readonly #origin: number;
  #at = 0;

  /** `origin` is where the parsed bytes begin in their buffer, `part` what the structure is called. */
  constructor(parent: BaseBlock, part: string, origin: number, identifier: number = tag.sequence) {
    this.part = part;
    this.#parent = parent;
    this.#origin = origin;
    if (identifierOf(parent) !== identifier) throw this.#fault('has the wrong type', part, parent);
    this.#blocks = childrenOf(parent);
  }

  get hasMore(): boolean {
    return this.#at < this.#blocks.length;
  }

  get remaining(): number {
    return this.#blocks.length - this.#at;
  }

  /** Whether the next field has this identifier octet. */
  isNext(identifier: number): boolean {
    const next = this.#blocks[this.#at];
    return next !== undefined && identifierOf(next) === identifier;
  }

  any(field: string): BaseBlock {
    const block = this.#blocks[this.#at];
    if (block === undefined) throw this.#fault('is missing', `${this.part}.${field}`, this.#parent);
    this.#at += 1;
    return block;
  }

  block(field: string, identifier: number): BaseBlock {
    const block = this.any(field);
    if (identifierOf(block) !== identifier) throw this.#fault('has the wrong type', `${this.part}.${field}`, block);
    return block;
  }

  sequence(field: string): BlockReader {
    return new BlockReader(this.block(field, tag.sequence), `${this.part}.${field}`, this.#origin);
  }

  /** The single element inside `[number] EXPLICIT`. */
  explicit(field: string, identifier: number): BlockReader {
    return new BlockReader(this.block(field, identifier), `${this.part}.${field}`, this.#origin, identifier);
  }

  oid(field: string): string {
    const block = this.block(field, tag.oid);
    if (!(block instanceof ObjectIdentifier)) throw this.#fault('has the wrong type', `${this.part}.${field}`, block);
    return dottedOid(contentOf(block));
  }

  /** Content octets of an INTEGER, at least one. */
  integer(field: string): Bytes {
    const block = this.block(field, tag.integer);
    const content = contentOf(block);
    if (!(block instanceof Integer) || content.length === 0)
      throw this.#fault('is empty', `${this.part}.${field}`, block);
    return content;
  }

  /** An INTEGER that a number holds exactly and that is not negative. */
  smallInteger(field: string): number {
    const content = this.integer(field);
    const isSmall = content.length <= 6 && (content[0] ?? 0) < 0x80;
    return isSmall ? content.reduce((sum, octet) => sum * 256 + octet, 0) : this.refuse(field, 'is out of range');
  }

  boolean(field: string): boolean {
    const block = this.block(field, tag.boolean);
    return block instanceof BooleanBlock ? block.valueBlock.value : this.refuse(field, 'has the wrong type');
  }

  /** The octets of an OCTET STRING, in one piece or, in BER, in several (X.690 section 8.7). */
  octetString(field: string): Bytes {
    const block = this.any(field);
    if (!(block instanceof OctetString)) return this.refuse(field, 'is no octet string');
    return block.idBlock.isConstructed ? new Uint8Array(block.getValue()) : contentOf(block);
  }

  /** The bits of a BIT STRING and how many of the last octet are unused. */
  bitString(field: string): { readonly bits: Bytes; readonly unusedBits: number } {
    const block = this.block(field, tag.bitString);
    const content = contentOf(block);
    const unusedBits = content[0];
    if (!(block instanceof BitString) || unusedBits === undefined || unusedBits > 7)
      return this.refuse(field, 'is no bit string');
    return { bits: content.subarray(1), unusedBits };
  }

  end(): void {
    const extra = this.#blocks[this.#at];
    if (extra !== undefined) throw this.#fault('holds something that does not belong there', this.part, extra);
  }

  refuse(field: string, why: string): never {
    throw this.#fault(why, `${this.part}.${field}`, this.#blocks[Math.max(0, this.#at - 1)] ?? this.#parent);
  }

  /** The structure as received. */
  get octets(): Bytes {
    return octetsOf(this.#parent);
  }

  #fault(why: string, part: string, block: BaseBlock): EncodingFault {
    return new EncodingFault(why, part, octetsOf(block).byteOffset - this.#origin);
  }
}
