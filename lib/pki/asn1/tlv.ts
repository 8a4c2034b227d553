import type { Bytes } from '#lib/core/bytes.ts';

/** Where one element lies in its bytes: identifier, length and content octets of X.690 section 8.1. */
export type Tlv = {
  /** The identifier octet: class, constructed bit and tag number. */
  readonly identifier: number;
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  /** One past the last octet, end-of-contents included. */
  readonly end: number;
};

/** A place in an encoding where it stops making sense. */
export type DerFault = { readonly offset: number; readonly message: string };

/** Identifier octets that are looked for by name. */
export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
} as const;

/** Identifier and length octets of an element; `length` is undefined in the indefinite form (X.690 section 8.1.3.6). */
export type TlvHeader = {
  readonly identifier: number;
  readonly contentStart: number;
  readonly length: number | undefined;
  readonly isMinimal: boolean;
};

const maxTagOctets = 4;

/** Reads the identifier and length octets at `at`, which must not reach past `limit`. */
export function readHeader(bytes: Uint8Array, at: number, limit: number): TlvHeader | DerFault {
  const identifier = bytes[at];
  if (at >= limit || identifier === undefined) return { offset: at, message: 'an element is missing' };
  let cursor = at + 1;
  if ((identifier & 0x1f) === 0x1f) {
    const last = Math.min(limit, cursor + maxTagOctets);
    while (cursor < last && ((bytes[cursor] ?? 0) & 0x80) !== 0) cursor += 1;
    if (cursor === last) return { offset: at, message: 'an element has an impossible tag' };
    cursor += 1;
  }
  const first = bytes[cursor];
  if (cursor >= limit || first === undefined) return { offset: at, message: 'an element has no length' };
  cursor += 1;
  if (first < 0x80) return checkEnd(at, limit, { identifier, contentStart: cursor, length: first, isMinimal: true });
  if (first === 0x80) return { identifier, contentStart: cursor, length: undefined, isMinimal: false };
  const count = first & 0x7f;
  if (count > 6 || cursor + count > limit) return { offset: at, message: 'an element has an impossible length' };
  let length = 0;
  for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[cursor + index] ?? 0);
  const isMinimal = length >= 0x80 && (bytes[cursor] ?? 0) !== 0;
  return checkEnd(at, limit, { identifier, contentStart: cursor + count, length, isMinimal });
}

function checkEnd(at: number, limit: number, header: TlvHeader & { readonly length: number }): TlvHeader | DerFault {
  if (header.contentStart + header.length <= limit) return header;
  const left = limit - header.contentStart;
  return { offset: at, message: `an element says it is ${header.length} bytes long, but only ${left} are left` };
}

/** The element at `at`; undefined where there is none that ends before `limit`. */
export function readTlv(bytes: Uint8Array, at = 0, limit = bytes.length): Tlv | undefined {
  const header = readHeader(bytes, at, limit);
  if ('message' in header) return undefined;
  const { identifier, contentStart, length } = header;
  if (length !== undefined) {
    const end = contentStart + length;
    return { identifier, start: at, contentStart, contentEnd: end, end };
  }
  const contentEnd = endOfContents(bytes, contentStart, limit);
  return contentEnd === undefined
    ? undefined
    : { identifier, start: at, contentStart, contentEnd, end: contentEnd + 2 };
}

/** Where the end-of-contents octets of an indefinite element begin, X.690 section 8.1.5. */
function endOfContents(bytes: Uint8Array, from: number, limit: number): number | undefined {
  let open = 1;
  for (let at = from; ; ) {
    if (bytes[at] === 0 && bytes[at + 1] === 0 && at + 2 <= limit) {
      open -= 1;
      if (open === 0) return at;
      at += 2;
      continue;
    }
    const header = readHeader(bytes, at, limit);
    if ('message' in header) return undefined;
    if (header.length === undefined) open += 1;
    at = header.contentStart + (header.length ?? 0);
  }
}

export function isConstructed(element: Tlv): boolean {
  return (element.identifier & 0x20) !== 0;
}

/** The elements inside a constructed element, in order; at most `most` of them. */
export function childrenOf(bytes: Uint8Array, parent: Tlv, most = 64): readonly Tlv[] {
  const children: Tlv[] = [];
  if (!isConstructed(parent)) return children;
  for (let at = parent.contentStart; at < parent.contentEnd && children.length < most; ) {
    const child = readTlv(bytes, at, parent.contentEnd);
    if (child === undefined) break;
    children.push(child);
    at = child.end;
  }
  return children;
}

/** The element's own octets, identifier and length included. */
export function octetsOf(bytes: Bytes, element: Tlv): Bytes {
  return bytes.subarray(element.start, element.end);
}

export function contentOf(bytes: Bytes, element: Tlv): Bytes {
  return bytes.subarray(element.contentStart, element.contentEnd);
}

/** Dotted form of the content octets of an OBJECT IDENTIFIER, X.690 section 8.19. */
export function dottedOid(content: Uint8Array): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content.subarray(0, 64)) {
    arc = arc * 128n + BigInt(octet & 0x7f);
    if ((octet & 0x80) !== 0) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [head = 0n, ...rest] = arcs;
  const root = head >= 80n ? 2n : head / 40n;
  return [root, head - root * 40n, ...rest].join('.');
}

/** The dotted form where the element is an OBJECT IDENTIFIER. */
export function oidOf(bytes: Bytes, element: Tlv | undefined): string | undefined {
  return element?.identifier === tag.oid ? dottedOid(contentOf(bytes, element)) : undefined;
}
