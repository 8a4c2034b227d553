import { performance } from 'node:perf_hooks';
import { type FrontFacingParts, frontFacingTest } from '#connector/front/own-tests/front-facing-test.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import type { KerberosAcceptor } from '#connector/kerberos/acceptor.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { lookUpLists } from '#connector/sign-in/revocation/look-up-lists.ts';
import type { Bytes } from '#lib/core/bytes.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { judgeCertificate } from '#lib/pki/judge/judge-certificate.ts';
import type { SelfTest } from '#lib/wire/frames.ts';

/** What a connector tries of a revision with what is around it. None of these keeps it from taking the revision over: it tells them. */
export type OwnTests = {
  /** Before anybody meets the revision; `after` is for once it is served. */
  readonly begin: (revision: ServableRevision, before: ServableRevision | undefined) => Promise<BegunTests>;
};

export type BegunTests = { readonly tests: readonly SelfTest[]; readonly after: () => Promise<readonly SelfTest[]> };

export type OwnTestsParts = FrontFacingParts & {
  readonly directory: Pick<Directory, 'state' | 'findPeople' | 'userNameFilter'>;
  readonly kerberos: Pick<KerberosAcceptor, 'state'>;
  /** DER of the configured test certificate and of those above it. */
  readonly testCertificate: readonly Bytes[] | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** A connector that waits for longer would look as if it did not answer. */
const mostMs = 2_000;

export function ownTests(parts: OwnTestsParts): OwnTests {
  const withLimit = { timeoutMs: mostMs, ...parts };
  return {
    begin: async (revision, before) => {
      const frontFacing = frontFacingTest(revision, before, withLimit);
      const tests = await Promise.all([
        timed('directory', withLimit.timeoutMs, directoryTest(parts)),
        timed('keytab', withLimit.timeoutMs, keytabTest(revision, parts)),
        timed('revocation-lists', withLimit.timeoutMs, listsTest(revision, before, parts)),
        timed('test-certificate', withLimit.timeoutMs, certificateTest(revision, parts)),
        frontFacing?.before(),
      ]);
      return {
        tests: tests.filter((test) => test !== undefined),
        after: async () => {
          const began = performance.now();
          const isPassed = await frontFacing?.after();
          if (isPassed === undefined) return [];
          return [{ name: 'front-facing-url', isPassed, tookMs: performance.now() - began }];
        },
      };
    },
  };
}

/** A test that is not for this revision is undefined; one that takes too long, or fails by an error, has not passed. */
async function timed(
  name: SelfTest['name'],
  timeoutMs: number,
  test: (() => Promise<boolean> | boolean) | undefined,
): Promise<SelfTest | undefined> {
  if (test === undefined) return undefined;
  const began = performance.now();
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  try {
    const isPassed = await Promise.race([(async () => test())().catch(() => false), tooLate]);
    return { name, isPassed, tookMs: performance.now() - began };
  } finally {
    clearTimeout(timer);
  }
}

/** One question over a connection that sign-ins use as well; nobody has that name, and that is an answer. */
function directoryTest({ directory }: OwnTestsParts) {
  if (directory.state().kind === 'none') return undefined;
  return async () => (await directory.findPeople(directory.userNameFilter('gatehouse-self-test'))).ok;
}

/** RFC 4559 section 4.1: browsers ask tickets for HTTP/ and the host of the URL. */
function keytabTest({ settings }: ServableRevision, { kerberos }: OwnTestsParts) {
  if (!settings.kerberos.enabled) return undefined;
  const host = hostOf(settings.kerberos.frontFacingUrl || settings.frontFacingUrl);
  return () => {
    const { state, principals } = kerberos.state();
    return state === 'ready' && principals.some((one) => one.toLowerCase().startsWith(`http/${host}@`));
  };
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname.toLowerCase() ?? '';
}

/** Lists that no other revision needed are fetched; those that are in use are looked after all the time. */
function listsTest({ settings, rules }: ServableRevision, before: ServableRevision | undefined, parts: OwnTestsParts) {
  if (!settings.clientCertificate.enabled || rules.rulesId === before?.rules.rulesId) return undefined;
  if (!isLookedUp(rules)) return undefined;
  return async () => (await lookUpLists(rules, parts.now)).every(({ state }) => state === 'current');
}

function isLookedUp({ authorities, revocation }: ServableRevision['rules']): boolean {
  return authorities.some((authority) => revocation.ruleOf(authority).mode !== 'off');
}

/** Somebody the administrator knows has to get in. Whether that one was revoked is another question. */
function certificateTest({ settings, rules }: ServableRevision, { testCertificate, now }: OwnTestsParts) {
  if (testCertificate === undefined || !settings.clientCertificate.enabled) return undefined;
  return async () => {
    const parsed = await Promise.all(testCertificate.map((der) => parseCertificate(der)));
    const presented = parsed.flatMap((one) => (one.ok ? [one.value] : []));
    const { authorities, partialChains } = rules;
    const purpose = { kind: 'client' } as const;
    return (await judgeCertificate({ presented, authorities, partialChains, at: now(), purpose })).accepted;
  };
}
