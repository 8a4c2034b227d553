import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fitReport } from '#connector/sign-in/dry-run/fit-report.ts';
import { dryRunner } from '#connector/sign-in/dry-run/run-dry.ts';
import { type SignInWorld, startSignInWorld } from '#connector/test-world/sign-in-world.ts';
import { mintClient } from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';
import { canRunSlapd, type Slapd, startSlapd } from '#e2e/world/slapd.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import type { DryRunQuestion } from '#lib/wire/dry-run-question.ts';
import type { DryRunReport, DryRunWay, StepFacts } from '#lib/wire/dry-run-report.ts';
import { maxSignedResultLength } from '#lib/wire/limits.ts';
import { signDryRun } from '#lib/wire/signed-dry-run.ts';

let world: SignInWorld;
let asked = 0;

beforeAll(async () => {
  world = await startSignInWorld();
});
afterAll(() => world.close());

async function report(question: Partial<DryRunQuestion>, from: SignInWorld = world): Promise<DryRunReport> {
  asked += 1;
  const said = await from.hub.askDryRun({ presented: [], settings: { from: 'running' }, ...question }, `que_${asked}`);
  expect(said).toMatchObject({ iss: 'con_test', connectionId: 'cnn_test', answers: `que_${asked}` });
  if (said.outcome.result !== 'reported') throw new Error(said.outcome.detail);
  return said.outcome.report;
}

const presented = async (name: string, more: Parameters<typeof mintClient>[2] = {}) => [
  toBase64((await mintClient(name, world.root, more)).der),
];

test('tells each step with its facts', async () => {
  const { certificate, account, revision, at, now } = await report({ presented: await presented('Alice') });
  expect([revision, account, at]).toEqual([1, null, now]);
  expect(certificate).toMatchObject({ result: 'accepted', person: { userName: 'alice', groups: ['staff', 'team'] } });
  const filter = '(userPrincipalName=alice@corp.example)';
  expect(certificate?.steps.map(({ step, facts }) => [step, facts])).toMatchObject([
    ['path', { kind: 'path', refusal: null, path: [{ name: 'Alice' }, { name: 'Corp Root' }] }],
    ['revocation', { kind: 'revocation', certificates: [{ name: 'Alice', state: 'off' }] }],
    ['mapping', { kind: 'mapping', source: 'san-upn', raw: 'alice@corp.example', filter }],
    ['directory', { kind: 'hits', filter, dns: ['cn=alice,dc=corp,dc=example'], standing: [] }],
    ['groups', undefined],
  ]);
});

test('judges validity at the moment that is asked about', async () => {
  const day = 86_400_000;
  const later = { presented: await presented('Alice', { notBefore: Date.now() + day }) };
  expect((await report(later)).certificate).toMatchObject({ result: 'refused', reason: 'not-yet-valid' });
  const at = Date.now() + 2 * day;
  expect(await report({ ...later, at })).toMatchObject({ at, certificate: { result: 'accepted' } });
});

test('says how the account of a name stands, and never asks for a password', async () => {
  expect((await report({ userName: 'alice' })).account).toMatchObject({
    result: 'accepted',
    person: { userName: 'alice' },
  });
  expect((await report({ userName: 'gone' })).account).toMatchObject({
    result: 'refused',
    reason: 'account-disabled',
    steps: [{ facts: { standing: [{ attribute: 'userAccountControl', value: '514' }] } }, {}],
  });
  const nobody = (await report({ userName: '*)(uid=alice' })).account;
  expect(nobody).toMatchObject({ result: 'refused', reason: 'unknown-user' });
  expect(JSON.stringify(nobody)).toContain('\\\\2a\\\\29\\\\28uid=alice');
  const both = await report({ presented: await presented('Bob'), userName: 'carol' });
  expect(both).toMatchObject({
    certificate: { person: { userName: 'bob' } },
    account: { person: { userName: 'carol' } },
  });
});

test('what is no certificate is said to be none', async () => {
  expect((await report({ presented: ['AAAA'] })).certificate).toMatchObject({
    result: 'refused',
    reason: 'unreadable',
  });
});

test('the password of nobody and no certificate is in the log', async () => {
  const [own = ''] = await presented('Carol');
  await report({ presented: [own] });
  expect(JSON.stringify(world.daemon.lines)).not.toContain(own.slice(40, 100));
});

