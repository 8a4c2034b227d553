import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { nameKey } from '#lib/pki/path/same-name.ts';
import { readCachedCertificate } from '#lib/services/certificate-cache.ts';

/** All of them where they are few, in characters of base64. */
const allWithin = 200_000;

/**
 * Of a connection's authorities (DER, base64) those that can be on a path of what is presented: whoever is named as an issuer there, or
 * above. Others are not looked at when a path is built (RFC 4158 section 2.1).
 */
export async function authoritiesThatMatter(
  presented: readonly string[],
  authorities: readonly string[],
): Promise<string[]> {
  if (authorities.reduce((sum, { length }) => sum + length, 0) <= allWithin) return [...authorities];
  const read = async (one: string) => {
    const outcome = await readCachedCertificate(one);
    return outcome.ok ? [{ base64: one, certificate: outcome.value }] : [];
  };
  const known = (await Promise.all(authorities.map(read))).flat();
  const bySubject = Map.groupBy(known, ({ certificate }) => nameKey(certificate.subject));
  const wanted: Certificate[] = (await Promise.all(presented.map(read))).flat().map(({ certificate }) => certificate);
  const taken = new Set<string>();
  // Each authority is wanted once at most, so this ends.
  for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
    for (const { base64, certificate } of bySubject.get(nameKey(next.issuer)) ?? []) {
      if (taken.has(base64)) continue;
      taken.add(base64);
      wanted.push(certificate);
    }
  }
  return authorities.filter((one) => taken.has(one));
}
