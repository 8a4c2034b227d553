import { type PathRule, remedyAt, whose } from '#lib/pki/checks/path-rule.ts';

/** RFC 5280 section 6.1.4 (d)-(f) carries the key on to the next signature: a key of an algorithm that is not implemented ends the path (RFC 8422, RFC 8446 section 4.2.3 name those of TLS). */
export const checkKeyAlgorithm: PathRule = (place) => {
  const { algorithm, oid } = place.certificate.publicKey;
  if (algorithm === 'RSA' || algorithm === 'EC' || algorithm === 'Ed25519') return undefined;
  return {
    refusal: 'unsupported-algorithm',
    message: `${whose(place)} has a key of a kind that is not supported here (${algorithm === 'unknown' ? oid : algorithm}).`,
    remedy: remedyAt(place.depth),
  };
};
