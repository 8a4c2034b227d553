import fc from 'fast-check';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { changed, nativeKey, newSigningKey, partsOf } from '#lib/wire/jws.test-support.ts';
import { openSignInRequest, type SignInRequest, signSignInRequest } from '#lib/wire/sign-in-request.ts';

const issuedAt = 1_795_000_000;
const request: SignInRequest = {
  iss: 'https://gatehouse.example.com',
  aud: 'https://sso.fabrikam.example',
  jti: 'sir_0123456789abcdef',
  connectionId: 'con_1',
  method: 'client-certificate',
  returnUrl: 'https://gatehouse.example.com/door/return',
  iat: issuedAt,
  exp: issuedAt + 120,
};
const gatehouse = await newSigningKey();
const signed = await signSignInRequest(request, gatehouse.privateKey);
const native = nativeKey(gatehouse);
/** Both ways to open: whatever one of them says, the other says too, but for the words. */
async function open(text: string, at = issuedAt * 1000) {
  const byWebCrypto = await openSignInRequest(text, gatehouse.publicKey, at);
  const byProcess = await openSignInRequest(text, native.verify, at);
  expect({ ...byProcess, detail: '' }).toEqual({ ...byWebCrypto, detail: '' });
  return byWebCrypto;
}

test('what was signed is read again, to the letter', async () => {
  expect(await open(signed)).toEqual({ ok: true, request });
});

test.each(Object.keys(request))('%s cannot be changed', async (field) => {
  const { payload } = partsOf(signed);
  for (const value of [`${payload[field]}x`, Number(payload[field]) + 1, undefined]) {
    expect(await open(changed(signed, { payload: { [field]: value } }))).toMatchObject({ ok: false });
  }
});

test('another Gatehouse’s requests, and those of nobody, are not opened', async () => {
  const other = await newSigningKey();
  expect(await open(await signSignInRequest(request, other.privateKey))).toMatchObject({ fault: 'request-invalid' });
  // RFC 8725 section 3.1: neither no algorithm, nor one that takes the public key for a secret.
  for (const header of [{ alg: 'none' }, { alg: 'HS256' }, { alg: 'ES384' }, { typ: 'JWT' }, { typ: undefined }])
    expect(await open(changed(signed, { header }))).toMatchObject({ fault: 'request-invalid' });
  expect(await open(changed(signed, { header: { alg: 'none' }, signature: '' }))).toMatchObject({ ok: false });
});

test('it expires after its time and the tolerance for clocks, and is said to have', async () => {
  expect(await open(signed, (request.exp + 59) * 1000)).toMatchObject({ ok: true });
  expect(await open(signed, (request.exp + 60) * 1000)).toMatchObject({ ok: false, fault: 'request-expired' });
});

test.each(['exp', 'jti', 'aud', 'connectionId', 'method', 'returnUrl', 'iss', 'iat'])(
  'one that Gatehouse signed without %s is not opened',
  async (field) => {
    const { [field]: _left, ...rest } = { ...request } as Record<string, unknown>;
    const jws = await new SignJWT(rest)
      .setProtectedHeader({ alg: 'ES256', typ: 'gatehouse-sign-in+jwt' })
      .sign(gatehouse.privateKey);
    expect(await open(jws)).toMatchObject({ ok: false, fault: 'request-invalid' });
  },
);

test('garbage is refused and never throws', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json()),
      fc.double(),
      async (text, at) => {
        expect(await open(text, at)).toMatchObject({ ok: false });
      },
    ),
  );
});

test('a request in which one character changed is refused, or says the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(signed.length - 1), fc.constantFrom(...'Az09-_. =%{\0'), async (at, character) => {
      const read = await open(signed.slice(0, at) + character + signed.slice(at + 1));
      // The last character of a base64url part holds bits that mean nothing.
      if (read.ok) expect(read.request).toEqual(request);
    }),
    { numRuns: 500 },
  );
});

test('a request fits into the address of a page', () => {
  expect(signed.length).toBeLessThan(1_500);
});
