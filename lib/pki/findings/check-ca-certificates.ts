import type { Finding } from '#lib/core/finding.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { caSuperseded } from '#lib/pki/findings/ca-renewal-rules.ts';
import { caDuplicate, caHints, caPublic } from '#lib/pki/findings/ca-set-rules.ts';
import { caChainTooLong, caMissingParent, caPathLength, caRootOnly } from '#lib/pki/findings/ca-tree-rules.ts';
import type { CaRule, PlacedAuthority } from '#lib/pki/findings/certificate-rules.ts';
import { caMalformedExtension, caNameForm, caTimeForm } from '#lib/pki/findings/form-rules.ts';
import { aboutThing } from '#lib/pki/findings/pki-finding.ts';
import { caProfile } from '#lib/pki/findings/profile-rules.ts';
import { caNoKeyCertSign, caNotAuthority, caUnknownCritical, caWrongPurpose } from '#lib/pki/findings/purpose-rules.ts';
import { caNegativeSerial } from '#lib/pki/findings/serial-rules.ts';
import { caUnsupportedKey, caWeakKey, caWeakSignature } from '#lib/pki/findings/strength-rules.ts';
import { caOutlived, caValidity } from '#lib/pki/findings/validity-rules.ts';
import { buildForest, type ChainNode } from '#lib/pki/path/build-chain.ts';
import { nameKey } from '#lib/pki/path/same-name.ts';

/** What is asked of authorities only: of anything else there is nothing to say but that it is none. */
const authorityRules: readonly CaRule[] = [
  caMissingParent,
  caSuperseded,
  caValidity,
  caNoKeyCertSign,
  caWrongPurpose,
  caWeakSignature,
  caWeakKey,
  caUnsupportedKey,
  caUnknownCritical,
  caMalformedExtension,
  caNameForm,
  caTimeForm,
  caPathLength,
  caChainTooLong,
  caPublic,
  caHints,
  caRootOnly,
  caOutlived,
  caNegativeSerial,
  caProfile,
];

/** What will keep people with certificates from these authorities out (RFC 5280 section 6.1); no authority at all is itself a finding. */
export async function checkCaCertificates({
  authorities,
  at,
}: {
  readonly authorities: readonly Certificate[];
  readonly at: number;
}): Promise<Finding[]> {
  if (authorities.length === 0) {
    return [aboutThing('CA-NONE', 'CA certificates', 'There is no CA certificate, so nobody can come in with one.')];
  }
  const placed = (await buildForest(authorities)).flatMap((top) => placeAuthorities(top));
  const byName = Map.groupBy(placed, ({ certificate }) => nameKey(certificate.subject));
  const namesakes = ({ certificate }: PlacedAuthority) => byName.get(nameKey(certificate.subject)) ?? [];
  const found = { given: authorities, placed, namesakes, at };
  const isAuthority = ({ certificate }: PlacedAuthority) => certificate.basicConstraints?.isAuthority === true;
  const ofAuthorities = { ...found, placed: placed.filter(isAuthority) };
  return [...caNotAuthority(found), ...authorityRules.flatMap((rule) => rule(ofAuthorities)), ...caDuplicate(found)];
}

function placeAuthorities(
  node: ChainNode,
  above: readonly Certificate[] = [],
  isRooted = node.isSelfSigned,
): readonly PlacedAuthority[] {
  const { certificate, isSelfSigned, missingParent, children } = node;
  const placed: PlacedAuthority = {
    certificate,
    isRoot: isSelfSigned,
    isRooted,
    above,
    children: children.map((child) => child.certificate),
    ...(missingParent === undefined ? {} : { missingParent: missingParent.name }),
  };
  return [placed, ...children.flatMap((child) => placeAuthorities(child, [certificate, ...above], isRooted))];
}
