import type { Bytes } from '#lib/core/bytes.ts';

/** The text of a file in UTF-8, in one byte per character, or in UTF-16 as Windows writes it; undefined for binary files. */
export function decodeText(bytes: Bytes): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const head = bytes.subarray(0, 1024);
  if (isEveryOtherZero(head, 1)) return new TextDecoder('utf-16le').decode(bytes);
  if (isEveryOtherZero(head, 0)) return new TextDecoder('utf-16be').decode(bytes);
  // No encoding of X.690 gets far without octets that no text has.
  const isText = head.every(
    (octet) => octet >= 0x20 || octet === 0x0a || octet === 0x0d || octet === 0x09 || octet === 0x0c,
  );
  return isText ? new TextDecoder('utf-8').decode(bytes) : undefined;
}

/** Whether the head is ASCII in UTF-16 without a byte order mark. */
function isEveryOtherZero(head: Bytes, zeroAt: 0 | 1): boolean {
  if (head.length < 4) return false;
  for (let at = 0; at + 1 < head.length; at += 2) {
    const zero = head[at + zeroAt];
    const letter = head[at + 1 - zeroAt] ?? 0;
    if (zero !== 0 || letter === 0 || letter >= 0x80) return false;
  }
  return true;
}
