import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import { type BrokenRule, brokenRule, placeAt } from '#lib/pki/judge/broken-rule.ts';
import { type PathPlace, type RuleRefusal, remedyAt, type Voice, whose } from '#lib/pki/judge/checks/path-rule.ts';
import type { JudgeCase } from '#lib/pki/judge/judge-case.ts';
import { checkNameForm } from '#lib/pki/judge/tls/check-name-form.ts';
import { maxPathCertificates } from '#lib/pki/path/find-paths.ts';
import { isSelfIssued } from '#lib/pki/path/is-self-signed.ts';
import { signatureChecker } from '#lib/pki/path/signature-checker.ts';
import { isSameNameForTls, type TlsChain, tlsChain } from '#lib/pki/path/tls-chain.ts';

/** Why the handshake of a connector would refuse whom this path lets in, or nothing. */
export type DisagreementOfTls = (path: readonly Certificate[]) => Promise<BrokenRule | undefined>;

/**
 * RFC 4158 section 2.4.2 has builders come back from a way that leads nowhere; OpenSSL builds one chain (`tlsChain`), and that one has to hold as well. It is the
 * same whatever path was found here, so that it is built and looked at once for a judgement.
 */
export function disagreementsOfTls(one: JudgeCase): DisagreementOfTls {
  const [leaf, ...sent] = one.presented;
  if (leaf === undefined || one.purpose.kind !== 'client') return async () => undefined;
  const { authorities, at, partialChains = false } = one;
  let theirs: Promise<TlsChain> | undefined;
  let isGood: Promise<boolean> | undefined;
  return async (path) => {
    const unread = unreadAlong(path, sent, one);
    if (unread !== undefined) return unread;
    theirs ??= tlsChain(leaf, { presented: sent, authorities, at, partialChains });
    const { chain, isTrusted } = await theirs;
    if (isTrusted && isSamePath(chain, path)) return undefined;
    isGood ??= isTrusted ? holds(chain, one) : Promise.resolve(false);
    return (await isGood) ? undefined : parted(path, chain, one);
  };
}

/** What cannot be read ends the handshake, needed or not. */
function unreadAlong(
  path: readonly Certificate[],
  sent: readonly Certificate[],
  one: JudgeCase,
): BrokenRule | undefined {
  for (const certificate of sent) {
    const place = { ...placeAt(path, 1, certificate, one), isAnchor: false };
    const refusal = checkNameForm(place);
    if (refusal !== undefined) return { place, refusal };
  }
  return undefined;
}

function isSamePath(chain: readonly Certificate[], path: readonly Certificate[]): boolean {
  return chain.length === path.length && chain.every(({ fingerprint }, at) => fingerprint === path[at]?.fingerprint);
}

async function holds(chain: readonly Certificate[], one: JudgeCase): Promise<boolean> {
  if (chain.length > maxPathCertificates || brokenRule(chain, one) !== undefined) return false;
  const check = signatureChecker(maxPathCertificates);
  for (const [depth, certificate] of chain.entries()) {
    const issuer = chain[depth + 1];
    if (issuer !== undefined && (await check(certificate, issuer)) !== 'good') return false;
  }
  return true;
}

/** At the last certificate that both ways have in common. */
function parted(path: readonly Certificate[], chain: readonly Certificate[], one: JudgeCase): BrokenRule {
  const apart = path.findIndex(({ fingerprint }, depth) => fingerprint !== chain[depth]?.fingerprint);
  const depth = Math.max(0, (apart === -1 ? path.length : apart) - 1);
  const [certificate, ours, theirs] = [path[depth], path[depth + 1], chain[depth + 1]];
  if (certificate === undefined) throw new RangeError('Both begin with the same certificate.');
  const place = placeAt(path, depth, certificate, one);
  const issuer = ours ?? (isSelfIssued(certificate) ? certificate : undefined);
  if (issuer !== undefined && !isSameNameForTls(certificate.issuer, issuer.subject)) {
    return { place, refusal: otherLetters(place, issuer) };
  }
  if (ours !== undefined && isSelfIssued(certificate)) return { place, refusal: takenForRoot(place) };
  if (ours === undefined || theirs === undefined) return { place, refusal: noWay(place) };
  const isOfCompany = one.authorities.some(({ fingerprint }) => fingerprint === theirs.fingerprint);
  return { place, refusal: otherOne(place, ours, theirs, isOfCompany) };
}

/** RFC 5280 section 7.1 has names equal that OpenSSL does not (`tlsNameKey`). */
function otherLetters(place: PathPlace, issuer: Certificate): RuleRefusal {
  return {
    refusal: 'issuer-name-differs',
    paragraph: 'RFC 5280 section 7.1',
    message: `${whose(place)} does not write the name of its issuer “${displayName(issuer)}” letter by letter as that authority’s own certificate does. The standard takes the two for one name, but TLS does not.`,
    remedy:
      place.voice === 'administrator'
        ? 'Issue a new certificate that copies the issuer’s name from the certificate of that authority.'
        : remedyAt(place),
  };
}

/** RFC 5280 section 4.2.1.1: the authority key identifier is there to tell several keys of one issuer apart; without it OpenSSL takes the first certificate and never comes back. */
function otherOne(place: PathPlace, ours: Certificate, theirs: Certificate, isOfCompany: boolean): RuleRefusal {
  return {
    refusal: 'ambiguous-issuer',
    paragraph: 'RFC 5280 section 4.2.1.1',
    message: `${whose(place)} was issued by “${displayName(ours)}”, of which there is more than one certificate. By ${described(ours)} it would be accepted, but TLS looks only at ${described(theirs)}, and by that one it is refused.`,
    remedy: remedyOfTwo(place.voice, isOfCompany),
  };
}

function remedyOfTwo(voice: Voice, isOfCompany: boolean): string {
  if (voice === 'holder') return 'Tell your administrator that two certificates of this authority are mixed up.';
  return isOfCompany
    ? 'Remove the CA certificate that is no longer needed, or issue certificates with an authority key identifier.'
    : 'Issue certificates with an authority key identifier, or remove the other certificate from the person’s device.';
}

function described({ serial, notAfter }: Certificate): string {
  return `the one with serial number ${serial.slice(0, 40)} (until ${dayText(notAfter)})`;
}

/** RFC 5280 section 3.2: self-issued certificates vouch for a new key of an authority; without key identifiers OpenSSL takes them for roots. */
function takenForRoot(place: PathPlace): RuleRefusal {
  return {
    refusal: 'ambiguous-issuer',
    paragraph: 'RFC 5280 section 4.2.1.1',
    message: `${whose(place)} has the same name as its issuer and does not say by which key it was signed, so that TLS takes it for a root that is not accepted.`,
    remedy:
      place.voice === 'administrator'
        ? 'Add the authority’s new root to the CA certificates, or have this certificate issued anew with an authority key identifier.'
        : remedyAt(place),
  };
}

/** RFC 4158 section 2.4.2: OpenSSL found no issuer, as where an authority key identifier names the right one in letters that it takes for another name. */
function noWay(place: PathPlace): RuleRefusal {
  return {
    refusal: 'tls-disagrees',
    paragraph: 'RFC 4158 section 2.4.2',
    message: `${whose(place)} comes from an accepted authority, but TLS does not find the certificate of its issuer.`,
    remedy: remedyAt(place),
  };
}
