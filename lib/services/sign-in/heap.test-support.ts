import { getHeapSnapshot } from 'node:v8';

/** How often the snapshot of everything that can still be reached holds the bytes; those themselves stand outside of the heap. */
export async function countInHeap(needle: Buffer): Promise<number> {
  let count = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of getHeapSnapshot()) {
    const text = Buffer.concat([rest, Buffer.from(chunk)]);
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) count += 1;
    rest = text.subarray(Math.max(0, text.length - needle.length + 1));
  }
  return count;
}
