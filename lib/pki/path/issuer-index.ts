import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { contradictsIssuer } from '#lib/pki/path/contradicts-issuer.ts';
import { isSelfIssued } from '#lib/pki/path/is-self-signed.ts';
import { isNameEmpty, nameKey } from '#lib/pki/path/same-name.ts';

/** Certificates by their subject, each once, for finding who may have issued another. */
export type IssuerIndex = {
  readonly certificates: readonly Certificate[];
  readonly byName: ReadonlyMap<string, readonly Certificate[]>;
};

/** Each certificate once, by fingerprint, in the order given. */
export function withoutDuplicates(certificates: readonly Certificate[]): readonly Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.fingerprint, certificate])).values()];
}

export function issuerIndex(certificates: readonly Certificate[]): IssuerIndex {
  const unique = withoutDuplicates(certificates);
  return { certificates: unique, byName: Map.groupBy(unique, (certificate) => nameKey(certificate.subject)) };
}

/**
 * Those whose name is the certificate's issuer, likeliest first (RFC 4158 section 3.5): the key identifier agrees, then
 * those valid now, then self-issued ones (the shorter way to a root), then the longest lasting. One that the authority key identifier contradicts comes last but stays,
 * so that whoever asks can say what is wrong with it.
 */
export function candidateIssuers(index: IssuerIndex, certificate: Certificate, at?: number): readonly Certificate[] {
  if (isNameEmpty(certificate.issuer)) return [];
  const named = index.byName.get(nameKey(certificate.issuer)) ?? [];
  const rank = (candidate: Certificate): number => {
    const isOutOfDate = at !== undefined && (at < candidate.notBefore || at > candidate.notAfter);
    return keyIdRank(certificate, candidate) * 4 + (isOutOfDate ? 2 : 0) + (isSelfIssued(candidate) ? 0 : 1);
  };
  const ranked = named.map((candidate) => ({ candidate, place: rank(candidate) }));
  return ranked
    .sort((a, b) => a.place - b.place || b.candidate.notAfter - a.candidate.notAfter)
    .map(({ candidate }) => candidate);
}

function keyIdRank(certificate: Certificate, candidate: Certificate): number {
  if (contradictsIssuer(certificate, candidate)) return 2;
  return certificate.authorityKeyId !== undefined && certificate.authorityKeyId === candidate.subjectKeyId ? 0 : 1;
}