describe('a runner by itself', () => {
  const parts = {
    revision: () => undefined,
    judge: () => new Promise<never>(() => {}),
    directory: undefined as never,
    now: Date.now,
  };
  const { caCertificates, trust, mapping, mappingStrength, revocation } = testSettings(1);
  const deciding = { caCertificates, trust, mapping, mappingStrength, revocation };
  const question: DryRunQuestion = { kind: 'dry-run', presented: ['AAAA'], settings: { from: 'given', deciding } };

  test('has nothing to go by before the first revision', async () => {
    const outcome = await dryRunner(parts)({ ...question, settings: { from: 'running' } });
    expect(outcome).toMatchObject({ result: 'unavailable', reason: 'no-settings' });
  });

  test('works on few at once, and ends by itself', async () => {
    const run = dryRunner({ ...parts, maxInWork: 2, timeoutMs: 50 });
    const [first, second, third] = await Promise.all([run(question), run(question), run(question)]);
    expect(third).toMatchObject({ reason: 'connector-busy' });
    expect(first).toMatchObject({ reason: 'connector-timeout' });
    expect(second).toMatchObject({ reason: 'connector-timeout' });
    // What was given up is still at work.
    expect(await run(question)).toMatchObject({ reason: 'connector-busy' });
  });
});

test('a report fits what is signed and sent, however much was found', () => {
  const step = { step: 'directory', isPassed: true, detail: 'ä'.repeat(1_000), tookMs: 1 } as const;
  const facts: StepFacts = { kind: 'hits', filter: 'ö'.repeat(2_000), dns: ['x'.repeat(2_000)], standing: [] };
  const person = { directoryId: 'a', dn: 'b', userName: 'c', groupsCut: false };
  const groups = Array.from({ length: 2_000 }, (_, place) => `group ${place} ${'ü'.repeat(200)}`);
  const way = (count: number): DryRunWay => ({
    result: 'accepted',
    person: { ...person, groups },
    steps: Array.from({ length: count }, () => ({ ...step, facts })),
  });
  const whole = { revision: 1, at: 0, now: 0, account: null };
  const told = fitReport({ ...whole, certificate: way(12) });
  expect(told).toMatchObject({
    result: 'reported',
    report: { certificate: { person: { groupsCut: true }, steps: Array(12).fill({ step: 'directory' }) } },
  });
  expect(fitReport({ ...whole, certificate: way(64) })).toMatchObject({ reason: 'result-too-large' });
  const ids = { iss: 'x'.repeat(64), connectionId: 'x'.repeat(64), answers: 'x'.repeat(100), iat: 1_800_000_000 };
  const signed = signDryRun({ ...ids, outcome: told }, () => new Uint8Array(64));
  expect(signed.length).toBeLessThanOrEqual(maxSignedResultLength);
});

describe.skipIf(!canRunSlapd)('with OpenLDAP', () => {
  let slapd: Slapd;
  let there: SignInWorld;
  beforeAll(async () => {
    slapd = await startSlapd({
      people: [{ uid: 'alice' }, { uid: 'lost', isLocked: true }],
    });
    const { url, base, service, caPath } = slapd;
    const bind = { bindUser: service.dn, bindPassword: service.password };
    there = await startSignInWorld({
      config: { directory: { kind: 'ldap', urls: [url], base, ca: [caPath], ...bind } },
      settings: { mapping: [{ source: 'subject-cn', attribute: 'uid' }] },
    });
  });
  afterAll(async () => {
    await there?.close();
    await slapd?.remove();
  });

  test('finds people and tells that one is locked', async () => {
    const of = async (name: string) => ({
      presented: [toBase64((await mintClient(name, there.root)).der)],
      userName: name,
    });
    const alice = await report(await of('alice'), there);
    expect(alice).toMatchObject({
      certificate: { result: 'accepted', person: { dn: slapd.personDn('alice') } },
      account: { result: 'accepted', person: { dn: slapd.personDn('alice') } },
    });
    const lost = await report(await of('lost'), there);
    for (const way of [lost.certificate, lost.account])
      expect(way).toMatchObject({ result: 'refused', reason: 'account-locked' });
    expect((await report(await of('nobody'), there)).certificate).toMatchObject({ reason: 'unmapped' });
  });

  test('says that the directory does not answer', async () => {
    await slapd.kill();
    const presented = [toBase64((await mintClient('alice', there.root)).der)];
    const { certificate } = await report({ presented }, there);
    expect(certificate).toMatchObject({ result: 'unavailable', reason: expect.stringMatching(/^directory-/) });
  });
});
