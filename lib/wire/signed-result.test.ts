import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changed, nativeKey, newSigningKey, partsOf } from '#lib/wire/jws.test-support.ts';
import { methodResultSchema, type ResultStep } from '#lib/wire/method-result.ts';
import { type BoundResult, hashReceipt, openSignedResult, signResult } from '#lib/wire/signed-result.ts';

const bound: BoundResult = {
  iss: 'cr_1',
  connectionId: 'con_1',
  answers: 'sir_1',
  method: 'client-certificate',
  receiptHash: await hashReceipt('a receipt'),
  iat: 1_795_000_000,
  outcome: {
    result: 'accepted',
    person: {
      directoryId: '6f9619ff8b86d011b42d00cf4fc964ff',
      dn: 'CN=Zoë Ødegård,OU=People,DC=fabrikam,DC=example',
      userName: 'zoe',
      displayName: 'Zoë Ødegård',
      groups: ['Everyone', 'Staff'],
      groupsCut: false,
    },
    steps: [{ step: 'mapping', isPassed: true, detail: '(mail=zoe@fabrikam.example)', tookMs: 1.5 }],
    certificate: {
      name: 'Zoë',
      subject: 'CN=Zoë',
      issuer: 'CN=Fabrikam Root CA',
      serial: '01',
      notBefore: 0,
      notAfter: 1,
      fingerprint: '0'.repeat(64),
    },
    claimedName: 'zoe@FABRIKAM.EXAMPLE',
  },
};
const connector = await newSigningKey();
const native = nativeKey(connector);
const signed = await signResult(bound, connector.privateKey);
/** Both ways to open: whatever one of them says, the other says too. */
async function open(text: string) {
  const [byWebCrypto, byProcess] = [
    await openSignedResult(text, connector.publicKey),
    await openSignedResult(text, native.verify),
  ];
  expect(byProcess).toEqual(byWebCrypto);
  return byWebCrypto;
}

test('what was signed is read again, to the letter', async () => {
  expect(await open(signed)).toEqual(bound);
});

test('both ways to sign say the same', async () => {
  expect(await open(await signResult(bound, native.sign))).toEqual(bound);
});

test.each(Object.keys(bound))('%s cannot be changed', async (field) => {
  const { payload } = partsOf(signed);
  const values =
    typeof payload[field] === 'object' ? [{ ...bound.outcome, claimedName: 'mallory' }] : ['x', 1, undefined];
  for (const value of values) expect(await open(changed(signed, { payload: { [field]: value } }))).toBeUndefined();
});

test('another connector’s word, and nobody’s, is not opened', async () => {
  const other = await newSigningKey();
  expect(await open(await signResult(bound, other.privateKey))).toBeUndefined();
  for (const header of [{ alg: 'none' }, { alg: 'HS256' }, { typ: 'JWT' }, { typ: undefined }])
    expect(await open(changed(signed, { header }))).toBeUndefined();
  expect(await open(changed(signed, { header: { alg: 'none' }, signature: '' }))).toBeUndefined();
});

test('what is no result is not opened, whoever signed it', async () => {
  const broken = [
    { ...bound, method: 'magic' },
    { ...bound, receiptHash: 'short' },
    { ...bound, outcome: { result: 'accepted', steps: [] } },
    { ...bound, outcome: { result: 'refused', reason: 'Not A Name', detail: '', steps: [] } },
    { ...bound, outcome: { ...bound.outcome, isAdministrator: true } },
    {
      ...bound,
      outcome: { result: 'refused', reason: 'x', detail: '', steps: Array(33).fill(bound.outcome.steps[0]) },
    },
  ];
  for (const result of broken)
    expect(await open(await signResult(result as unknown as BoundResult, connector.privateKey))).toBeUndefined();
});

test('a reason that a newer connector knows is read', () => {
  const outcome = { result: 'unavailable', reason: 'something-of-2031', detail: '', steps: [] };
  expect(methodResultSchema.parse(outcome)).toEqual(outcome);
});

test('garbage is refused and never throws', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json()), async (text) => {
      expect(await open(text)).toBeUndefined();
    }),
  );
});

test('a result in which one character changed is refused, or says the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(signed.length - 1), fc.constantFrom(...'Az09-_. =%{\0'), async (at, character) => {
      const read = await open(signed.slice(0, at) + character + signed.slice(at + 1));
      if (read !== undefined) expect(read).toEqual(bound);
    }),
    { numRuns: 500 },
  );
});

test('any result that fits the form goes through unchanged', async () => {
  const outcome = fc.record({
    result: fc.constantFrom('refused' as const, 'unavailable' as const),
    reason: fc.stringMatching(/^[a-z0-9]{1,20}(-[a-z0-9]{1,20}){0,1}$/),
    detail: fc.string({ unit: 'binary', maxLength: 1_000 }),
    steps: fc.constant([] as ResultStep[]),
  });
  await fc.assert(
    fc.asyncProperty(outcome, fc.string({ unit: 'grapheme', maxLength: 20 }), async (told, answers) => {
      const result = { ...bound, answers, outcome: told };
      expect(await open(await signResult(result, connector.privateKey))).toEqual(result);
    }),
  );
});
