import { expect, test } from 'vitest';
import { type HelloFacts, isHelloProved, proveHello } from '#lib/wire/hello-proof.ts';
import { newSigningKey } from '#lib/wire/jws.test-support.ts';

const facts: HelloFacts = {
  hubNonce: 'A'.repeat(44),
  connectorNonce: 'B'.repeat(44),
  connectorId: 'cr_1',
  version: 1,
  questionKey: 'C'.repeat(124),
};

test('a proof holds for its side, its facts and its key only, the link’s key for questions included', async () => {
  const [pair, other] = [await newSigningKey(), await newSigningKey()];
  const proof = await proveHello('connector', facts, pair.privateKey);
  expect(await isHelloProved('connector', facts, proof, pair.publicKey)).toBe(true);
  expect(await isHelloProved('hub', facts, proof, pair.publicKey)).toBe(false);
  expect(await isHelloProved('connector', facts, proof, other.publicKey)).toBe(false);
  expect(await isHelloProved('connector', facts, '*', pair.publicKey)).toBe(false);
  for (const field of ['hubNonce', 'connectorNonce', 'connectorId', 'questionKey'] as const) {
    const changed = { ...facts, [field]: `${facts[field].slice(0, -1)}x` };
    expect(await isHelloProved('connector', changed, proof, pair.publicKey), field).toBe(false);
  }
  expect(await isHelloProved('connector', { ...facts, version: 2 }, proof, pair.publicKey)).toBe(false);
  // What stands at the end of one fact cannot be moved to the beginning of the next.
  const shifted = { ...facts, connectorNonce: `${facts.connectorNonce}\0C`, questionKey: facts.questionKey.slice(1) };
  expect(await isHelloProved('connector', shifted, proof, pair.publicKey)).toBe(false);
});
