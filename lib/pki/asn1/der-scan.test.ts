import { describe, expect, it } from 'vitest';
import { concatBytes } from '#lib/core/bytes.ts';
import { maxDepth, maxElements, scanDer } from '#lib/pki/asn1/der-scan.ts';
import { derElement, derInteger, derSequence } from '#lib/pki/asn1/write-der.ts';

function nested(depth: number): Uint8Array<ArrayBuffer> {
  let inner = derInteger(1);
  for (let level = 0; level < depth; level += 1) inner = derSequence(inner);
  return inner;
}

describe('the walk before parsing', () => {
  it('finds the end of one element', () => {
    const element = derSequence(derInteger(5), derSequence());
    expect(scanDer(concatBytes(element, Uint8Array.of(1, 2)), true)).toEqual({
      ok: true,
      value: { end: element.length, elements: 3 },
    });
  });

  it('finds the end of indefinite elements, where they are allowed', () => {
    const element = Uint8Array.of(0x30, 0x80, 0x24, 0x80, 0x04, 1, 7, 0, 0, 0, 0);
    expect(scanDer(element, false)).toEqual({ ok: true, value: { end: element.length, elements: 3 } });
    expect(scanDer(element, true)).toMatchObject({ ok: false, problem: { offset: 0 } });
    expect(scanDer(element.slice(0, -1), false).ok).toBe(false);
    expect(scanDer(Uint8Array.of(0x04, 0x80, 0, 0), false).ok).toBe(false);
  });

  it.each([
    ['longer than what holds it', Uint8Array.of(0x30, 3, 0x04, 2, 1), 2],
    ['longer than the bytes', Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff), 0],
    ['of an impossible length', Uint8Array.of(0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1), 0],
    ['without a length', Uint8Array.of(0x30), 0],
    ['missing', Uint8Array.of(), 0],
    ['not minimal', Uint8Array.of(0x30, 0x81, 1, 0x05), 0],
    ['an object identifier that is too long', concatBytes(Uint8Array.of(0x06, 0x82, 1, 1), new Uint8Array(257)), 0],
    ['without an end to its tag', Uint8Array.of(0x30, 2, 0x1f, 0xff), 2],
  ])('names the offset of an element that is %s', (_what, bytes, offset) => {
    expect(scanDer(bytes, true)).toMatchObject({ ok: false, problem: { offset } });
  });

  it('bounds depth', () => {
    expect(scanDer(nested(maxDepth), true).ok).toBe(true);
    expect(scanDer(nested(maxDepth + 1), true)).toMatchObject({ ok: false, problem: { offset: maxDepth * 2 } });
    const bomb = new Uint8Array(1_000_000).fill(0x30);
    bomb.forEach((_, at) => {
      if (at % 2 === 1) bomb[at] = 0x80;
    });
    expect(scanDer(bomb, false)).toMatchObject({ ok: false, problem: { offset: maxDepth * 2 } });
  });

  it('bounds the number of elements', () => {
    const many = derElement(
      0x30,
      new Uint8Array((maxElements + 1) * 2).fill(5).map((octet, at) => (at % 2 ? 0 : octet)),
    );
    expect(scanDer(many, true).ok).toBe(false);
  });
});
