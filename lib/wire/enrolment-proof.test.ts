import { expect, test } from 'vitest';
import { isEnrolledProved, isEnrolmentProved, proveEnrolled, proveEnrolment } from '#lib/wire/enrolment-proof.ts';

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

test('an answer holds for its own facts, identity key and Gatehouse only', async () => {
  const [gatehouse, other] = await Promise.all([
    crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']),
    crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify']),
  ]);
  const facts = {
    connectorId: 'cnr_1',
    connectorName: 'hq-1',
    connectionId: 'con_1',
    connectionName: 'Head office',
    hubUrl: 'wss://gatehouse.example.com/connector',
    gatehouseKey: 'AAAA',
  };
  const proof = await proveEnrolled(facts, 'aWRlbnRpdHk=', gatehouse.privateKey);
  expect(await isEnrolledProved(facts, 'aWRlbnRpdHk=', proof, gatehouse.publicKey)).toBe(true);
  expect(await isEnrolledProved(facts, 'aWRlbnRpdHk=', proof, other.publicKey)).toBe(false);
  expect(await isEnrolledProved(facts, 'b3RoZXI=', proof, gatehouse.publicKey)).toBe(false);
  for (const field of ['connectorId', 'connectorName', 'connectionId', 'connectionName', 'hubUrl'] as const) {
    const changed = { ...facts, [field]: `${facts[field]}x` };
    expect(await isEnrolledProved(changed, 'aWRlbnRpdHk=', proof, gatehouse.publicKey), field).toBe(false);
  }
  const shifted = { ...facts, connectionName: 'Head office\0wss:', hubUrl: '//gatehouse.example.com/connector' };
  expect(await isEnrolledProved(shifted, 'aWRlbnRpdHk=', proof, gatehouse.publicKey)).toBe(false);
});
