import fc from 'fast-check';
import { SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { derToRaw, rawToDer } from '#connector/sign-in/ecdsa-signature.ts';
import { nativeSigner, nativeVerifier } from '#connector/sign-in/native-keys.ts';
import { newGatehouseKey } from '#connector/test-world/fake-hub.ts';
import { utf8 } from '#lib/core/bytes.ts';
import { BlockReader } from '#lib/pki/asn1/block-reader.ts';
import { parseAsn1 } from '#lib/pki/asn1/parse-asn1.ts';
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
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(request)}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, utf8(signed));
  expect((await read(`${signed}.${Buffer.from(signature).toString('base64url')}`)).ok).toBe(false);
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

function parsedDer(der: Uint8Array) {
  const parsed = parseAsn1(new Uint8Array(der), 'DER');
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

test('signatures in either form, whatever the numbers begin with', () => {
  const number = fc.tuple(fc.nat(33), fc.uint8Array({ minLength: 32, maxLength: 32 })).map(([zeros, octets]) => {
    // Zero is no signature, and has no shorter form either.
    const value = octets.map((octet, index) => (index < Math.min(zeros, 31) ? 0 : octet));
    value[31] ||= 1;
    return value;
  });
  fc.assert(
    fc.property(number, number, (r, s) => {
      const raw = Buffer.concat([r, s]);
      const der = rawToDer(raw);
      const whole = (value: Uint8Array) => BigInt(`0x${Buffer.from(value).toString('hex')}`);
      const parsed = new BlockReader(parsedDer(der), 'signature', 0);
      expect([whole(parsed.integer('r')), whole(parsed.integer('s'))]).toEqual([whole(r), whole(s)]);
      expect(Buffer.from(derToRaw(der))).toEqual(raw);
    }),
  );
});

test('a thousand signatures of one key are read by the library', async () => {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  for (let count = 0; count < 1_000; count += 1) {
    const bytes = utf8(String(count));
    const raw = sign(bytes);
    expect(await crypto.subtle.verify(algorithm, pair.publicKey, raw, bytes)).toBe(true);
    expect(verify(bytes, raw)).toBe(true);
  }
});
