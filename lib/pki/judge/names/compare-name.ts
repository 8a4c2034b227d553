import { fromUtf8 } from '#lib/core/bytes.ts';
import { contentOctets } from '#lib/pki/asn1/child-octets.ts';
import type { GeneralName } from '#lib/pki/certificate/certificate.ts';
import { compareAddress } from '#lib/pki/judge/names/compare-address.ts';
import { compareDirectoryName } from '#lib/pki/judge/names/compare-directory-name.ts';
import { compareDns } from '#lib/pki/judge/names/compare-host.ts';
import { compareMailbox } from '#lib/pki/judge/names/compare-mailbox.ts';
import { compareUri } from '#lib/pki/judge/names/compare-uri.ts';
import type { Standing } from '#lib/pki/judge/names/standing.ts';

const userPrincipalName = '1.3.6.1.4.1.311.20.2.3';
const internationalMailbox = '1.3.6.1.5.5.7.8.9';
const utf8String = 0x0c;
/** Longer ones are compared with nothing; a host has 253 octets at most, a mailbox 320. */
const maxNameOctets = 1024;

export function isUserPrincipalName(name: GeneralName): boolean {
  return name.form === 'otherName' && name.type === userPrincipalName;
}

/**
 * Which of a constraint's subtrees a name is held to (RFC 5280 section 4.2.1.10): those of its own form, and for other names of its own type. An
 * internationalised mailbox is held to those for e-mail (RFC 9598 section 6).
 */
export function formOf(name: GeneralName): string {
  if (name.form !== 'otherName') return name.form;
  return name.type === internationalMailbox ? 'rfc822Name' : `otherName ${name.type}`;
}

/** How a name stands to a base of the same form; forms that RFC 5280 section 4.2.1.10 gives no rule for cannot be compared. */
export function compareName(name: GeneralName, base: GeneralName): Standing {
  if (name.form === 'directoryName') {
    return base.form === 'directoryName' ? compareDirectoryName(name.name, base.name) : 'unclear';
  }
  if (base.form === 'directoryName' || name.octets.length > maxNameOctets) return 'unclear';
  if (name.form === 'otherName') {
    if (base.form !== 'otherName' || !isUserPrincipalName(name)) return 'unclear';
    return compareUserPrincipalName(name.octets, base.octets);
  }
  switch (name.form) {
    case 'dNSName':
      return compareDns(lowerText(name), lowerText(base));
    case 'rfc822Name':
      return compareMailbox(text(name), text(base));
    case 'uniformResourceIdentifier':
      return compareUri(lowerText(name), lowerText(base));
    case 'iPAddress':
      return compareAddress(name.octets, base.octets);
    default:
      return 'unclear';
  }
}

type Octets = { readonly octets: Uint8Array };

const texts = new WeakMap<Octets, { readonly whole: string; readonly lower: string }>();

/** A name is compared with every base, and a base with every name: its text is made once. */
function textsOf(name: Octets): { readonly whole: string; readonly lower: string } {
  const before = texts.get(name);
  if (before !== undefined) return before;
  const whole = String.fromCharCode(...name.octets);
  const both = { whole, lower: lower(whole) };
  texts.set(name, both);
  return both;
}

/** IA5String octets, one character each, so that what is no ASCII stays what it is. */
function text(name: Octets): string {
  return textsOf(name).whole;
}

function lowerText(name: Octets): string {
  return textsOf(name).lower;
}

/** Only ASCII letters have another case in DNS names (RFC 5280 section 7.2). */
function lower(name: string): string {
  return name.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Microsoft's user principal name is a UTF8String in the form of a mailbox (RFC 4120 section 6.2 has the like), and its subtrees are written like those for e-mail. */
function compareUserPrincipalName(name: Uint8Array<ArrayBuffer>, base: Uint8Array<ArrayBuffer>): Standing {
  if (name[0] !== utf8String || base[0] !== utf8String) return 'unclear';
  return compareMailbox(fromUtf8(contentOctets(name)), fromUtf8(contentOctets(base)));
}
