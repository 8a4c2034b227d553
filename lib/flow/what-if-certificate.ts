import type { MappingRule } from '#lib/core/mapping-rule.ts';

/*
 * The log keeps facts of a client certificate, not the certificate: whether another set of rules would accept it cannot be judged
 * again. What can be told is that something it leant on is gone, and then its holder may be refused; or that a rule that was never
 * asked comes before the one that found them, and then it is not known whom it finds.
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
  /** Whether only strong rules count. */
  readonly requiresStrong: boolean;
  /** What counts where the issuer is not among the authorities. */
  readonly revocation: TrustedAuthority['revocation'];
};

/** What the log keeps of a certificate that let somebody in, the last time it did. */
export type SeenCertificate = {
  /** SHA-256 of the certificate. */
  readonly fingerprint: string;
  /** RFC 4514. */
  readonly issuer: string;
  /** Names of the authorities above it, the nearest first; empty where the log does not hold them. */
  readonly path: readonly string[];
  /** `san-upn in userPrincipalName`: what found the person; empty where the log does not hold it. */
  readonly rule: string;
  /** Whether its authority wrote the person's SID into it; unknown in rows from before that was told. */
  readonly sid: 'present' | 'absent' | 'unknown';
  /** Whether it was found out then that it was not revoked. */
  readonly revocation: 'known' | 'unknown' | 'not-looked-up';
};

export const certificateCauses = [
  'authority-gone',
  'authority-key',
  'partial-chains-off',
  'rule-gone',
  'rule-weak',
  'rule-unrecorded',
  'rule-unasked',
  'rule-sid',
  'revocation-unknown',
  'revocation-not-looked-up',
] as const;
export type CertificateCause = (typeof certificateCauses)[number];

/** Whom another rule finds, the log cannot tell; the others say that a certificate may be refused. */
export function isUndecidable(cause: CertificateCause): boolean {
  return cause === 'rule-unasked' || cause === 'rule-sid';
}

/** `detail` names the authority or the rule. */
export type CertificateFault = { readonly cause: CertificateCause; readonly detail: string };

/** Why somebody who came by this certificate may be refused by the draft, though not by what runs; the first reason of several. */
export function certificateFault(
  seen: SeenCertificate,
  running: CertificateRules,
  draft: CertificateRules,
): CertificateFault | undefined {
  const before = new Set([...faultsOf(seen, running), ...unaskedOf(seen, running, running)].map(faultKey));
  // What may refuse them goes before what is not known.
  const found = [
    ...faultsOf(seen, draft),
    ...newlyLookedUp(seen, running, draft),
    ...changedKey(seen, running, draft),
    ...unaskedOf(seen, running, draft),
  ];
  return found.find((fault) => !before.has(faultKey(fault)));
}

function faultKey({ cause, detail }: CertificateFault): string {
  return `${cause} ${detail}`;
}

function ruleText({ source, attribute }: MappingRule): string {
  return `${source} in ${attribute}`;
}

/** RFC 4512 section 2.5: names of attributes are compared without their case. */
function placeOf(rules: readonly MappingRule[], rule: string): number {
  return rules.findIndex((one) => ruleText(one).toLowerCase() === rule.toLowerCase());
}

const sidRule = 'sid in objectSid';

/** Whether the rule that found the person is gone, but the SID in the certificate may find them (KB5014754 calls that strong). */
function hasSidInstead(seen: SeenCertificate, { rules }: CertificateRules): boolean {
  return seen.sid === 'present' && placeOf(rules, seen.rule) < 0 && placeOf(rules, sidRule) >= 0;
}

/**
 * The first rule that would be asked before the one that found the person, and that was not asked before it so far: it may find
 * them, somebody else, nobody, or two, who are refused. A rule for the SID takes nothing from a certificate that holds none.
 */
function unaskedOf(seen: SeenCertificate, running: CertificateRules, rules: CertificateRules): CertificateFault[] {
  if (hasSidInstead(seen, rules)) return [{ cause: 'rule-sid', detail: seen.rule }];
  const place = placeOf(rules.rules, seen.rule);
  if (place < 0) return [];
  const asked = running.rules.slice(0, Math.max(0, placeOf(running.rules, seen.rule)));
  const unasked = rules.rules
    .slice(0, place)
    .find((rule) => placeOf(asked, ruleText(rule)) < 0 && !(rule.source === 'sid' && seen.sid === 'absent'));
  return unasked === undefined ? [] : [{ cause: 'rule-unasked', detail: ruleText(unasked) }];
}

function ruleFaults(seen: SeenCertificate, rules: CertificateRules): CertificateFault[] {
  if (hasSidInstead(seen, rules)) return [];
  // An old row that does not say by which rule may have been weak.
  if (seen.rule === '') return rules.requiresStrong ? [{ cause: 'rule-unrecorded', detail: '' }] : [];
  if (placeOf(rules.rules, seen.rule) >= 0) return [];
  const isWeak = placeOf(rules.weakRules, seen.rule) >= 0;
  return [{ cause: isWeak ? 'rule-weak' : 'rule-gone', detail: seen.rule }];
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
  faults.push(...ruleFaults(seen, rules));
  if (seen.revocation !== 'known') {
    const cause = seen.revocation === 'unknown' ? 'revocation-unknown' : 'revocation-not-looked-up';
    for (const { name, modes } of lookUpsOf(seen, rules))
      if (modes.includes('fail-closed')) faults.push({ cause, detail: name });
  }
  return faults;
}

type LookUp = { readonly name: string; readonly modes: readonly TrustedAuthority['revocation'][] };

/** By whose modes the certificates of the path are looked up, that of the person's own certificate first; of authorities of one name any may count. */
function lookUpsOf(seen: SeenCertificate, { authorities, revocation }: CertificateRules): readonly LookUp[] {
  const lookUp = (name: string, found: readonly TrustedAuthority[]): LookUp => ({
    name,
    modes: found.length === 0 ? [revocation] : found.map((one) => one.revocation),
  });
  const byIssuer = authorities.filter(({ subject }) => subject === seen.issuer);
  const above = seen.path.slice(1).map((title) =>
    lookUp(
      title,
      authorities.filter(({ name }) => name === title),
    ),
  );
  return [lookUp(seen.path[0] ?? seen.issuer, byIssuer), ...above];
}

/**
 * Where only some certificates of the path are looked up, the log's word that nothing was revoked is about those: of the others nothing is known
 * once they must be.
 */
function newlyLookedUp(seen: SeenCertificate, running: CertificateRules, draft: CertificateRules): CertificateFault[] {
  if (seen.revocation !== 'known') return [];
  const before = lookUpsOf(seen, running).map(({ modes }) => modes.every((mode) => mode === 'off'));
  if (before.every((isOff) => isOff)) return [];
  return lookUpsOf(seen, draft).flatMap(({ name, modes }, place) =>
    before[place] === true && modes.includes('fail-closed')
      ? [{ cause: 'revocation-not-looked-up' as const, detail: name }]
      : [],
  );
}

/** The authority is still called the same, but has another key than any it had. */
function changedKey(seen: SeenCertificate, running: CertificateRules, draft: CertificateRules): CertificateFault[] {
  const keysOf = (rules: CertificateRules) =>
    rules.authorities.filter(({ subject }) => subject === seen.issuer).map(({ key }) => key);
  const [before, after] = [keysOf(running), keysOf(draft)];
  const isChanged = before.length > 0 && after.length > 0 && !after.some((key) => before.includes(key));
  return isChanged ? [{ cause: 'authority-key', detail: seen.path[0] ?? seen.issuer }] : [];
}
