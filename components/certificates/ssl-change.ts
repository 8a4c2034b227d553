import type { PendingCertificates } from '#components/certificates/pending-certificates.ts';
import type { SslArrangement } from '#components/pki-worker/pki-calls.ts';

/** What the dropped files change in the settings; nothing while a person still has to choose, or where the chain stays as it is. */
export function sslChange(
  arrangement: SslArrangement,
  current: readonly string[],
): NonNullable<PendingCertificates['ssl']> | undefined {
  const { state, chain, keyFingerprint } = arrangement;
  if (chain.length === 0 || state === 'several-certificates') return undefined;
  if (keyFingerprint !== undefined) return { chain, keyFingerprint };
  const isSame = chain.length === current.length && chain.every((one, place) => one.base64 === current[place]);
  return isSame ? undefined : { chain };
}
