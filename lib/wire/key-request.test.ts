import { expect, test } from 'vitest';
import type { SignBytes, VerifyBytes } from '#lib/wire/compact-jws.ts';
import { openSignedKeyRequest, signKeyRequest } from '#lib/wire/key-request-answer.ts';
import { keyRequestOutcomeSchema, maxRequestLength } from '#lib/wire/key-request-outcome.ts';
import {
  forgetKeyQuestionSchema,
  keyRequestQuestionSchema,
  maxRequestedHosts,
} from '#lib/wire/key-request-question.ts';
import { maxSignedResultLength } from '#lib/wire/limits.ts';

const dns = (value: string) => ({ kind: 'dns', value });
const question = { kind: 'key-request', hosts: [dns('sso.fabrikam.example')], keyKind: 'RSA-2048' };
const fingerprint = 'a'.repeat(64);

test('a question holds what a certificate can, within limits, and nothing else', () => {
  const isTaken = (more: object) => keyRequestQuestionSchema.safeParse({ ...question, ...more }).success;
  const isHost = (host: object) => isTaken({ hosts: [host] });
  expect(isTaken({})).toBe(true);
  expect(isTaken({ organisation: 'Fabrikam', country: 'SE', keyKind: 'P-384' })).toBe(true);
  expect(isHost(dns('*.fabrikam.example'))).toBe(true);
  expect(isHost(dns('xn--bcher-kva.example'))).toBe(true);
  expect(isHost({ kind: 'ip', value: '10.0.0.1' })).toBe(true);
  expect(isHost({ kind: 'ip', value: '2001:db8::1' })).toBe(true);
  expect(isTaken({ hosts: [] })).toBe(false);
  expect(isTaken({ hosts: Array(maxRequestedHosts + 1).fill(dns('a.example')) })).toBe(false);
  for (const bad of ['', 'a b', 'A.example', '*', '*.example', 'a..b', '-a.example', `${'a'.repeat(64)}.example`])
    expect(isHost(dns(bad)), bad).toBe(false);
  expect(isHost(dns(`${'abcdefg.'.repeat(32)}example`))).toBe(false);
  expect(isHost({ kind: 'ip', value: '10.0.0.256' })).toBe(false);
  expect(isHost({ kind: 'upn', value: 'alice@fabrikam.example' })).toBe(false);
  expect(isTaken({ organisation: '' })).toBe(false);
  expect(isTaken({ organisation: 'x'.repeat(65) })).toBe(false);
  expect(isTaken({ country: 'se' })).toBe(false);
  expect(isTaken({ keyKind: 'RSA-1024' })).toBe(false);
  expect(isTaken({ pkcs8: 'AAAA' })).toBe(false);
});

test('a key is forgotten by its fingerprint alone', () => {
  const isTaken = (spkiFingerprint: string) =>
    forgetKeyQuestionSchema.safeParse({ kind: 'forget-key', spkiFingerprint }).success;
  expect(isTaken(fingerprint)).toBe(true);
  expect(isTaken('../keys.json')).toBe(false);
  expect(isTaken(fingerprint.toUpperCase())).toBe(false);
});

test('an outcome is bounded, and has no room for more than it names', () => {
  const made = { result: 'made', request: 'AAAA', spkiFingerprint: fingerprint };
  expect(keyRequestOutcomeSchema.parse({ ...made, pkcs8: 'secret' })).toEqual(made);
  expect(keyRequestOutcomeSchema.safeParse({ ...made, request: 'A'.repeat(maxRequestLength + 4) }).success).toBe(false);
  expect(keyRequestOutcomeSchema.safeParse({ ...made, spkiFingerprint: 'x' }).success).toBe(false);
  const refused = { result: 'refused', reason: 'not-written', detail: 'x'.repeat(501) };
  expect(keyRequestOutcomeSchema.safeParse(refused).success).toBe(false);
});

test('the longest answer fits into a frame', () => {
  const sign: SignBytes = () => new Uint8Array(64);
  const verify: VerifyBytes = () => true;
  const outcome = { result: 'made', request: 'A'.repeat(maxRequestLength), spkiFingerprint: fingerprint } as const;
  const bound = { iss: 'x'.repeat(64), connectionId: 'x'.repeat(64), answers: 'x'.repeat(100), iat: 1e10, outcome };
  const signed = signKeyRequest(bound, sign);
  expect(signed.length).toBeLessThanOrEqual(maxSignedResultLength);
  expect(openSignedKeyRequest(signed, verify)).toEqual(bound);
  expect(openSignedKeyRequest(signed, () => false)).toBeUndefined();
});
