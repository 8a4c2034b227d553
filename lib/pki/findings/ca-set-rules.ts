import { displayName } from '#lib/pki/certificate/certificate.ts';
import { isPublicAuthority } from '#lib/pki/certificate/is-public-authority.ts';
import type { CaRule } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate, aboutThing } from '#lib/pki/findings/pki-finding.ts';
import { hintNames } from '#lib/pki/path/hint-names.ts';

/** One certificate counts once, whatever the number of files it came in (RFC 5280 section 4.1: it is its bytes). */
export const caDuplicate: CaRule = ({ given, placed }) =>
  placed.flatMap(({ certificate }) => {
    const times = given.filter((other) => other.fingerprint === certificate.fingerprint).length;
    const text = times === 2 ? 'twice' : `${times} times`;
    return times < 2
      ? []
      : [aboutCertificate('CA-DUPLICATE', certificate, `${displayName(certificate)} is here ${text}.`)];
  });

/** The roots of the web's public key infrastructure, as Node.js has them from Mozilla; RFC 8446 section 4.2.4 lets clients choose certificates by authority. */
export const caPublic: CaRule = ({ placed }) =>
  placed
    .filter(({ certificate }) => isPublicAuthority(certificate))
    .map(({ certificate }) =>
      aboutCertificate(
        'CA-PUBLIC',
        certificate,
        `${displayName(certificate)} is a public authority: anybody can get a certificate below it, and browsers will offer people unrelated ones.`,
      ),
    );

const warnAboveBytes = 8 * 1024;
const refuseAboveBytes = 16 * 1024;

/** RFC 8446 sections 4.2.4 and 5.1: the names go out in the request for a certificate, and a TLS record holds 16 KiB. */
export const caHints: CaRule = ({ given }) => {
  const { bytes } = hintNames(given);
  if (bytes <= warnAboveBytes) return [];
  const id = bytes > refuseAboveBytes ? 'CA-HINTS-TOO-LARGE' : 'CA-HINTS-LARGE';
  const size = `${(bytes / 1024).toFixed(1)} KB`;
  const follows = id === 'CA-HINTS-LARGE' ? 'some clients have trouble with that' : 'clients stop the handshake';
  return [
    aboutThing(id, `${given.length} CA certificates`, `The names of the authorities add up to ${size}; ${follows}.`),
  ];
};
