import { KeyObject, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SignBytes, VerifyBytes } from '#lib/wire/compact-jws.ts';
import { newSigningKey } from '#lib/wire/jws.test-support.ts';
import { openSignedKeyRequest, signKeyRequest } from '#lib/wire/key-request-answer.ts';
import type { MethodResult } from '#lib/wire/method-result.ts';
import { importQuestionKey, makeQuestionKey } from '#lib/wire/question-cipher.ts';
import { openQuestion, sealQuestion } from '#lib/wire/sealed-question.ts';
import { openSignInRequest, signSignInRequest } from '#lib/wire/sign-in-request.ts';
import { openSignedDryRun, signDryRun } from '#lib/wire/signed-dry-run.ts';
import { openSignedResult, signResult } from '#lib/wire/signed-result.ts';

/* Even where one key signed all five with all the same names in them, none is taken for another (RFC 8725 section 3.11). */

const now = Date.now();
const pair = await newSigningKey();
const link = await makeQuestionKey();
const times = { iat: Math.floor(now / 1000), exp: Math.floor(now / 1000) + 60 };
const outcome: MethodResult = { result: 'refused', reason: 'x', detail: '', steps: [] };
const everything = {
  ...times,
  iss: 'x',
  aud: 'x',
  jti: 'x',
  connectionId: 'x',
  returnUrl: 'x',
  answers: 'x',
  method: 'kerberos',
  outcome,
} as const;

const dsaEncoding = 'ieee-p1363';
const signBytes: SignBytes = (bytes) =>
  new Uint8Array(sign('sha256', bytes, { key: KeyObject.from(pair.privateKey), dsaEncoding }));
const verifyBytes: VerifyBytes = (bytes, signature) =>
  verify('sha256', bytes, { key: KeyObject.from(pair.publicKey), dsaEncoding }, signature);

const signed = {
  request: await signSignInRequest(everything, pair.privateKey),
  result: await signResult(everything, pair.privateKey),
  dryRun: signDryRun({ ...everything, outcome: { result: 'unavailable', reason: 'x', detail: '' } }, signBytes),
  keyRequest: signKeyRequest({ ...everything, outcome: { result: 'forgotten' } }, signBytes),
  question: await sealQuestion(
    { kind: 'password', userName: 'x', password: 'x' },
    { id: 'x', connectorId: 'x', expiresAt: now + 60_000 },
    { questionKey: await importQuestionKey(link.publicKey), gatehouseKey: pair.privateKey },
  ),
};

const openers = {
  request: async (jws: string) => (await openSignInRequest(jws, pair.publicKey, now)).ok,
  result: async (jws: string) => (await openSignedResult(jws, pair.publicKey)) !== undefined,
  dryRun: async (jws: string) => openSignedDryRun(jws, verifyBytes) !== undefined,
  keyRequest: async (jws: string) => openSignedKeyRequest(jws, verifyBytes) !== undefined,
  question: async (jws: string) =>
    (await openQuestion(
      jws,
      { connectorId: 'x', at: now },
      { questionKey: link.privateKey, gatehouseKey: pair.publicKey },
    )) !== undefined,
};

const purposes = ['request', 'result', 'dryRun', 'keyRequest', 'question'] as const;
const pairs = purposes.flatMap((made) => purposes.map((shown) => [made, shown] as const));

test.each(pairs)('a %s shown as a %s', async (made, shown) => {
  expect(await openers[shown](signed[made])).toBe(made === shown);
});
