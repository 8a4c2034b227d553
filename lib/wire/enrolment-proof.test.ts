import { expect, test } from 'vitest';
import { isEnrolmentProved, proveEnrolment } from '#lib/wire/enrolment-proof.ts';

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };

test('a proof holds for its own key and certificate only', async () => {
  const [mine, other] = await Promise.all([
    crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']),
    crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']),
  ]);
  const certificate = new Uint8Array([48, 1, 2, 3]);
  const proof = await proveEnrolment(certificate, mine.privateKey);
  expect(await isEnrolmentProved(certificate, proof, mine.publicKey)).toBe(true);
  expect(await isEnrolmentProved(certificate, proof, other.publicKey)).toBe(false);
  expect(await isEnrolmentProved(new Uint8Array([48, 1, 2, 4]), proof, mine.publicKey)).toBe(false);
  expect(await isEnrolmentProved(certificate, '*', mine.publicKey)).toBe(false);
});
