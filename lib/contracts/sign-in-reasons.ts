import { certificateReasons } from '#lib/contracts/certificate-reasons.ts';
import { directoryReasons } from '#lib/contracts/directory-reasons.ts';
import { doorReasons } from '#lib/contracts/door-reasons.ts';
import { kerberosReasons } from '#lib/contracts/kerberos-reasons.ts';
import { reason, type SignInReason } from '#lib/contracts/sign-in-reason.ts';
import type { Method } from '#lib/flow/flow-settings.ts';

export type { SignInReason } from '#lib/contracts/sign-in-reason.ts';

/** Every name of a reason that this software gives, with what to say of it. The names are stable: the log is filtered by them. */
export const signInReasons = { ...doorReasons, ...certificateReasons, ...kerberosReasons, ...directoryReasons };
export type SignInReasonName = keyof typeof signInReasons;

const byName: ReadonlyMap<string, SignInReason> = new Map(Object.entries(signInReasons));

/** Names that begin alike are told alike, until they have words of their own. */
const families: readonly (readonly [string, SignInReason])[] = [
  ['directory-', directoryReasons['directory-error']],
  ['ticket-', kerberosReasons['ticket-invalid']],
  ['token-', kerberosReasons['token-invalid']],
  ['keytab-', kerberosReasons['keytab-unusable']],
];

/** What to say of a reason; connectors may be newer than this and give names that are not known here. */
export function signInReason(name: string): SignInReason {
  const known = byName.get(name);
  if (known !== undefined) return known;
  const nearest = families.find(([prefix]) => name.startsWith(prefix))?.[1];
  return nearest === undefined ? unknownReason(name) : { ...nearest, title: inWords(name) };
}

function unknownReason(name: string): SignInReason {
  return reason(
    inWords(name),
    ['This way to sign in did not work.', 'Try again, or sign in another way.'],
    [
      `The connector gives the reason “${name}”, which this Gatehouse does not know.`,
      'Update Gatehouse; the detail may say more.',
    ],
  );
}

function inWords(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** At the password form these would tell a stranger which names exist, so they read as a wrong password does. */
const tellsWhoExists = new Set(['unmapped', 'ambiguous-value', 'ambiguous-person']);

type Told = Pick<SignInReason, 'sentence' | 'advice'>;

/** Whoever showed a certificate or a ticket may know how it stands with their account. */
const barred: Told = {
  sentence: 'Your account may not sign in at the moment.',
  advice: 'Your administrator can see why and change that.',
};
const withoutPassword: ReadonlyMap<string, Told> = new Map([
  ['unknown-user', certificateReasons.unmapped],
  ['ambiguous-user', certificateReasons['ambiguous-person']],
  ['account-locked', barred],
  ['account-restricted', barred],
  ['no-password-set', barred],
]);

/** What the person may know of why a try did not let them in. */
export function explainToPerson(
  name: string,
  { method, result }: { readonly method: Method; readonly result: string },
): Told {
  const { sentence, advice } = toldOf(name, method, result === 'refused');
  return { sentence, advice };
}

function toldOf(name: string, method: Method, isRefused: boolean): Told {
  if (method !== 'password') return withoutPassword.get(name) ?? signInReason(name);
  const isTelling = isRefused && (tellsWhoExists.has(name) || !byName.has(name));
  return isTelling ? directoryReasons['wrong-password'] : signInReason(name);
}
