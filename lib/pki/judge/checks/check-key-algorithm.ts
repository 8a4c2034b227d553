import type { PublicKeyFacts } from '#lib/pki/certificate/certificate.ts';
import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

const supportedCurves: ReadonlySet<string | undefined> = new Set(['P-256', 'P-384', 'P-521']);

/** Whether signatures by such a key can be verified here (RFC 8446 section 4.2.3). */
export function isKeySupported({ algorithm, curve }: PublicKeyFacts): boolean {
  return algorithm === 'RSA' || algorithm === 'Ed25519' || (algorithm === 'EC' && supportedCurves.has(curve));
}

/** RFC 5280 section 6.1.4 (d)-(f) carries the key on to the next signature: a key of an algorithm that is not implemented ends the path (RFC 8422, RFC 8446 section 4.2.3 name those of TLS). */
export const checkKeyAlgorithm: PathRule = (place) => {
  const { publicKey } = place.certificate;
  if (isKeySupported(publicKey)) return undefined;
  return {
    refusal: 'unsupported-algorithm',
    paragraph: 'RFC 5280 section 6.1.4 (f)',
    message: `${whose(place)} has a key of a kind that is not supported here (${publicKey.curve ?? publicKey.oid}).`,
    remedy: remedyAt(place),
  };
};
