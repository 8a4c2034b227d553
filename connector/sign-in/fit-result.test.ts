import { expect, test } from 'vitest';
import { fitResult } from '#connector/sign-in/fit-result.ts';
import { maxConnectorFrameBytes, maxSignedResultLength } from '#lib/wire/limits.ts';
import type { MethodResult, Person } from '#lib/wire/method-result.ts';
import { signResult } from '#lib/wire/signed-result.ts';

const person: Person = { directoryId: 'ab', dn: 'cn=alice', userName: 'alice', groups: [], groupsCut: false };
const accepted = (groups: string[]): MethodResult => ({
  result: 'accepted',
  person: { ...person, groups },
  steps: [],
});

test('what fits stays as it is', () => {
  const result = accepted(['staff', 'team']);
  expect(fitResult(result)).toEqual(result);
});

test.each([
  ['long names', Array.from({ length: 2_000 }, (_, index) => `${index} ${'g'.repeat(290)}`)],
  ['names of many octets', Array.from({ length: 2_000 }, (_, index) => `${index} ${'組'.repeat(290)}`)],
  ['names full of quotes', Array.from({ length: 2_000 }, (_, index) => `${index} ${'"'.repeat(290)}`)],
  ['too many', Array.from({ length: 5_000 }, (_, index) => `g${index}`)],
])('%s: groups are cut so that the frame takes them, and that is said', async (_, groups) => {
  const fitted = fitResult(accepted(groups));
  if (fitted.result !== 'accepted') throw new Error(fitted.reason);
  expect(fitted.person.groupsCut).toBe(true);
  expect(fitted.person.groups.length).toBeGreaterThan(10);
  expect(fitted.person.groups).toEqual(groups.slice(0, fitted.person.groups.length));
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const long = 'x'.repeat(64);
  const bound = { iss: long, connectionId: long, answers: 'x'.repeat(100), method: 'client-certificate' } as const;
  const signed = await signResult({ ...bound, receiptHash: long, iat: 2 ** 33, outcome: fitted }, privateKey);
  expect(signed.length).toBeLessThanOrEqual(maxSignedResultLength);
  const frame = JSON.stringify({ t: 'assertion', request: 'x'.repeat(100), signed });
  expect(Buffer.byteLength(frame)).toBeLessThan(maxConnectorFrameBytes);
});

test('details are cut; what the protocol cannot take at all becomes a named fault', () => {
  const refused = fitResult({ result: 'refused', reason: 'x', detail: 'd'.repeat(5_000), steps: [] });
  expect(refused).toMatchObject({ result: 'refused', reason: 'x' });
  expect(fitResult({ ...accepted([]), person: { ...person, directoryId: '' } } as MethodResult)).toMatchObject({
    result: 'unavailable',
    reason: 'result-too-large',
  });
});
