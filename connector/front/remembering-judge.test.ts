import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JudgingRules, readRules } from '#connector/front/read-rules.ts';
import { rememberingJudge } from '#connector/front/remembering-judge.ts';
import { gatherEvidence } from '#connector/sign-in/revocation/gather-evidence.ts';
import { keepAnswers } from '#connector/sign-in/revocation/keep-answers.ts';
import { keepLists } from '#connector/sign-in/revocation/keep-lists.ts';
import { steadyAround } from '#connector/sign-in/revocation/steady-around.ts';
import { mintAuthority, mintClient } from '#connector/test-world/test-certificates.ts';
import { type Bytes, toBase64 } from '#lib/core/bytes.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';

const day = 86_400_000;
const second = (at: number) => Math.floor(at / 1000) * 1000;
const now = second(Date.now());

let old: Authority;
let renewed: Authority;
let chain: { readonly presented: readonly Bytes[]; readonly rules: JudgingRules };
let authorities: readonly Certificate[];
let edges: readonly number[];

async function read(der: Bytes): Promise<Certificate> {
  const parsed = await parseCertificate(der);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

async function rulesOf(ders: readonly Bytes[]): Promise<JudgingRules> {
  const caCertificates = ders.map((der) => toBase64(der));
  const read = await readRules({ caCertificates, trust: { partialChains: false }, revocation: { mode: 'off' } });
  return read.rules;
}

const lists = keepLists({ now: Date.now });
const answers = keepAnswers({ now: Date.now });
afterAll(() => {
  lists.close();
  answers.close();
});
const newJudge = (most?: number) => rememberingJudge(gatherEvidence({ lists, answers }), most);

/** Two roots of one name and key that follow one another, an intermediate of each, and a leaf: times on every depth. */
beforeAll(async () => {
  old = await mintAuthority('Root', { notBefore: now - 50 * day, notAfter: now + 10 * day });
  const { name, key } = old.signer;
  renewed = await mintAuthority('Root', { subject: name, key, notBefore: now - 5 * day, notAfter: now + 40 * day });
  const issuing = await mintAuthority('Issuing', {
    signer: old.signer,
    notBefore: now - 20 * day,
    notAfter: now + 20 * day,
  });
  const leaf = await mintClient('Alice', issuing, { notBefore: now - 2 * day, notAfter: now + 30 * day });
  authorities = await Promise.all([old, renewed].map(({ der }) => read(der)));
  chain = { presented: [leaf.der, issuing.der], rules: await rulesOf([old.der, renewed.der]) };
  const all = [...authorities, ...(await Promise.all(chain.presented.map(read)))];
  edges = all.flatMap(({ notBefore, notAfter }) => [notBefore, notAfter]);
});

test('at every moment, in any order, what is remembered is what the judge would say', async () => {
  const near = fc.tuple(fc.nat(7), fc.integer({ min: -2, max: 2 })).map(([edge, off]) => (edges[edge] ?? 0) + off);
  const anywhere = fc.integer({ min: now - 60 * day, max: now + 60 * day });
  const presented = await Promise.all(chain.presented.map(read));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(near, anywhere), { minLength: 2, maxLength: 12 }), async (moments) => {
      const judge = newJudge();
      for (const at of moments) {
        const { verdict } = await judge({ ...chain, at });
        const fresh = await judgeClientCertificate({ presented, authorities, at });
        const summary = (one: typeof verdict) =>
          one.accepted ? one.path.map(({ fingerprint }) => fingerprint) : [one.refusal, one.depth];
        expect(summary(verdict)).toEqual(summary(fresh));
      }
    }),
    { numRuns: 60 },
  );
});

test('remembers an accepting verdict, for these certificates and these authorities only', async () => {
  const judge = newJudge();
  const first = await judge({ ...chain, at: now });
  expect(first.verdict.accepted).toBe(true);
  expect((await judge({ ...chain, at: now })).verdict).toBe(first.verdict);
  expect((await judge({ ...chain, rules: await rulesOf([]), at: now })).verdict.accepted).toBe(false);
  const [own] = chain.presented;
  expect((await judge({ ...chain, presented: own === undefined ? [] : [own], at: now })).verdict).toMatchObject({
    accepted: false,
  });
});

test('keeps no more than it may, the ones used last', async () => {
  const judge = newJudge(1);
  const one = await judge({ ...chain, at: now });
  await judge({ ...chain, rules: await rulesOf([renewed.der, old.der]), at: now });
  expect((await judge({ ...chain, at: now })).verdict).not.toBe(one.verdict);
});

test('the steady time holds the moment, both ends of validity belong to it, and nothing begins or ends inside', () => {
  const validity = fc
    .tuple(fc.nat(40), fc.nat(40))
    .map(([notBefore, length]) => ({ notBefore, notAfter: notBefore + length }));
  fc.assert(
    fc.property(fc.array(validity, { maxLength: 6 }), fc.nat(80), (certificates, at) => {
      const { from, until } = steadyAround(at, certificates);
      const sides = (moment: number) =>
        certificates.map(({ notBefore, notAfter }) => [moment < notBefore, moment > notAfter]).join();
      for (let moment = -1; moment <= 82; moment += 1) {
        const isInside = from <= moment && moment <= until;
        if (isInside && sides(moment) !== sides(at)) return false;
        // As long as can be: the moments beside the ends are on another side of something.
        if ((moment === from - 1 || moment === until + 1) && sides(moment) === sides(at)) return false;
      }
      return from <= at && at <= until;
    }),
  );
});
