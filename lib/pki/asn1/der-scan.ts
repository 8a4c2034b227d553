import type { Outcome } from '#lib/core/outcome.ts';
import { type DerFault, readHeader, tag } from '#lib/pki/asn1/tlv.ts';

/** The deepest nesting that is read; certificates need about 10. */
export const maxDepth = 32;
/** The most elements one structure may have before a parser is asked to build them. */
export const maxElements = 20_000;
/** The most elements of all structures of one file together; certificates rarely have more than a hundred. */
export const maxElementsPerFile = 120_000;
const maxOidOctets = 256;

/** What is left of the elements that may be built, for structures that stand inside each other or in one file. */
export class ElementBudget {
  #left: number;

  constructor(elements: number = maxElements) {
    this.#left = elements;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Takes the elements; what cannot be paid for leaves nothing. */
  spend(elements: number): boolean {
    this.#left -= elements;
    return this.#left >= 0;
  }
}

/**
 * Walks the first element of the bytes without recursion and without building anything, so that a parser that recurses
 * and allocates is only ever given what it can bear (X.690 section 8.1). `isStrict` also holds lengths to the
 * distinguished encoding (X.690 section 10.1).
 */
export function scanDer(
  bytes: Uint8Array,
  isStrict: boolean,
): Outcome<{ readonly end: number; readonly elements: number }, DerFault> {
  // For each open element: where it ends, or -1 in the indefinite form, and where whatever encloses it ends.
  const ends: number[] = [];
  const limits: number[] = [];
  let limit = bytes.length;
  let elements = 0;
  let at = 0;
  do {
    if (ends.at(-1) === -1 && bytes[at] === 0 && bytes[at + 1] === 0 && at + 2 <= limit) {
      at += 2;
      ends.pop();
      limit = limits.pop() ?? bytes.length;
    } else {
      const header = readHeader(bytes, at, limit);
      if ('message' in header) return fault(header.offset, header.message);
      elements += 1;
      if (elements > maxElements) return fault(at, `there are more than ${maxElements} elements`);
      if (isStrict && !header.isMinimal)
        return fault(at, 'a length is not written in the distinguished encoding (DER)');
      const isConstructed = (header.identifier & 0x20) !== 0;
      if (header.length === undefined && !isConstructed) return fault(at, 'a primitive element has no definite length');
      if (isConstructed) {
        if (ends.length === maxDepth) return fault(at, `elements are nested more than ${maxDepth} deep`);
        limits.push(limit);
        ends.push(header.length === undefined ? -1 : header.contentStart + header.length);
        if (header.length !== undefined) limit = header.contentStart + header.length;
        at = header.contentStart;
      } else {
        const length = header.length ?? 0;
        // A parser makes an object of every arc.
        if (header.identifier === tag.oid && length > maxOidOctets) return fault(at, 'an object identifier has no end');
        at = header.contentStart + length;
      }
    }
    while (ends.length > 0 && at === ends.at(-1)) {
      ends.pop();
      limit = limits.pop() ?? bytes.length;
    }
  } while (ends.length > 0);
  return { ok: true, value: { end: at, elements } };
}

function fault(offset: number, message: string): { readonly ok: false; readonly problem: DerFault } {
  return { ok: false, problem: { offset, message } };
}
