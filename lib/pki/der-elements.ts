import type { Bytes } from '#lib/core/bytes.ts';

/** One element with its received bytes (X.690 section 8.1). */
export type DerElement = {
  /** The identifier octet; tags above 30 do not occur where this is used. */
  readonly identifier: number;
  readonly content: Bytes;
  readonly whole: Bytes;
};

/** The elements that stand one after another in the bytes; undefined where they are not definite-length DER to the end. */
export function derElements(bytes: Bytes): readonly DerElement[] | undefined {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const identifier = bytes[at] ?? 0;
    const first = bytes[at + 1];
    if (first === undefined || first === 0x80 || first > 0x84) return undefined;
    let start = at + 2;
    let length = first;
    if (first > 0x80) {
      length = 0;
      const lengthEnd = start + (first & 0x7f);
      for (; start < lengthEnd; start += 1) length = length * 256 + (bytes[start] ?? 0);
    }
    if (start + length > bytes.length) return undefined;
    elements.push({
      identifier,
      content: bytes.subarray(start, start + length),
      whole: bytes.subarray(at, start + length),
    });
    at = start + length;
  }
  return elements;
}

/** The elements inside the one constructed element that the bytes are; undefined where they are not that. */
export function derChildren(bytes: Bytes): readonly DerElement[] | undefined {
  const [only, ...others] = derElements(bytes) ?? [];
  return only === undefined || others.length > 0 ? undefined : derElements(only.content);
}
