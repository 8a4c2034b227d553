import { expect, test } from 'vitest';
import { toBase64, utf8 } from '#lib/core/bytes.ts';
import { createIdentityVerifiers } from '#lib/services/sign-in/identity-verifier.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

async function newKey() {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const spki = toBase64(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)));
  const sign = async (text: string) => new Uint8Array(await crypto.subtle.sign(algorithm, pair.privateKey, utf8(text)));
  return { spki, sign };
}

test('what a key signed is verified with that key alone, however many others were asked for meanwhile', async () => {
  const [mine, other] = [await newKey(), await newKey()];
  const verifier = createIdentityVerifiers(1);
  const signature = await mine.sign('word');
  for (let round = 0; round < 2; round += 1) {
    expect(verifier(mine.spki)(utf8('word'), signature)).toBe(true);
    expect(verifier(other.spki)(utf8('word'), signature)).toBe(false);
    expect(verifier(mine.spki)(utf8('wore'), signature)).toBe(false);
    expect(verifier(mine.spki)(utf8('word'), signature.slice(1))).toBe(false);
  }
});

test('what is kept is bounded and used again', async () => {
  const keys = [await newKey(), await newKey(), await newKey()] as const;
  const verifier = createIdentityVerifiers(2);
  const first = verifier(keys[0].spki);
  verifier(keys[1].spki);
  expect(verifier(keys[0].spki)).toBe(first);
  const second = verifier(keys[1].spki);
  verifier(keys[2].spki);
  expect(verifier(keys[1].spki)).toBe(second);
  expect(verifier(keys[0].spki)).not.toBe(first);
});
