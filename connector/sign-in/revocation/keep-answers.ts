import { randomBytes } from 'node:crypto';
import { answerLimits, type FetchRequest, fault, fetchBody } from '#connector/sign-in/revocation/fetch-body.ts';
import {
  type FetchFault,
  type FreshKeeper,
  type FreshTimes,
  freshTimes,
  keepFresh,
} from '#connector/sign-in/revocation/keep-fresh.ts';
import type { Bytes } from '#lib/core/bytes.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { judgeRevocation } from '#lib/pki/revocation/judge-revocation.ts';
import type { OcspAnswer } from '#lib/pki/revocation/ocsp/ocsp-answer.ts';
import { parseOcspResponse } from '#lib/pki/revocation/ocsp/parse-ocsp-response.ts';
import { writeOcspRequest } from '#lib/pki/revocation/ocsp/write-ocsp-request.ts';

/** A responder, asked about one certificate. */
export type AnswerSource = {
  readonly url: string;
  readonly certificate: Certificate;
  readonly issuer: Certificate;
};

export type KeptAnswer = {
  readonly answer: OcspAnswer;
  readonly thisUpdate: number;
  /** Until when the responder lets it count. */
  readonly nextUpdate: number;
  /** Until when it is used without asking again, in milliseconds since 1970. */
  readonly until: number;
};

export type AnswerKeeper = FreshKeeper<AnswerSource, KeptAnswer>;

export type AnswerKeeperParts = {
  readonly now: () => number;
  readonly onChange?: () => void;
  readonly fetch?: (request: FetchRequest, stop: AbortSignal) => Promise<Outcome<Bytes, FetchFault>>;
  readonly times?: FreshTimes;
};

/** Keeps what responders answered about each certificate until it ends, an hour at most (RFC 6960). */
export function keepAnswers(parts: AnswerKeeperParts): AnswerKeeper {
  const { now, onChange = () => {}, fetch = fetchBody, times = freshTimes } = parts;
  return keepFresh<AnswerSource, KeptAnswer>({
    keyOf: ({ url, certificate, issuer }) => `${issuer.spkiFingerprint} ${certificate.fingerprint} ${url}`,
    fetch: async (source, kept, at, stop) => {
      const fetched = await ask(source, at, times.refreshMs, fetch, stop);
      // An older answer than the one that is kept would give back what was taken since.
      return fetched.ok && kept !== undefined && fetched.value.thisUpdate < kept.thisUpdate ? success(kept) : fetched;
    },
    endOf: ({ until }) => until,
    bytesOf: ({ answer }) => answer.der.length,
    maxBytes: 32 * 1024 * 1024,
    maxPlaces: 5_000,
    // Of people who come no more nobody needs to know anything.
    isRenewedUnused: false,
    now,
    onChange,
    times,
  });
}

async function ask(
  { url, certificate, issuer }: AnswerSource,
  at: number,
  mostMs: number,
  fetch: NonNullable<AnswerKeeperParts['fetch']>,
  stop: AbortSignal,
): Promise<Outcome<KeptAnswer, FetchFault>> {
  const nonce = new Uint8Array(randomBytes(32));
  const body = await writeOcspRequest({ certificate, issuer, nonce });
  const post = { type: 'application/ocsp-request', body };
  const got = await fetch({ url, limits: answerLimits, post }, stop);
  if (!got.ok) return got;
  const parsed = await parseOcspResponse(got.value, { nonce });
  if (!parsed.ok) return fault('unusable', parsed.problem.message);
  const answer = parsed.value;
  // Answers come unencrypted: what is no responder's must not be kept. Whether the responder was revoked is asked with the path.
  const { statuses } = await judgeRevocation({
    path: [certificate, issuer],
    evidence: { crls: [], ocsp: [answer] },
    at,
    modeOf: () => 'fail-open',
    certificates: [],
    pathOf: async () => undefined,
    voice: 'administrator',
  });
  const [status] = statuses;
  const [source] = status?.sources ?? [];
  if (source === undefined) return fault('unusable', status?.detail ?? 'it says nothing about the certificate');
  const { thisUpdate, nextUpdate = thisUpdate } = source;
  return success({ answer, thisUpdate, nextUpdate, until: Math.min(nextUpdate, at + mostMs) });
}
