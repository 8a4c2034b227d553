import { type PathRule, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

/** Hashes under which two certificates with one signature have been made. */
export const weakHashes: ReadonlySet<string> = new Set(['MD2', 'MD5', 'SHA-1']);

/**
 * RFC 5280 section 6.1.3 (a)(1) asks for a signature that can be verified; RFC 6194 section 3 and RFC 6151 section 2 say why one with SHA-1 or MD5
 * proves nothing. The trusted root is trusted as it is: its own signature is not looked at (RFC 5280 section 6.1).
 */
export const checkSignatureStrength: PathRule = (place) => {
  const { hash } = place.certificate.signatureFacts;
  if (place.isAnchor || hash === undefined || !weakHashes.has(hash)) return undefined;
  return {
    refusal: 'weak-signature',
    paragraph: 'RFC 6194 section 3',
    message: `${whose(place)} is signed with ${hash}, which can be forged and is refused everywhere today.`,
    remedy: remedyAt(place),
  };
};
