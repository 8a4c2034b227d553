import fc from 'fast-check';
import { SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { nativeSigner, nativeVerifier } from '#connector/sign-in/native-keys.ts';
import { newGatehouseKey } from '#connector/test-world/fake-hub.ts';
import { toBase64Url, utf8 } from '#lib/core/bytes.ts';
import type { SignBytes, VerifyBytes } from '#lib/wire/compact-jws.ts';
import { openSignInRequest, type SignInRequest, signSignInRequest } from '#lib/wire/sign-in-request.ts';
import { type BoundResult, openSignedResult, signResult } from '#lib/wire/signed-result.ts';

let pair: CryptoKeyPair;
let sign: SignBytes;
let verify: VerifyBytes;

beforeAll(async () => {
  pair = await newGatehouseKey();
  sign = nativeSigner(new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)));
  verify = nativeVerifier(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)));
});

const issuedAt = 1_795_000_000;
const request: SignInRequest = {
  iss: 'https://gatehouse.example.test',
  aud: 'https://sso.example.test',
  jti: 'sir_1',
  connectionId: 'cnn_1',
  method: 'kerberos',
  returnUrl: 'https://gatehouse.example.test/door/return',
  iat: issuedAt,
  exp: issuedAt + 120,
};
const typ = 'gatehouse-sign-in+jwt';

/** What both ways of reading make of a request: they must not differ. */
async function read(text: string, at = issuedAt * 1000) {
  const [native, web] = await Promise.all([
    openSignInRequest(text, verify, at),
    openSignInRequest(text, pair.publicKey, at),
  ]);
  const told = ({ ok, ...rest }: typeof native) => [ok, rest.request, 'fault' in rest ? rest.fault : undefined];
  expect(told(native)).toEqual(told(web));
  return native;
}

test('what is signed natively is read by the library, umlauts and all', async () => {
  const detail = 'Jörg “Ö” \u{1f512}';
  const result: BoundResult = {
    iss: 'con_1',
    connectionId: 'cnn_1',
    answers: 'sir_1',
    method: 'kerberos',
    iat: issuedAt,
    outcome: { result: 'refused', reason: 'unmapped', detail, steps: [] },
  };
  expect(await openSignedResult(await signResult(result, sign), pair.publicKey)).toEqual(result);
  const { publicKey } = await newGatehouseKey();
  expect(await openSignedResult(await signResult(result, sign), publicKey)).toBeUndefined();
});

test('expires at the same second', async () => {
  const signed = await signSignInRequest(request, pair.privateKey);
  for (const [second, fault] of [
    [0, undefined],
    [179, undefined],
    [180, 'request-expired'],
    [Number.NaN, undefined],
  ] as const) {
    if (Number.isNaN(second)) continue;
    const opened = await read(signed, (issuedAt + second) * 1000 + 999);
    expect(opened.ok ? undefined : opened.fault).toBe(fault);
    expect(opened.request).toEqual(request);
  }
  expect((await openSignInRequest(signed, verify, Number.NaN)).ok).toBe(false);
});

test.each<[string, Record<string, unknown>]>([
  ['no algorithm', { alg: 'none', typ }],
  ['a secret’s algorithm', { alg: 'HS256', typ }],
  ['another curve', { alg: 'ES384', typ }],
  ['another purpose', { alg: 'ES256', typ: 'gatehouse-result+jwt' }],
  ['no purpose', { alg: 'ES256' }],
  ['something critical', { alg: 'ES256', typ, crit: ['exp'], exp: 1 }],
  ['a payload as it is', { alg: 'ES256', typ, crit: ['b64'], b64: false }],
])('%s in the header: refused, though the signature is right', async (_, header) => {
  const part = (value: object) => toBase64Url(utf8(JSON.stringify(value)));
  const signed = `${part(header)}.${part(request)}`;
  expect((await read(`${signed}.${toBase64Url(sign(utf8(signed)))}`)).ok).toBe(false);
});

test.each(['exp', 'jti', 'aud', 'connectionId', 'method', 'returnUrl'])('without %s', async (field) => {
  const { [field]: _left, ...rest } = { ...request } as Record<string, unknown>;
  const signed = await new SignJWT(rest).setProtectedHeader({ alg: 'ES256', typ }).sign(pair.privateKey);
  expect((await read(signed)).ok).toBe(false);
});

test('changed in one character, or anything at all', async () => {
  const signed = await signSignInRequest(request, pair.privateKey);
  const place = fc.nat(signed.length - 1);
  await fc.assert(
    fc.asyncProperty(place, fc.constantFrom(...'Az09-_.=%"'), async (at, character) => {
      const opened = await openSignInRequest(signed.slice(0, at) + character + signed.slice(at + 1), verify, issuedAt);
      // The last character of a base64url part holds bits that mean nothing.
      if (opened.ok) expect(opened.request).toEqual(request);
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (text) => {
      expect((await openSignInRequest(text, verify, issuedAt)).ok).toBe(false);
    }),
  );
});
