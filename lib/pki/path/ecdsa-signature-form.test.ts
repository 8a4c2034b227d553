import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '#lib/core/bytes.ts';
import { ecdsaSignatureToDer, ecdsaSignatureToRaw } from '#lib/pki/path/ecdsa-signature-form.ts';

describe('ECDSA signatures', () => {
  it.each([32, 48, 66])('go to DER and back with halves of %d octets', (half) => {
    const signature = fc.uint8Array({ minLength: half * 2, maxLength: half * 2 });
    fc.assert(
      fc.property(signature, (raw) => {
        const back = ecdsaSignatureToRaw(ecdsaSignatureToDer(raw), half);
        expect(back && toHex(back)).toBe(toHex(raw));
      }),
    );
  });

  it('drops and restores leading zeros, and marks a leading bit as positive', () => {
    const raw = Uint8Array.of(0, 5, 0x80, 1);
    expect(toHex(ecdsaSignatureToDer(raw))).toBe('3008020105020300' + '8001');
    expect(ecdsaSignatureToRaw(Uint8Array.of(0x30, 8, 2, 1, 5, 2, 3, 0, 0x80, 1), 2)).toEqual(raw);
  });

  it.each([
    ['nothing', []],
    ['a negative half', [0x30, 6, 2, 1, 0x80, 2, 1, 5]],
    ['a half too long', [0x30, 9, 2, 4, 1, 1, 1, 1, 2, 1, 5]],
    ['something after it', [0x30, 6, 2, 1, 1, 2, 1, 5, 0]],
    ['a third number', [0x30, 9, 2, 1, 1, 2, 1, 5, 2, 1, 1]],
    ['one number', [0x30, 3, 2, 1, 1]],
    ['an empty number', [0x30, 5, 2, 0, 2, 1, 5]],
  ])('refuses %s', (_, octets) => {
    expect(ecdsaSignatureToRaw(Uint8Array.from(octets), 2)).toBeUndefined();
  });

  it('reads any octets without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
        const raw = ecdsaSignatureToRaw(octets, 32);
        expect(raw === undefined || raw.length === 64).toBe(true);
      }),
    );
  });
});
