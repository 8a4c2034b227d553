import { displayName } from '#lib/pki/certificate/certificate.ts';
import type { SslRule } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';
import { isSelfIssued } from '#lib/pki/path/is-self-signed.ts';

/** RFC 8446 section 4.4.2: each certificate of the chain SHOULD certify the one before; only the root may be left out. */
export const sslMissingIntermediate: SslRule = ({ leaf, ordered }) => {
  if (ordered.chain.length > 1 || ordered.missing === undefined) return [];
  const { name } = ordered.missing;
  const namesake = ordered.unused.find((certificate) => displayName(certificate) === name);
  const reason =
    namesake === undefined
      ? `${name}, which issued ${displayName(leaf)}, is not in the file`
      : `The certificate of ${name} in the file is not the one that issued ${displayName(leaf)}: its key is another`;
  const message = `${reason}; browsers that do not know it already will refuse the connection.`;
  const remedy = `Add the certificate of ${name}; nothing is to do if it is a root that every device has.`;
  return [aboutCertificate('SSL-MISSING-INTERMEDIATE', leaf, message, remedy)];
};

/** RFC 8446 section 4.4.2: "The sender's certificate MUST come in the first CertificateEntry", then each one's issuer. */
export const sslChainOrder: SslRule = ({ leaf, given, ordered }) => {
  const place = (fingerprint: string) => given.findIndex((certificate) => certificate.fingerprint === fingerprint);
  const places = ordered.chain.map((certificate) => place(certificate.fingerprint));
  const isInOrder = places.every((at, index) => index === 0 || at > (places[index - 1] ?? 0));
  if (isInOrder) return [];
  const right = ordered.chain.map(displayName).join(', ');
  return [aboutCertificate('SSL-CHAIN-ORDER', leaf, `The chain is out of order; it should be ${right}.`)];
};

/** RFC 8446 section 4.4.2 allows extraneous certificates for their own sake only. */
export const sslUnused: SslRule = ({ leaf, ordered }) =>
  ordered.unused.map((certificate) =>
    aboutCertificate(
      'SSL-UNUSED',
      certificate,
      `${displayName(certificate)} is in the file but has nothing to do with ${displayName(leaf)}.`,
    ),
  );

/** RFC 5280 section 3.2: a certificate under its own key vouches for nothing. */
export const sslSelfSigned: SslRule = ({ leaf, ordered }) =>
  ordered.missing === undefined && ordered.chain.length === 1 && isSelfIssued(leaf)
    ? [
        aboutCertificate(
          'SSL-SELF-SIGNED',
          leaf,
          `${displayName(leaf)} is signed by itself; browsers warn unless it is installed as trusted on each device.`,
        ),
      ]
    : [];

/** RFC 5280 section 4.2.1.9: a certificate with cA is for verifying certificates' signatures, and mozilla::pkix refuses it for a server. */
export const sslIsAuthority: SslRule = ({ leaf }) =>
  leaf.basicConstraints?.isAuthority === true
    ? [
        aboutCertificate(
          'SSL-IS-AUTHORITY',
          leaf,
          `${displayName(leaf)} is the certificate of an authority, not of a host; Firefox refuses it.`,
        ),
      ]
    : [];
