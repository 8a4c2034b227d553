import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import { extensionName } from '#lib/pki/certificate/extension-name.ts';
import { isIdOf } from '#lib/pki/revocation/ocsp/certificate-id.ts';
import { findResponder } from '#lib/pki/revocation/ocsp/find-responder.ts';
import type { OcspAnswer, SingleAnswer } from '#lib/pki/revocation/ocsp/ocsp-answer.ts';
import type { RevocationSource } from '#lib/pki/revocation/revocation-verdict.ts';
import type { Finding } from '#lib/pki/revocation/status-by-lists.ts';

const minute = 60_000;
/** How far the responder's clock may be ahead of ours. */
const toleranceMs = 5 * minute;
/** How long an answer without nextUpdate counts: "newer revocation information is available all the time" (RFC 6960 section 4.2.2.1). */
const unendingMs = 5 * minute;

/** Until when an answer counts, in milliseconds since 1970. */
export function endOfAnswer({ thisUpdate, nextUpdate }: SingleAnswer): number {
  return nextUpdate ?? thisUpdate + unendingMs;
}

/**
 * What responders say of a certificate (RFC 6960 section 3.2), the newest first; undefined where none says anything about it. "Unknown" is not good.
 * An answer that ended still proves a revocation.
 */
export async function statusByAnswers(
  certificate: Certificate,
  issuer: Certificate,
  answers: readonly OcspAnswer[],
  certificates: readonly Certificate[],
  at: number,
  revocationFault: (responder: Certificate) => Promise<string | undefined>,
): Promise<Finding | undefined> {
  const found: { readonly answer: OcspAnswer; readonly single: SingleAnswer }[] = [];
  for (const answer of answers)
    for (const single of answer.answers)
      if (await isIdOf(single.id, certificate, issuer)) found.push({ answer, single });
  let why: string | undefined;
  const isEnded = ({ single }: (typeof found)[number]) => Number(staleness(single, at) !== undefined);
  found.sort((a, b) => isEnded(a) - isEnded(b) || b.single.thisUpdate - a.single.thisUpdate);
  for (const { answer, single } of found) {
    const fault = await answerFault(answer, single, issuer, certificates, at, revocationFault);
    if (fault !== undefined) {
      why ??= fault;
      continue;
    }
    const sources = [sourceOf(answer, single)];
    if (single.status === 'revoked') {
      const { revokedAt, reason } = single;
      const entry = {
        ...(revokedAt === undefined ? {} : { at: revokedAt }),
        ...(reason === undefined ? {} : { reason }),
      };
      return { kind: 'revoked', entry, sources };
    }
    const stale = staleness(single, at);
    if (stale === undefined && single.status === 'good') return { kind: 'good', sources };
    why = stale ?? 'the responder does not know the certificate';
    break;
  }
  if (why === undefined) return undefined;
  return { kind: 'unknown', detail: `The OCSP answer about “${displayName(certificate)}” does not count: ${why}.` };
}

async function answerFault(
  answer: OcspAnswer,
  single: SingleAnswer,
  issuer: Certificate,
  certificates: readonly Certificate[],
  at: number,
  revocationFault: (responder: Certificate) => Promise<string | undefined>,
): Promise<string | undefined> {
  const [unknown] = [...answer.unprocessed, ...single.unprocessed];
  // RFC 6960 section 4.4 has critical extensions as RFC 5280 section 4.2 has them.
  if (unknown !== undefined) return `it makes a condition that is not understood here (${extensionName(unknown)})`;
  const found = await findResponder(answer, issuer, certificates, at);
  if ('fault' in found) return found.fault;
  // RFC 6960 section 4.2.2.2.1: with id-pkix-ocsp-nocheck the responder is trusted as long as its certificate lasts; else it is looked up as any other.
  return found.isExemptFromCheck ? undefined : revocationFault(found.responder);
}

/** RFC 6960 section 4.2.2.1. The end has no tolerance, so that it can be told beforehand. */
function staleness(single: SingleAnswer, at: number): string | undefined {
  if (single.thisUpdate > at + toleranceMs) return `it begins on ${dayText(single.thisUpdate)}`;
  const end = endOfAnswer(single);
  return at > end ? `it ended on ${dayText(end)}` : undefined;
}

function sourceOf({ responder }: OcspAnswer, single: SingleAnswer): RevocationSource {
  const issuer = responder.by === 'name' ? responder.name.text : `key ${responder.keyDigest}`;
  return { kind: 'ocsp', issuer, thisUpdate: single.thisUpdate, nextUpdate: endOfAnswer(single) };
}
