import { type PathPlace, type PathRule, type RuleRefusal, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';
import { isNameReadableByTls } from '#lib/pki/path/tls-name.ts';

/** RFC 5280 section 4.1.2.4: the values of names are DirectoryString, and few are of another type. OpenSSL reads no certificate with a text that is none, and the handshake ends. */
export const checkNameForm: PathRule = (place) => {
  const { subject, issuer } = place.certificate;
  if (!isNameReadableByTls(subject)) return unreadable(place, 'subject');
  return isNameReadableByTls(issuer) ? undefined : unreadable(place, 'issuer');
};

function unreadable(place: PathPlace, which: string): RuleRefusal {
  return {
    refusal: 'unreadable',
    paragraph: 'RFC 5280 section 4.1.2.4',
    message: `${whose(place)} cannot be read by TLS, because the name of its ${which} is written in a kind of text that names cannot have.`,
    remedy: remedyAt(place),
  };
}
