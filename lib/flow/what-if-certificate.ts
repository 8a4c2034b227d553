import type { MappingRule } from '#lib/core/mapping-rule.ts';

/*
 * The log keeps facts of a client certificate, not the certificate: whether another set of rules would accept it cannot be judged
 * again. What can be told is that something it leant on is gone; then its holder may be refused.
 */

export type TrustedAuthority = {
  /** As the log names issuers: the common name, and the subject by RFC 4514. */
  readonly name: string;
  readonly subject: string;
  /** SHA-256 of the public key. */
  readonly key: string;
  readonly isSelfSigned: boolean;
  /** What counts for certificates that it issued. */
  readonly revocation: 'off' | 'fail-open' | 'fail-closed';
};

export type CertificateRules = {
  readonly authorities: readonly TrustedAuthority[];
  readonly partialChains: boolean;
  /** Those that may find somebody, in order. */
  readonly rules: readonly MappingRule[];
  /** Those that are there and may find nobody, because they are weak. */
  readonly weakRules: readonly MappingRule[];
  /** What counts where the issuer is not among the authorities. */
  readonly revocation: TrustedAuthority['revocation'];
};

/** What the log keeps of a certificate that let somebody in. */
export type SeenCertificate = {
  /** RFC 4514. */
  readonly issuer: string;
  /** Names of the authorities above it, the nearest first; empty where the log does not hold them. */
  readonly path: readonly string[];
  /** `san-upn in userPrincipalName`: what found the person; empty where the log does not hold it. */
  readonly rule: string;
  /** Whether it was found out then that it was not revoked. */
  readonly revocation: 'known' | 'unknown' | 'not-looked-up';
};

export const certificateCauses = [
  'authority-gone',
  'authority-key',
  'partial-chains-off',
  'rule-gone',
  'rule-weak',
  'revocation-unknown',
  'revocation-not-looked-up',
] as const;
export type CertificateCause = (typeof certificateCauses)[number];
/** `detail` names the authority or the rule. */
export type CertificateFault = { readonly cause: CertificateCause; readonly detail: string };

/** Why somebody who came by this certificate may be refused by the draft, though not by what runs; the first reason of several. */
export function certificateFault(
  seen: SeenCertificate,
  running: CertificateRules,
  draft: CertificateRules,
): CertificateFault | undefined {
  const before = new Set(faultsOf(seen, running).map(faultKey));
  return [...faultsOf(seen, draft), ...changedKey(seen, running, draft)].find((fault) => !before.has(faultKey(fault)));
}

function faultKey({ cause, detail }: CertificateFault): string {
  return `${cause} ${detail}`;
}

function ruleText({ source, attribute }: MappingRule): string {
  return `${source} in ${attribute}`;
}

function faultsOf(seen: SeenCertificate, rules: CertificateRules): CertificateFault[] {
  const faults: CertificateFault[] = [];
  const byIssuer = rules.authorities.filter(({ subject }) => subject === seen.issuer);
  if (byIssuer.length === 0) faults.push({ cause: 'authority-gone', detail: seen.path[0] ?? seen.issuer });
  // The nearest one is known by its whole subject; those above it by name alone.
  for (const name of seen.path.slice(1)) {
    if (!rules.authorities.some((one) => one.name === name)) faults.push({ cause: 'authority-gone', detail: name });
  }
  const anchor = seen.path.at(-1);
  const anchors = rules.authorities.filter(({ name }) => name === anchor);
  if (!rules.partialChains && anchors.length > 0 && !anchors.some(({ isSelfSigned }) => isSelfSigned))
    faults.push({ cause: 'partial-chains-off', detail: anchor ?? '' });
  if (seen.rule !== '' && !rules.rules.some((rule) => ruleText(rule) === seen.rule)) {
    const isWeak = rules.weakRules.some((rule) => ruleText(rule) === seen.rule);
    faults.push({ cause: isWeak ? 'rule-weak' : 'rule-gone', detail: seen.rule });
  }
  const modes = byIssuer.length === 0 ? [rules.revocation] : byIssuer.map(({ revocation }) => revocation);
  if (modes.includes('fail-closed') && seen.revocation !== 'known') {
    const cause = seen.revocation === 'unknown' ? 'revocation-unknown' : 'revocation-not-looked-up';
    faults.push({ cause, detail: seen.path[0] ?? seen.issuer });
  }
  return faults;
}

/** The authority is still called the same, but has another key than any it had. */
function changedKey(seen: SeenCertificate, running: CertificateRules, draft: CertificateRules): CertificateFault[] {
  const keysOf = (rules: CertificateRules) =>
    rules.authorities.filter(({ subject }) => subject === seen.issuer).map(({ key }) => key);
  const [before, after] = [keysOf(running), keysOf(draft)];
  const isChanged = before.length > 0 && after.length > 0 && !after.some((key) => before.includes(key));
  return isChanged ? [{ cause: 'authority-key', detail: seen.path[0] ?? seen.issuer }] : [];
}
