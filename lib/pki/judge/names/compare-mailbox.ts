import { compareMailHost } from '#lib/pki/judge/names/compare-host.ts';
import type { Standing } from '#lib/pki/judge/names/standing.ts';

/** ASCII lower case. */
const lower = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * RFC 5280 section 4.2.1.10: a constraint for e-mail is a mailbox, all mailboxes of one host, or, with a period in front, of all hosts in a domain.
 * The part before the at sign is compared exactly, the host without regard to case (section 7.5).
 */
export function compareMailbox(name: string, base: string): Standing {
  const [, local, host] = /^([!-?A-~]+)@([!-?A-~]+)$/.exec(name) ?? [];
  if (local === undefined || host === undefined) return 'unclear';
  const at = base.lastIndexOf('@');
  if (at > 0 && base.slice(0, at) !== local) {
    // Mail systems rarely tell letters' case apart, whatever RFC 5321 says of it.
    return lower(base) === lower(name) ? 'unclear' : 'outside';
  }
  return compareMailHost(lower(host), lower(base.slice(at + 1)));
}
