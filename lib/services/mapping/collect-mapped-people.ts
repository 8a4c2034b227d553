import type { MappedCertificateView, MappedPersonView } from '#lib/contracts/mapping-strength.ts';
import type { CertificateSeen } from '#lib/contracts/sign-in.ts';
import type { MappingRule } from '#lib/core/mapping-rule.ts';
import { isLockedOut, mappingStanding, type SeenMapping } from '#lib/pki/mapping/seen-mapping.ts';
import type { KnownPerson, SeenCertificate } from '#lib/services/mapping/read-seen-certificates.ts';

/** The most people that are told apart; each holds some kilobytes. */
const mostPeople = 50_000;
const mostCertificates = 10;

type Group = {
  readonly dn: string;
  known: KnownPerson | undefined;
  readonly certificates: Map<string, { readonly last: SeenCertificate; signIns: number }>;
};

/** Puts what was seen together, person by person; it has to come with the newest first. A person is their DN as of now. */
export function collectMappedPeople() {
  const byDn = new Map<string, Group>();
  let isFull = false;

  function groupOf({ person, certificate }: SeenCertificate): Group | undefined {
    const dn = person?.dn ?? certificate.mapped?.dn ?? '';
    const found = byDn.get(dn.toLowerCase());
    if (found === undefined && byDn.size >= mostPeople) {
      isFull = true;
      return undefined;
    }
    const group: Group = found ?? { dn, known: undefined, certificates: new Map() };
    group.known ??= person;
    byDn.set(dn.toLowerCase(), group);
    return group;
  }

  return {
    add: (seen: SeenCertificate): void => {
      const group = groupOf(seen);
      const { fingerprint } = seen.certificate;
      const before = group?.certificates.get(fingerprint);
      if (before === undefined) group?.certificates.set(fingerprint, { last: seen, signIns: 1 });
      else before.signIns += 1;
    },
    /** DNs of those who never got in since. */
    unknownDns: (): string[] => [...byDn.values()].filter(({ known }) => known === undefined).map(({ dn }) => dn),
    tell: (person: KnownPerson): void => {
      const group = byDn.get(person.dn.toLowerCase());
      if (group !== undefined) group.known ??= person;
    },
    isFull: (): boolean => isFull,
    people: (rules: readonly MappingRule[]): MappedPersonView[] =>
      [...byDn.values()].flatMap((group) => personOf(group, rules) ?? []).sort(byUrgency),
  };
}

function personOf({ dn, known, certificates }: Group, rules: readonly MappingRule[]): MappedPersonView | undefined {
  const [last] = [...certificates.values()];
  if (last === undefined) return undefined;
  const seen = mappingOf(last.last.certificate);
  return {
    dn,
    directoryId: known?.directoryId ?? null,
    userName: known?.userName ?? '',
    displayName: known?.displayName ?? '',
    standing: mappingStanding(seen),
    isLockedOut: isLockedOut(seen, rules),
    lastAt: last.last.at,
    certificates: [...certificates.values()].slice(0, mostCertificates).map(certificateOf),
  };
}

function mappingOf({ mapped, strongNames }: CertificateSeen): SeenMapping {
  return { rule: mapped, hasSid: strongNames?.sid !== undefined };
}

function certificateOf({
  last,
  signIns,
}: {
  readonly last: SeenCertificate;
  readonly signIns: number;
}): MappedCertificateView {
  const { name, issuer, serial, fingerprint, notAfter, mapped, strongNames } = last.certificate;
  return {
    ...{ name, issuer, serial, fingerprint, notAfter },
    ...{ lastAt: last.at, signIns, lastSignInId: last.signInId, isRefused: last.isRefused },
    standing: mappingStanding(mappingOf(last.certificate)),
    source: mapped?.source ?? null,
    attribute: mapped?.attribute ?? null,
    strongNames: strongNames ?? null,
  };
}

function byUrgency(a: MappedPersonView, b: MappedPersonView): number {
  const rank = (one: MappedPersonView) => (one.isLockedOut ? 0 : one.standing === 'weak' ? 1 : 2);
  return rank(a) - rank(b) || b.lastAt - a.lastAt || (a.dn < b.dn ? -1 : 1);
}
