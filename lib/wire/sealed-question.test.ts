import fc from 'fast-check';
import { CompactEncrypt, type CompactJWEHeaderParameters } from 'jose';
import { expect, test } from 'vitest';
import { fromUtf8, utf8 } from '#lib/core/bytes.ts';
import { questionFrame } from '#lib/wire/frames.ts';
import { newSigningKey } from '#lib/wire/jws.test-support.ts';
import { maxSealedQuestionLength } from '#lib/wire/limits.ts';
import { importQuestionKey, makeCipher, makeQuestionKey } from '#lib/wire/question-cipher.ts';
import { openQuestion, type PasswordQuestion, sealQuestion } from '#lib/wire/sealed-question.ts';

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
  expect((await open(worst))?.question).toMatchObject({ password: '\0'.repeat(1_024) });
});

function asWritten(text: string): string {
  return JSON.parse(fromUtf8(utf8(JSON.stringify(text)))) as string;
}

test('nothing of it can be read on the way', async () => {
  const travelling = [
    sealed,
    ...sealed.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1')),
  ].join();
  expect(travelling).toContain('A256GCM');
  for (const secret of ['alice', 'battery', 'q_1']) expect(travelling).not.toContain(secret);
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

test('no part of it can be changed, nor exchanged for another question’s', async () => {
  const parts = sealed.split('.');
  const another = (await seal({ ...question, password: 'another' }, { id: 'q_2' })).split('.');
  const elsewhere = (await seal(question, {}, (await newSigningKey()).privateKey)).split('.');
  for (const other of [another, elsewhere])
    for (const [at, part] of parts.entries()) {
      if (other[at] === part) continue;
      expect(await open(parts.with(at, other[at] ?? '').join('.')), `part ${at}`).toBeUndefined();
    }
});

test('a question in which one character changed is refused, or says the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.constantFrom(...'Az09-_. =%{\0'), async (at, character) => {
      const read = await open(sealed.slice(0, at) + character + sealed.slice(at + 1));
      // The last character of a base64url part holds bits that mean nothing.
      if (read !== undefined) expect(read.question).toEqual(question);
    }),
    { numRuns: 500 },
  );
});

test('what was once opened for one Gatehouse and connector is not opened for others', async () => {
  expect(await open(sealed)).toBeDefined();
  const keys = { questionKey: link.privateKey, gatehouseKey: (await newSigningKey()).publicKey };
  expect(await openQuestion(sealed, { connectorId: 'cr_1', at: now }, keys)).toBeUndefined();
  expect(await open(sealed, now, { connectorId: 'cr_2' })).toBeUndefined();
});

test('questions of one link share their key’s statement, and none its nonce', async () => {
  const many = await Promise.all(Array.from({ length: 50 }, () => seal()));
  expect(new Set(many.map((one) => one.split('.')[0])).size).toBe(1);
  expect(new Set(many.map((one) => one.split('.')[2])).size).toBe(50);
  const other = await makeQuestionKey();
  const elsewhere = await sealQuestion(question, bound, {
    questionKey: await importQuestionKey(other.publicKey),
    gatehouseKey: gatehouse.privateKey,
  });
  expect(elsewhere.split('.')[0]).not.toBe(sealed.split('.')[0]);
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

test('other ways to encrypt, and other purposes, are not taken', async () => {
  const cipher = await makeCipher('cr_1', { questionKey, gatehouseKey: gatehouse.privateKey });
  const { statement } = cipher;
  const plain = utf8(JSON.stringify({ id: 'q_1', expiresAt: bound.expiresAt, question }));
  const encrypted = (header: CompactJWEHeaderParameters, key = cipher.key) =>
    new CompactEncrypt(plain).setProtectedHeader(header).encrypt(key);
  const good = { alg: 'dir', enc: 'A256GCM', typ: 'gatehouse-question+jwe', statement };
  expect(await open(await encrypted(good))).toBeDefined();
  expect(await open(await encrypted({ ...good, typ: 'gatehouse-gossip+jwe' }))).toBeUndefined();
  expect(await open(await encrypted({ ...good, statement: '' }))).toBeUndefined();
  expect(await open(await encrypted({ alg: 'dir', enc: 'A256GCM', typ: good.typ }))).toBeUndefined();
  // Whoever knows the connector's public half can encrypt to it, but is not Gatehouse.
  expect(await open(await encrypted({ ...good, alg: 'ECDH-ES' }, questionKey))).toBeUndefined();
  const stranger = await newSigningKey();
  const forged = await makeCipher('cr_1', { questionKey, gatehouseKey: stranger.privateKey });
  expect(await open(await encrypted({ ...good, statement: forged.statement }, forged.key))).toBeUndefined();
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

test('neither does garbage that Gatehouse encrypted', async () => {
  const { key, statement } = await makeCipher('cr_1', { questionKey, gatehouseKey: gatehouse.privateKey });
  const header = { alg: 'dir', enc: 'A256GCM', typ: 'gatehouse-question+jwe', statement };
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (text) => {
      const jwe = await new CompactEncrypt(utf8(text)).setProtectedHeader(header).encrypt(key);
      expect(await open(jwe)).toBeUndefined();
    }),
  );
});

test.each(['', '*', 'AAAA', 'MFkwEwYHKoZIzj0CAQ=='])('“%s” is no key of a link', async (spki) => {
  await expect(importQuestionKey(spki)).rejects.toThrow();
});
