import type { CertificateFacts } from '#components/pki-worker/certificate-facts.ts';
import { count } from '#components/words/count.ts';
import type { Settings } from '#lib/contracts/settings.ts';

/** What was changed on the page and is not saved: kept as differences, so that it still holds when somebody else saves first. */
export type PendingCertificates = {
  /** Absent: the SSL certificate stays. An empty chain removes it. */
  readonly ssl?: { readonly chain: readonly CertificateFacts[]; readonly keyFingerprint?: string };
  readonly added: readonly CertificateFacts[];
  /** Base64, as the settings hold them. */
  readonly removed: readonly string[];
};

export const nothingPending: PendingCertificates = { added: [], removed: [] };

/** The settings with the pending changes in them; the very same where nothing is pending. */
export function withPending(settings: Settings, { ssl, added, removed }: PendingCertificates): Settings {
  if (ssl === undefined && added.length === 0 && removed.length === 0) return settings;
  const gone = new Set(removed);
  const kept = settings.caCertificates.filter((one) => !gone.has(one));
  const there = new Set(kept);
  const more = added.map((one) => one.base64).filter((one) => !there.has(one));
  return {
    ...settings,
    ...(ssl === undefined
      ? {}
      : { sslCertificate: ssl.chain.length === 0 ? null : { chain: ssl.chain.map((one) => one.base64) } }),
    caCertificates:
      more.length === 0 && kept.length === settings.caCertificates.length
        ? settings.caCertificates
        : [...kept, ...more],
  };
}

/** Adds authorities; one that was removed before is simply kept. */
export function addAuthorities(
  pending: PendingCertificates,
  saved: readonly string[],
  authorities: readonly CertificateFacts[],
): PendingCertificates {
  const inSettings = new Set(saved);
  const given = new Set(authorities.map((one) => one.base64));
  const already = new Set(pending.added.map((one) => one.fingerprint));
  const fresh = new Map(
    authorities
      .filter((one) => !inSettings.has(one.base64) && !already.has(one.fingerprint))
      .map((one) => [one.fingerprint, one]),
  );
  return {
    ...pending,
    added: [...pending.added, ...fresh.values()],
    removed: pending.removed.filter((one) => !given.has(one)),
  };
}

export function removeAuthorities(
  pending: PendingCertificates,
  saved: readonly string[],
  authorities: readonly CertificateFacts[],
): PendingCertificates {
  const given = new Set(authorities.map((one) => one.base64));
  const newlyRemoved = saved.filter((one) => given.has(one) && !pending.removed.includes(one));
  return {
    ...pending,
    added: pending.added.filter((one) => !given.has(one.base64)),
    removed: [...pending.removed, ...newlyRemoved],
  };
}

/** What saving will do, in words, for the bar that offers it; empty where nothing is pending. */
export function describePending(pending: PendingCertificates, settings: Settings): readonly string[] {
  const words: string[] = [];
  const { ssl, added, removed } = pending;
  if (ssl !== undefined) {
    const isSame = ssl.chain.map((one) => one.base64).join() === (settings.sslCertificate?.chain ?? []).join();
    if (ssl.chain.length === 0) words.push('SSL certificate removed');
    else if (!isSame)
      words.push(settings.sslCertificate === null ? 'SSL certificate added' : 'SSL certificate replaced');
    if (ssl.keyFingerprint !== undefined) words.push('key to be sealed');
  }
  if (added.length > 0) words.push(`${count(added.length, 'CA certificate')} added`);
  if (removed.length > 0) words.push(`${count(removed.length, 'CA certificate')} removed`);
  return words;
}
