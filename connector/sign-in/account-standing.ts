import type { DirectoryEntry } from '#connector/ldap/directory.ts';
import { refused } from '#connector/sign-in/ending.ts';
import { oneLine } from '#connector/sign-in/one-line.ts';

/** Attributes that tell whether an account may be used; a bind tells by itself, a certificate or a ticket does not. */
export const standingAttributes = [
  'userAccountControl',
  'msDS-User-Account-Control-Computed',
  'accountExpires',
  'pwdAccountLockedTime',
  'nsAccountLock',
] as const;

/** [MS-ADTS] section 2.2.16 and, for the computed attribute, section 3.1.1.4.5.17. */
const flags = { disabled: 0x2, lockedOut: 0x10 };

/** From 1601 to 1970, in milliseconds. */
const fileTimeOffsetMs = 11_644_473_600_000n;
/** [MS-ADA1] section 2.3: either value means that the account never ends. */
const never = [0n, 0x7fff_ffff_ffff_ffffn];

/** What the entry says of it, for people to read. */
export function accountStanding({ attributes }: DirectoryEntry): { attribute: string; value: string }[] {
  return standingAttributes.flatMap((attribute) => {
    const value = attributes.get(attribute.toLowerCase())?.[0];
    return typeof value === 'string' ? [{ attribute, value: oneLine(value, 200) }] : [];
  });
}

/** Why an account must not be signed in to, however well the person proved who they are; undefined where it may. */
export function accountRefusal({ dn, attributes }: DirectoryEntry, at: number): ReturnType<typeof refused> | undefined {
  const text = (name: (typeof standingAttributes)[number]) => {
    const value = attributes.get(name.toLowerCase())?.[0];
    return typeof value === 'string' ? value : undefined;
  };
  const control = Number(text('userAccountControl') ?? 0);
  if ((control & flags.disabled) !== 0)
    return refused('account-disabled', `${dn}: userAccountControl ${control} has the bit for disabled`);
  // 389 Directory Server.
  if (text('nsAccountLock')?.toLowerCase() === 'true')
    return refused('account-disabled', `${dn}: nsAccountLock is true`);
  const computed = Number(text('msDS-User-Account-Control-Computed') ?? 0);
  if ((computed & flags.lockedOut) !== 0)
    return refused('account-locked', `${dn}: msDS-User-Account-Control-Computed ${computed} has the bit for locked`);
  // draft-behera-ldap-password-policy-11 section 5.3.3: it is taken away when the account is unlocked.
  const locked = text('pwdAccountLockedTime');
  if (locked !== undefined) return refused('account-locked', `${dn}: pwdAccountLockedTime is ${locked}`);
  const ends = fileTime(text('accountExpires'));
  if (ends !== undefined && at >= ends)
    return refused('account-expired', `${dn}: the account ended on ${new Date(ends).toISOString()}`);
  return undefined;
}

/** A FILETIME, in steps of 100 ns since 1601, in milliseconds since 1970; undefined for never. */
function fileTime(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,19}$/.test(text)) return undefined;
  const value = BigInt(text);
  return never.includes(value) ? undefined : Number(value / 10_000n - fileTimeOffsetMs);
}
