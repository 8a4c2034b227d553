import {
  type Certificate,
  displayName,
  type GeneralName,
  type NameConstraints,
} from '#lib/pki/certificate/certificate.ts';
import { type PathPlace, type PathRule, type RuleRefusal, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';
import { compareDirectoryName } from '#lib/pki/judge/names/compare-directory-name.ts';
import { compareName, formOf, isUserPrincipalName } from '#lib/pki/judge/names/compare-name.ts';
import { type ConstrainedName, namesOf, shownName } from '#lib/pki/judge/names/names-of.ts';
import { isSelfIssued } from '#lib/pki/path/is-self-signed.ts';

/** Comparisons for one certificate; OpenSSL has the same bound (NAME_CHECK_MAX), and counts every attribute of the subject as a name. */
const maxComparisons = 2 ** 20;

/**
 * RFC 5280 section 6.1.3: "(b) If certificate i is self-issued and it is not the final certificate in the path, skip this step for certificate i. Otherwise,
 * verify that the subject name is within one of the permitted_subtrees for X.500 distinguished names, and verify that each of the alternative
 * names in the subjectAltName extension (critical or non-critical) is within one of the permitted_subtrees for that name type. (c) … is not within any of the
 * excluded_subtrees". The subtrees are those of every certificate above (section 6.1.4 (g)), and the trusted root's, as OpenSSL has it.
 */
export const checkNameConstraints: PathRule = (place) => {
  if (place.purpose.kind === 'server' && hasPeriodInFront(place.certificate)) return malformed(place);
  if (place.depth > 0 && isExempt(place.certificate)) return undefined;
  const above = place.path
    .slice(place.depth + 1)
    .flatMap((authority) =>
      authority.nameConstraints === undefined ? [] : [{ authority, constraints: authority.nameConstraints }],
    );
  if (above.length === 0) return undefined;
  const names = namesOf(place.certificate, place.depth === 0);
  const subtrees = above.reduce(
    (sum, { constraints: { permitted, excluded } }) => sum + permitted.length + excluded.length,
    0,
  );
  const entries = place.certificate.subject.rdns.flat().length;
  if ((names.length + entries) * subtrees > maxComparisons) return tooMuchWork(place);
  for (const { authority, constraints } of above) {
    for (const name of names) {
      const refusal = judgeName(place, name, authority, subtreesFor(name, constraints));
      if (refusal !== undefined) return refusal;
    }
  }
  return undefined;
};

/** Self-issued (RFC 5280 section 3.2), and without a doubt: OpenSSL does not take names for one that differ in letters' case outside of ASCII. */
function isExempt(certificate: Certificate): boolean {
  return isSelfIssued(certificate) && compareDirectoryName(certificate.subject, certificate.issuer) === 'inside';
}

function judgeName(
  place: PathPlace,
  name: ConstrainedName,
  authority: Certificate,
  { permitted, excluded }: NameConstraints,
): RuleRefusal | undefined {
  // OpenSSL refuses strings of the wrong type wherever there are constraints, whatever they are about.
  if (!name.isReadable) return incomparable(place, name, authority);
  const isPermitted = permitted.length === 0 || permitted.some((base) => compareName(name.name, base) === 'inside');
  const excludedStandings = new Set(excluded.map((base) => compareName(name.name, base)));
  if (excludedStandings.has('inside')) {
    const why = `which “${displayName(authority)}”, above it, must not issue for (excluded subtree).`;
    return notPermitted(place, name, 'RFC 5280 section 6.1.3 (c)', why);
  }
  if (excludedStandings.has('unclear')) return incomparable(place, name, authority);
  if (!isPermitted) {
    const isUnclear = permitted.every((base) => compareName(name.name, base) === 'unclear');
    if (isUnclear) return incomparable(place, name, authority);
    const why = `which is not among those that “${displayName(authority)}”, above it, may issue for (permitted subtrees).`;
    return notPermitted(place, name, 'RFC 5280 section 6.1.3 (b)', why);
  }
  const isHeldTo = permitted.length + excluded.length > 0;
  return isHeldTo && isUserPrincipalName(name.name) && place.purpose.kind === 'client'
    ? unknownToTls(place, name, authority)
    : undefined;
}

type ByForm = ReadonlyMap<string, readonly GeneralName[]>;

const grouped = new WeakMap<NameConstraints, { readonly permitted: ByForm; readonly excluded: ByForm }>();

/** The subtrees of the name's own form. */
function subtreesFor({ name }: ConstrainedName, constraints: NameConstraints): NameConstraints {
  const groups = grouped.get(constraints) ?? {
    permitted: Map.groupBy(constraints.permitted, formOf),
    excluded: Map.groupBy(constraints.excluded, formOf),
  };
  grouped.set(constraints, groups);
  const form = formOf(name);
  return { permitted: groups.permitted.get(form) ?? [], excluded: groups.excluded.get(form) ?? [] };
}

function carries(place: PathPlace, name: ConstrainedName): string {
  return `${whose(place)} carries the ${name.what} “${shownName(name)}”`;
}

function notPermitted(place: PathPlace, name: ConstrainedName, paragraph: string, why: string): RuleRefusal {
  return {
    refusal: 'name-not-permitted',
    paragraph,
    message: `${carries(place, name)}, ${why}`,
    remedy: remedyAt(place),
  };
}

/** RFC 5280 section 4.2.1.10: an application "MUST either process the constraint or reject the certificate". */
function incomparable(place: PathPlace, name: ConstrainedName, authority: Certificate): RuleRefusal {
  const why = `which cannot be compared with the names that “${displayName(authority)}”, above it, may issue for.`;
  return notPermitted(place, name, 'RFC 5280 section 4.2.1.10', why);
}

/** OpenSSL compares no other names (its nc_match_single ends with X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE), so the handshake would end here. */
function unknownToTls(place: PathPlace, name: ConstrainedName, authority: Certificate): RuleRefusal {
  return {
    refusal: 'tls-disagrees',
    paragraph: 'RFC 5280 section 4.2.1.10',
    message: `${carries(place, name)}, and “${displayName(authority)}”, above it, may issue for it; but TLS refuses user principal names wherever they are constrained.`,
    remedy: remedyAt(place),
  };
}

/** RFC 5280 section 4.2.1.10 knows the period in front for e-mail and URI only. Companies write it for DNS as well: for clients it is read as OpenSSL reads it. */
function hasPeriodInFront({ nameConstraints }: Certificate): boolean {
  const { permitted = [], excluded = [] } = nameConstraints ?? {};
  return [...permitted, ...excluded].some((base) => base.form === 'dNSName' && base.octets[0] === 0x2e);
}

function malformed(place: PathPlace): RuleRefusal {
  return {
    refusal: 'malformed-extension',
    paragraph: 'RFC 5280 section 4.2.1.10',
    message: `${whose(place)} has name constraints with a DNS name that begins with a period, which is not defined.`,
    remedy: remedyAt(place),
  };
}

function tooMuchWork(place: PathPlace): RuleRefusal {
  return {
    refusal: 'too-much-work',
    paragraph: 'RFC 5280 section 6.1.3 (b)',
    message: `${whose(place)} carries so many names, and the certificates above it so many conditions for names, that they are not compared.`,
    remedy: remedyAt(place),
  };
}
