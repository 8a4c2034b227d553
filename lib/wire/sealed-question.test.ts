import fc from 'fast-check';
import { CompactEncrypt, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { fromUtf8, utf8 } from '#lib/core/bytes.ts';
import { questionFrame } from '#lib/wire/frames.ts';
import { changed, newSigningKey, partsOf } from '#lib/wire/jws.test-support.ts';
import { maxSealedQuestionLength } from '#lib/wire/limits.ts';
import {
  importQuestionKey,
  makeQuestionKey,
  openQuestion,
  type PasswordQuestion,
  sealQuestion,
} from '#lib/wire/sealed-question.ts';

const now = 1_795_000_000_000;
const question: PasswordQuestion = { kind: 'password', userName: 'alice', password: 'correct horse battery staple' };
const bound = { id: 'q_1', connectorId: 'cr_1', expiresAt: now + 10_000 };
const gatehouse = await newSigningKey();
const link = await makeQuestionKey();
const questionKey = await importQuestionKey(link.publicKey);
const seal = (asked = question, more: Partial<typeof bound> = {}, gatehouseKey = gatehouse.privateKey) =>
  sealQuestion(asked, { ...bound, ...more }, { questionKey, gatehouseKey });
const open = (text: string, at = now, more: Partial<{ connectorId: string; questionKey: CryptoKey }> = {}) =>
  openQuestion(
    text,
    { connectorId: more.connectorId ?? 'cr_1', at },
    { questionKey: more.questionKey ?? link.privateKey, gatehouseKey: gatehouse.publicKey },
  );
const sealed = await seal();

test('what was sealed is read again, to the letter', async () => {
  expect(await open(sealed)).toEqual({ id: 'q_1', expiresAt: bound.expiresAt, question });
});

test('any name and password that may be typed go through unchanged, and what travels fits its frame', async () => {
  const text = (maxLength: number) => fc.string({ unit: 'binary', minLength: 1, maxLength });
  await fc.assert(
    fc.asyncProperty(text(256), text(1_024), async (userName, password) => {
      const asked = { kind: 'password', userName: userName.slice(0, 256), password: password.slice(0, 1_024) } as const;
      const opened = await open(await seal(asked));
      // Half a surrogate pair is no character; UTF-8 has none.
      expect(opened?.question).toEqual({
        ...asked,
        userName: asWritten(asked.userName),
        password: asWritten(asked.password),
      });
    }),
    { numRuns: 50 },
  );
  const worst = await seal({ kind: 'password', userName: '\0'.repeat(256), password: '\0'.repeat(1_024) });
  expect(worst.length).toBeLessThanOrEqual(maxSealedQuestionLength);
  expect(questionFrame.safeParse({ t: 'question', id: 'q_1', sealed: worst }).success).toBe(true);
  expect((await open(worst))?.question.password).toHaveLength(1_024);
});

function asWritten(text: string): string {
  return JSON.parse(fromUtf8(utf8(JSON.stringify(text)))) as string;
}

test('nothing of it can be read on the way', async () => {
  const travelling = JSON.stringify([sealed, partsOf(sealed)]);
  expect(travelling).not.toContain('alice');
  expect(travelling).not.toContain('battery');
  expect(await seal()).not.toBe(sealed);
});

test('the key of another link does not open it', async () => {
  const other = await makeQuestionKey();
  expect(await open(sealed, now, { questionKey: other.privateKey })).toBeUndefined();
});

test('the private half stays in the process that made it', async () => {
  await expect(crypto.subtle.exportKey('pkcs8', link.privateKey)).rejects.toThrow();
});

test('another connector does not open it, nor anybody a question of another Gatehouse', async () => {
  expect(await open(sealed, now, { connectorId: 'cr_2' })).toBeUndefined();
  const other = await newSigningKey();
  expect(await open(await seal(question, {}, other.privateKey))).toBeUndefined();
});

test('it expires after its time and the tolerance for clocks', async () => {
  expect(await open(sealed, bound.expiresAt + 59_000)).toBeDefined();
  expect(await open(sealed, bound.expiresAt + 60_000)).toBeUndefined();
});

test.each(['jti', 'aud', 'exp', 'jwe'])('%s cannot be changed', async (field) => {
  const another = partsOf(await seal({ ...question, password: 'another' }, { id: 'q_2' })).payload;
  for (const value of [another[field], 'x', 4_000_000_000, undefined]) {
    if (value === partsOf(sealed).payload[field]) continue;
    expect(await open(changed(sealed, { payload: { [field]: value } }))).toBeUndefined();
  }
});

test('an empty password is no question, whoever signed and sealed it', async () => {
  const broken = [
    { ...question, password: '' },
    { ...question, userName: '' },
    { ...question, kind: 'root' },
    { ...question, more: 1 },
    { ...question, password: 'x'.repeat(1_025) },
  ];
  for (const asked of broken) expect(await open(await seal(asked as PasswordQuestion))).toBeUndefined();
});

test('other ways to encrypt are not taken', async () => {
  const jwe = await new CompactEncrypt(utf8(JSON.stringify(question)))
    .setProtectedHeader({ alg: 'ECDH-ES+A128KW', enc: 'A128GCM' })
    .encrypt(questionKey);
  const jws = await new SignJWT({ jwe })
    .setProtectedHeader({ alg: 'ES256', typ: 'gatehouse-question+jwt' })
    .setJti('q_1')
    .setAudience('cr_1')
    .setExpirationTime(now / 1000 + 10)
    .sign(gatehouse.privateKey);
  expect(await open(jws)).toBeUndefined();
});

test('garbage is refused and never throws', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json()),
      fc.double(),
      async (text, at) => {
        expect(await open(text, at)).toBeUndefined();
      },
    ),
  );
});

test('neither does what Gatehouse signed around garbage', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (jwe) => {
      const jws = await new SignJWT({ jwe })
        .setProtectedHeader({ alg: 'ES256', typ: 'gatehouse-question+jwt' })
        .setJti('q_1')
        .setAudience('cr_1')
        .setExpirationTime(now / 1000 + 10)
        .sign(gatehouse.privateKey);
      expect(await open(jws)).toBeUndefined();
    }),
  );
});

test.each(['', '*', 'AAAA', 'MFkwEwYHKoZIzj0CAQ=='])('“%s” is no key of a link', async (spki) => {
  await expect(importQuestionKey(spki)).rejects.toThrow();
});
