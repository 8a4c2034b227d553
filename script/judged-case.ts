import { z } from 'zod';
import type { Bytes } from '#lib/core/bytes.ts';
import type { Certificate, KeyUsage } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { readPem } from '#lib/pki/files/read-pem.ts';
import type { PathPurpose } from '#lib/pki/judge/checks/path-rule.ts';
import type { RevocationPort } from '#lib/pki/judge/judge-case.ts';
import { judgeCertificate } from '#lib/pki/judge/judge-certificate.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';
import { maxRevocationListBytes, parseCrl } from '#lib/pki/revocation/parse-crl.ts';

const pem = z.string().max(1_000_000);
const listPem = z.string().max(maxRevocationListBytes * 1.5);
const peerName = z.object({ kind: z.string(), value: z.string() });

/** One case, in the form of x509-limbo's testcases; `crls` present: every certificate needs a current list. */
export const judgedCaseSchema = z.object({
  id: z.string().min(1),
  validation_kind: z.enum(['CLIENT', 'SERVER']).nullish(),
  validation_time: z.string().nullish(),
  trusted_certs: z.array(pem),
  untrusted_intermediates: z.array(pem).nullish(),
  peer_certificate: pem,
  crls: z.array(listPem).nullish(),
  expected_peer_name: peerName.nullish(),
  key_usage: z.array(z.string()).nullish(),
  extended_key_usage: z.array(z.string()).nullish(),
  /** What the case asks of whoever judges beyond the standard: `pedantic-webpki-eku`. */
  features: z.array(z.string()).nullish(),
  max_chain_depth: z.number().int().nonnegative().nullish(),
});
export type JudgedCase = z.infer<typeof judgedCaseSchema>;

/** `accepted`, or `refused` with the name of a refusal, and a sentence. */
export type CaseAnswer = { readonly answer: 'accepted' | 'refused'; readonly reason: string };

export async function judgeCase(one: JudgedCase): Promise<CaseAnswer> {
  const at = one.validation_time == null ? Date.now() : momentOf(one.validation_time);
  if (Number.isNaN(at)) return refused('unreadable', `“${one.validation_time}” is no time.`);
  const [peer, ...behindPeer] = await readAll([one.peer_certificate]);
  if (typeof peer !== 'object') return refused('unreadable', peer ?? 'There is no certificate.');
  const authorities = (await readAll(one.trusted_certs)).filter((read) => typeof read === 'object');
  const intermediates = await readAll(one.untrusted_intermediates ?? []);
  const sentAlong = [...behindPeer, ...intermediates].filter((read) => typeof read === 'object');
  const lacking = lackingUsage(peer, one.key_usage ?? []);
  if (lacking !== undefined) return refused('wrong-key-usage', `The certificate’s key usage lacks ${lacking}.`);
  if (!hasMailbox(peer, one.expected_peer_name))
    return refused('wrong-host', `The certificate does not name ${one.expected_peer_name?.value}.`);
  const verdict = await judgeCertificate({
    presented: [peer, ...sentAlong],
    authorities,
    at,
    purpose: purposeOf(one),
    voice: 'administrator',
    ...(one.max_chain_depth == null ? {} : { maxIntermediates: one.max_chain_depth }),
    ...(one.crls == null ? {} : { revocation: listsOf(one.crls) }),
  });
  // What is for people or for servers is told by the path; this is about what else it shall be for.
  const missing = verdict.accepted ? lackingPurpose(peer, one.extended_key_usage ?? []) : undefined;
  if (missing !== undefined) return refused('wrong-purpose', `The certificate’s extended key usage lacks ${missing}.`);
  return answerOf(verdict);
}

function answerOf(verdict: Verdict): CaseAnswer {
  if (!verdict.accepted) return refused(verdict.refusal, `${verdict.message} (${verdict.paragraph})`);
  return { answer: 'accepted', reason: `a path of ${verdict.path.length} certificates` };
}

function refused(name: string, sentence: string): CaseAnswer {
  return { answer: 'refused', reason: `${name}: ${sentence}` };
}

/** Cases say SERVER where a host presents the certificate; those without a kind are about people. */
function purposeOf({ validation_kind, expected_peer_name, extended_key_usage, features }: JudgedCase): PathPurpose {
  const isServer = validation_kind === 'SERVER' && !(extended_key_usage ?? []).includes('clientAuth');
  if (!isServer) return { kind: 'client' };
  const isHost = expected_peer_name?.kind === 'DNS' || expected_peer_name?.kind === 'IP';
  const isPublic = (features ?? []).some((feature) => feature.startsWith('pedantic-webpki'));
  return { kind: 'server', isPublic, ...(isHost ? { host: expected_peer_name.value } : {}) };
}

/** Hosts and addresses are looked at on the path; a mailbox is one whose host alone may be in other letters (RFC 5280 section 7.5). */
function hasMailbox({ alternativeNames }: Certificate, name: JudgedCase['expected_peer_name']): boolean {
  if (name?.kind !== 'RFC822') return true;
  const mailbox = (text: string) => text.replace(/@[^@]*$/, (host) => host.toLowerCase());
  return alternativeNames.some(({ kind, value }) => kind === 'email' && mailbox(value) === mailbox(name.value));
}

function lackingUsage({ keyUsage }: Certificate, wanted: readonly string[]): string | undefined {
  return keyUsage === undefined ? undefined : wanted.find((one) => !keyUsage.includes(one as KeyUsage));
}

/** RFC 5280 section 4.2.1.12, by the names of the standard; another purpose than those is its object identifier. */
const purposes: Readonly<Record<string, string>> = {
  anyExtendedKeyUsage: purpose.any,
  serverAuth: purpose.serverAuth,
  clientAuth: purpose.clientAuth,
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
};

function lackingPurpose({ extendedKeyUsage }: Certificate, wanted: readonly string[]): string | undefined {
  if (extendedKeyUsage === undefined || extendedKeyUsage.includes(purpose.any)) return undefined;
  return wanted.find((one) => !extendedKeyUsage.includes(purposes[one] ?? one));
}

/** A time without an offset is meant in UTC, wherever the machine stands. */
function momentOf(time: string): number {
  const isLocal = /\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(time);
  return Date.parse(isLocal ? `${time}Z` : time);
}

/** Lists that are there already: nobody is asked. */
function listsOf(files: readonly string[]): RevocationPort {
  const crls = files.flatMap((file) =>
    blocksOf(file, 'X509 CRL').flatMap((der) => {
      const list = der === undefined ? undefined : parseCrl(der);
      return list?.ok === true ? [list.value] : [];
    }),
  );
  return { modeOf: () => 'fail-closed', gather: async () => ({ crls, ocsp: [] }) };
}

/** Every certificate of every file; a sentence in the place of what is none. */
async function readAll(files: readonly string[]): Promise<readonly (Certificate | string)[]> {
  const blocks = files.flatMap((file) => {
    const found = blocksOf(file, 'CERTIFICATE');
    return found.length === 0 ? [undefined] : found;
  });
  return Promise.all(
    blocks.map(async (der) => {
      if (der === undefined) return 'It is no PEM block.';
      const read = await parseCertificate(der);
      return read.ok ? read.value : `It is no certificate: ${read.problem.message}.`;
    }),
  );
}

/** The blocks of one kind (`X509 CERTIFICATE` is a certificate too), in order; undefined in the place of those that cannot be decoded. */
function blocksOf(file: string, label: string): readonly (Bytes | undefined)[] {
  return [...readPem(file)]
    .filter((block) => block.label.endsWith(label))
    .map((block) => ('content' in block ? block.content : undefined));
}
