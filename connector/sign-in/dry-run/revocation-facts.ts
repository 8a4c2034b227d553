import { oneLine } from '#connector/sign-in/one-line.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import type { RevocationSource, RevocationStatus } from '#lib/pki/revocation/revocation-verdict.ts';
import type { StepFacts } from '#lib/wire/dry-run-report.ts';

const kinds: Readonly<Record<RevocationSource['kind'], string>> = {
  crl: 'list',
  'delta-crl': 'list of changes',
  ocsp: 'OCSP answer',
};

/** What is known of each certificate of a path, and by which list or answer. */
export function revocationFacts(statuses: readonly RevocationStatus[]): StepFacts {
  const certificates = statuses
    .slice(0, 20)
    .map(({ certificate, mode, status, sources, revokedAt, reason, detail }) => {
      // Where several were needed, all of them count until the first of them ends.
      const until = sources.flatMap(({ nextUpdate }) => (nextUpdate === undefined ? [] : [nextUpdate]));
      const when = revokedAt === undefined ? '' : `Revoked on ${new Date(revokedAt).toISOString()}`;
      const why = reason === undefined ? '' : `, ${reason}`;
      const told = status === 'revoked' ? `${when}${why}` : (detail ?? '');
      return {
        name: oneLine(displayName(certificate), 500),
        state: mode === 'off' ? ('off' as const) : status,
        ...(sources.length === 0
          ? {}
          : {
              by: oneLine([...new Set(sources.map(sourceText))].join(' and '), 500),
              from: Math.min(...sources.map(({ thisUpdate }) => thisUpdate)),
            }),
        ...(until.length === 0 ? {} : { until: Math.min(...until) }),
        detail: oneLine(told, 1_000),
      };
    });
  return { kind: 'revocation', certificates };
}

function sourceText({ kind, issuer }: RevocationSource): string {
  return `${kinds[kind]} of ${issuer}`;
}
