import { displayName } from '#lib/pki/certificate/certificate.ts';
import { extensionName } from '#lib/pki/certificate/extension-name.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import type { CaRule, SslRule } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';

/** RFC 5280 sections 4.2.1.3 and 4.2.1.12; RFC 8446 section 4.4.2.2 asks for digitalSignature. */
export const sslWrongPurpose: SslRule = ({ leaf }) => {
  const { extendedKeyUsage, keyUsage } = leaf;
  const lacks: string[] = [];
  if (extendedKeyUsage !== undefined && !extendedKeyUsage.includes(purpose.serverAuth))
    lacks.push('serverAuth in its extended key usage');
  if (keyUsage !== undefined && !keyUsage.includes('digitalSignature')) lacks.push('digitalSignature in its key usage');
  if (lacks.length === 0) return [];
  const message = `${displayName(leaf)} lacks ${lacks.join(' and ')}; browsers refuse it for a server.`;
  return [aboutCertificate('SSL-WRONG-PURPOSE', leaf, message)];
};

/** RFC 5280 section 4.2.1.9: only a certificate with cA TRUE may verify signatures on certificates. */
export const caNotAuthority: CaRule = ({ placed }) =>
  placed
    .filter(({ certificate }) => certificate.basicConstraints?.isAuthority !== true)
    .map(({ certificate, isRoot }) => {
      const why =
        certificate.basicConstraints === undefined ? 'it has no basic constraints' : 'its basic constraints say so';
      const message = `${displayName(certificate)} is not an authority (${why}), so nobody can come in by it.`;
      // Nobody else issued it: either it is a person's or a server's own, or a root from before version 3.
      const remedy = isRoot
        ? 'Remove it, or drop a root that says that it is one (basic constraints, CA: TRUE).'
        : undefined;
      return aboutCertificate('CA-NOT-AUTHORITY', certificate, message, remedy);
    });

/** RFC 5280 section 4.2.1.3: keyCertSign is asserted when the key verifies signatures on certificates. */
export const caNoKeyCertSign: CaRule = ({ placed }) =>
  placed
    .filter(({ certificate: { keyUsage } }) => keyUsage !== undefined && !keyUsage.includes('keyCertSign'))
    .map(({ certificate }) =>
      aboutCertificate(
        'CA-NO-KEY-CERT-SIGN',
        certificate,
        `${displayName(certificate)} must not sign certificates: its key usage lacks keyCertSign.`,
      ),
    );

/** RFC 5280 section 4.2.1.12, read on authorities as OpenSSL's X509_check_purpose does. */
export const caWrongPurpose: CaRule = ({ placed }) =>
  placed
    .filter(({ certificate: { extendedKeyUsage } }) => extendedKeyUsage?.includes(purpose.clientAuth) === false)
    .map(({ certificate }) =>
      aboutCertificate(
        'CA-WRONG-PURPOSE',
        certificate,
        `${displayName(certificate)} limits what it issues to other purposes than signing in; people with certificates from it are refused.`,
      ),
    );

/** RFC 5280 section 4.2: a critical extension that is not recognised ends every path through its certificate. */
export const caUnknownCritical: CaRule = ({ placed }) =>
  placed
    .filter(({ certificate }) => certificate.unknownCriticalExtensions.length > 0)
    .map(({ certificate }) =>
      aboutCertificate(
        'CA-UNKNOWN-CRITICAL',
        certificate,
        `${displayName(certificate)} makes a condition that is not understood here, the extension ${certificate.unknownCriticalExtensions.map(extensionName).join(', ')}; people with certificates from it are refused.`,
      ),
    );
