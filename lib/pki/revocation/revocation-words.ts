import { displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import type { RevocationReason } from '#lib/pki/revocation/revocation-list.ts';
import type { RevocationGap, RevocationStatus } from '#lib/pki/revocation/revocation-verdict.ts';

/** To whom it is said: to the person whose certificate it is, or to an administrator. */
export type Listener = 'holder' | 'administrator';

type Words = { readonly message: string; readonly remedy: string };

const reasonWords: Partial<Record<RevocationReason, string>> = {
  'key-compromise': 'its key may be in other hands',
  'ca-compromise': 'the key of its authority may be in other hands',
  'affiliation-changed': 'its holder’s position has changed',
  superseded: 'another certificate took its place',
  'cessation-of-operation': 'it is no longer needed',
  'certificate-hold': 'it is on hold',
  'privilege-withdrawn': 'its rights were withdrawn',
};

/** What is said of a revoked certificate (RFC 5280 section 5.3.1 has the reasons). */
export function revokedWords(status: RevocationStatus, listener: Listener): Words {
  const { depth, certificate, revokedAt, reason } = status;
  const why = reason === undefined ? undefined : reasonWords[reason];
  const since = revokedAt === undefined ? '' : ` on ${dayText(revokedAt)}`;
  const own = depth === 0 ? 'Your certificate' : `The certificate of “${displayName(certificate)}”, above yours,`;
  const subject = listener === 'holder' ? own : `The certificate of “${displayName(certificate)}”`;
  const message = `${subject} was revoked${since}${why === undefined ? '' : `: ${why}`}.`;
  if (reason === 'certificate-hold' && listener === 'administrator')
    return { message, remedy: 'Have its authority release it, or issue a new certificate.' };
  if (depth === 0)
    return {
      message,
      remedy: listener === 'holder' ? 'Ask your administrator for a new certificate.' : 'Issue a new certificate.',
    };
  return {
    message,
    remedy:
      listener === 'holder'
        ? 'Tell your administrator; a new certificate for you alone would not help.'
        : 'Issue new certificates by another authority, and remove this one from the CA certificates.',
  };
}

/** What is said where nothing can be found out and nobody is let in without it. */
export function unknownWords({ depth, certificate, detail }: RevocationGap, listener: Listener): Words {
  const name = displayName(certificate);
  if (listener === 'administrator') {
    return {
      message: `It cannot be found out whether the certificate of “${name}” was revoked. ${detail}`,
      remedy: 'Have its authority publish a current list where connectors reach it, upload one, or choose fail-open.',
    };
  }
  const whose = depth === 0 ? 'your certificate' : `the certificate of “${name}”, above yours,`;
  return {
    message: `It cannot be found out at the moment whether ${whose} was revoked.`,
    remedy: 'Try again in a while, or tell your administrator.',
  };
}
