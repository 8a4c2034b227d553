import { beforeAll, describe, expect, it } from 'vitest';
import type { Minted } from '#lib/pki/issue/mint.ts';
import {
  type GeneratedFamily,
  type GeneratedPerson,
  generateFamilies,
} from '#lib/pki/judge/generated-paths.test-support.ts';
import { openListener } from '#lib/pki/judge/handshake.test-support.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import { opensslVerifiesMany } from '#lib/pki/judge/openssl-verify-many.test-support.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';

const familyCount = 425;
const peopleInEach = 5;
const seed = 20_261_124;
const familiesInAProcess = 50;
/** Thousands of signatures and handshakes, on machines that do other things besides. */
const timeoutMs = 300_000;

type Refused = Extract<Verdict, { accepted: false }>;
type Answer = GeneratedPerson & {
  readonly ours: Verdict;
  readonly root: Minted | undefined;
  /** Of `openssl verify`, which holds paths to policies as well. */
  readonly verify: boolean;
  /** Of OpenSSL in Node, in a handshake. */
  readonly handshake: boolean;
};

/** Where the judge refuses whom OpenSSL accepts, on purpose; docs/pki.md says why. */
const stricter: Readonly<Record<string, (ours: Refused, answer: Answer) => boolean>> = {
  'certificate policies, which handshakes do not heed': ({ refusal }, { verify }) =>
    refusal === 'policy-not-allowed' && !verify,
  'key usage with keyAgreement and without digitalSignature': ({ refusal, depth, certificate }) =>
    refusal === 'wrong-key-usage' && depth === 0 && certificate?.keyUsage?.includes('keyAgreement') === true,
  'an empty list of alternative names': ({ refusal, certificate }) =>
    refusal === 'malformed-extension' && certificate?.malformedExtensions?.[0] === '2.5.29.17',
  'a root without basic constraints': ({ refusal, certificate }, { root }) =>
    refusal === 'not-an-authority' && certificate?.fingerprint === root?.certificate.fingerprint,
  'an authority with an empty name': ({ refusal, certificate }) =>
    refusal === 'unknown-authority' && certificate?.issuer.rdns.length === 0,
  'a root whose own signature is broken': ({ refusal }, { name }) =>
    refusal === 'unknown-authority' && name.includes('0: one bit flipped'),
};

function reasonFor(answer: Answer): string {
  const { ours } = answer;
  if (ours.accepted) throw new TypeError('It was accepted.');
  const named = Object.entries(stricter).find(([, isIt]) => isIt(ours, answer));
  return named?.[0] ?? `${answer.name}: ${ours.refusal}, ${ours.message}`;
}

describe(`the judge and OpenSSL on ${familyCount * peopleInEach} generated paths`, () => {
  let answers: readonly Answer[];

  beforeAll(async () => {
    const families = await generateFamilies(familyCount, peopleInEach, seed, Date.now());
    const verified = await verifyAll(families);
    const all: Answer[] = [];
    for (const family of families) {
      const listener = await openListener(family.trusted, family.isPartial);
      for (const person of family.people) {
        all.push({
          ...person,
          root: family.trusted[0],
          ours: await judge(family, person),
          verify: verified.has(person),
          handshake: await listener.accepts(person.client, family.sentAlong),
        });
      }
      await listener.close();
    }
    answers = all;
  }, timeoutMs);

  it('nobody is accepted whom openssl verify or a handshake refuses', () => {
    const looser = answers.filter(({ ours, verify, handshake }) => ours.accepted && !(verify && handshake));
    expect(looser.map(({ name, verify }) => `${name}: ${verify ? 'handshake' : 'verify'}`)).toEqual([]);
  });

  it('whoever is refused and accepted by one of them is refused for a reason that has a name', () => {
    const others = answers.filter(({ ours, verify, handshake }) => !ours.accepted && (verify || handshake));
    expect(new Set(others.map(reasonFor))).toEqual(new Set(Object.keys(stricter)));
  });

  it('is held against enough of either kind, and against refusals of many kinds', () => {
    const refusals = answers.flatMap(({ ours }) => (ours.accepted ? [] : [ours.refusal]));
    expect(answers.length).toBeGreaterThanOrEqual(2000);
    expect(answers.length - refusals.length).toBeGreaterThan(500);
    expect(refusals.length).toBeGreaterThan(500);
    expect(new Set(refusals).size).toBeGreaterThan(12);
  });
});

function judge({ trusted, sentAlong, isPartial }: GeneratedFamily, { client }: GeneratedPerson): Promise<Verdict> {
  return judgeClientCertificate({
    presented: [client, ...sentAlong].map(({ certificate }) => certificate),
    authorities: trusted.map(({ certificate }) => certificate),
    at: Date.now(),
    partialChains: isPartial,
  });
}

/** A few processes for all: each family has names of its own, so that they do not get in each other's way. */
async function verifyAll(families: readonly GeneratedFamily[]): Promise<ReadonlySet<GeneratedPerson>> {
  const verified = new Set<GeneratedPerson>();
  for (const isPartialAllowed of [false, true]) {
    const these = families.filter(({ isPartial }) => isPartial === isPartialAllowed);
    for (let from = 0; from < these.length; from += familiesInAProcess) {
      const some = these.slice(from, from + familiesInAProcess);
      const people = some.flatMap((family) => family.people);
      const said = await opensslVerifiesMany({
        leaves: people.map(({ client }) => client),
        trusted: some.flatMap(({ trusted }) => trusted),
        untrusted: some.flatMap(({ sentAlong }) => sentAlong),
        isPartialAllowed,
      });
      for (const [at, person] of people.entries()) if (said[at] === true) verified.add(person);
    }
  }
  return verified;
}
