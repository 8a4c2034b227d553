import { displayName } from '#lib/pki/certificate/certificate.ts';
import type { CaRule, SslRule } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';

/** RFC 5280 section 4.1.2.2: "The serial number MUST be a positive integer". */
export const sslNegativeSerial: SslRule = ({ ordered }) =>
  ordered.chain
    .filter((certificate) => certificate.isSerialNegative)
    .map((certificate) =>
      aboutCertificate(
        'SSL-NEGATIVE-SERIAL',
        certificate,
        `The serial number of ${displayName(certificate)} is negative; some programs refuse to read it.`,
      ),
    );

/** RFC 5280 section 4.1.2.2: "Certificate users SHOULD be prepared to gracefully handle such certificates." */
export const caNegativeSerial: CaRule = ({ placed }) =>
  placed
    .filter(({ certificate }) => certificate.isSerialNegative)
    .map(({ certificate }) =>
      aboutCertificate(
        'CA-NEGATIVE-SERIAL',
        certificate,
        `The serial number of ${displayName(certificate)} is negative; it works here, but some other programs refuse it.`,
      ),
    );
