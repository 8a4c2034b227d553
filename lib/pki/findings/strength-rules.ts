import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import type { CaRule, SslRule } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';
import { isKeySupported } from '#lib/pki/judge/checks/check-key-algorithm.ts';
import { isKeyWeak } from '#lib/pki/judge/checks/check-key-strength.ts';
import { weakHashes } from '#lib/pki/judge/checks/check-signature-strength.ts';
import { isSelfIssued } from '#lib/pki/path/is-self-signed.ts';

/** RFC 6194 section 3 (SHA-1), RFC 6151 section 2 (MD5): collisions can be made, so a signature proves nothing. */
function isSignatureWeak({ signatureFacts: { hash } }: Certificate): boolean {
  return hash !== undefined && weakHashes.has(hash);
}

function keyText({ publicKey }: Certificate): string {
  return `${publicKey.algorithm}, ${publicKey.bits} bits`;
}

/** RFC 6194 section 3; the host's own certificate counts even where it is self-signed, a root above it does not. */
export const sslWeakSignature: SslRule = ({ ordered }) =>
  ordered.chain
    .filter((certificate, depth) => isSignatureWeak(certificate) && (depth === 0 || !isSelfIssued(certificate)))
    .map((certificate) =>
      aboutCertificate(
        'SSL-SHA1',
        certificate,
        `${displayName(certificate)} is signed with ${certificate.signatureFacts.hash}; browsers refuse it.`,
      ),
    );

/** NIST SP 800-57 part 1 table 2; OpenSSL's security level 2. */
export const sslWeakKey: SslRule = ({ ordered }) =>
  ordered.chain
    .filter((certificate) => isKeyWeak(certificate.publicKey))
    .map((certificate) =>
      aboutCertificate(
        'SSL-WEAK-KEY',
        certificate,
        `The key of ${displayName(certificate)} is too short (${keyText(certificate)}); browsers refuse it.`,
      ),
    );

/** CA/Browser Forum Baseline Requirements section 6.1.5 name the keys that browsers take from servers; Ed25519 (RFC 8410) is not among them. */
export const sslUnsupportedKey: SslRule = ({ ordered }) =>
  ordered.chain
    .filter(({ publicKey }) => !isKeySupported(publicKey) || publicKey.algorithm === 'Ed25519')
    .map((certificate) => {
      const { algorithm, curve, oid } = certificate.publicKey;
      const kind = algorithm === 'EC' || algorithm === 'unknown' ? (curve ?? oid) : algorithm;
      const message = `The key of ${displayName(certificate)} is of a kind that browsers do not take from a server (${kind}).`;
      return aboutCertificate('SSL-UNSUPPORTED-KEY', certificate, message);
    });

/** RFC 6194 section 3; a root is trusted as it is, so that its own signature does not count (RFC 5280 section 6.1). */
export const caWeakSignature: CaRule = ({ placed }) =>
  placed
    .filter(({ certificate, isRoot }) => !isRoot && isSignatureWeak(certificate))
    .map(({ certificate }) =>
      aboutCertificate(
        'CA-SHA1',
        certificate,
        `${displayName(certificate)} is signed with ${certificate.signatureFacts.hash}; people with certificates from it are refused in the handshake.`,
      ),
    );

/** NIST SP 800-57 part 1 table 2; OpenSSL's security level 2 holds roots to it too. */
export const caWeakKey: CaRule = ({ placed }) =>
  placed
    .filter(({ certificate }) => isKeyWeak(certificate.publicKey))
    .map(({ certificate }) =>
      aboutCertificate(
        'CA-WEAK-KEY',
        certificate,
        `The key of ${displayName(certificate)} is too short (${keyText(certificate)}); people with certificates from it are refused.`,
      ),
    );

/** RFC 5280 section 6.1.4 (d)-(f): the key must be one that signatures can be verified with. */
export const caUnsupportedKey: CaRule = ({ placed }) =>
  placed
    .filter(({ certificate }) => !isKeySupported(certificate.publicKey))
    .map(({ certificate }) =>
      aboutCertificate(
        'CA-UNSUPPORTED-KEY',
        certificate,
        `The key of ${displayName(certificate)} is of a kind that is not supported (${certificate.publicKey.curve ?? certificate.publicKey.oid}).`,
      ),
    );
