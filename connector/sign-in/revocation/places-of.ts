import type { AuthorityRule } from '#connector/sign-in/revocation/revocation-plan.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { crlUrls, deltaUrls, ocspUrls } from '#lib/pki/revocation/crl-urls.ts';
import { distributionPoints } from '#lib/pki/revocation/distribution-points.ts';

/** Where it is asked whether a certificate was revoked. */
export type Places = {
  readonly responders: readonly string[];
  /** The addresses of each point that is to be looked at. */
  readonly points: readonly (readonly string[])[];
  readonly deltas: readonly string[];
};

export function placesOf(certificate: Certificate, source: AuthorityRule['source']): Places {
  switch (source.kind) {
    case 'ocsp':
      return { responders: [source.url], points: [], deltas: [] };
    case 'url':
      return {
        responders: [],
        points: [[source.crlUrl]],
        deltas: source.deltaUrl === undefined ? [] : [source.deltaUrl],
      };
    case 'uploaded':
      return { responders: [], points: [], deltas: [] };
    case 'certificate':
      return {
        responders: ocspUrls(certificate),
        points: pointsOf(certificate),
        deltas: deltaUrls(certificate),
      };
  }
}

/** Points for some reasons only are one list together, each is needed; the others are several ways to all there is (RFC 5280 section 4.2.1.13). */
function pointsOf(certificate: Certificate): readonly (readonly string[])[] {
  const usable = new Set(crlUrls(certificate));
  const points = (distributionPoints(certificate) ?? []).map(({ names = [], reasons }) => ({
    urls: names.flatMap(({ url }) => (url !== undefined && usable.has(url) ? [url] : [])),
    isPart: reasons !== undefined,
  }));
  const whole = points.filter(({ isPart }) => !isPart).flatMap(({ urls }) => urls);
  const parts = points.filter(({ isPart }) => isPart).map(({ urls }) => urls);
  return [whole, ...parts].filter((urls) => urls.length > 0);
}
