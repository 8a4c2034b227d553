import { PasswordPolicyError, type PasswordPolicyValue, ResultCodeError } from 'ldapts';
import { resultCode, tidy } from '#connector/ldap/directory-fault.ts';

/** A definite answer about a password; undefined where the directory told nothing about the person. */
export type BindVerdict =
  | { readonly isRight: true; readonly detail: string }
  | { readonly isRight: false; readonly reason: string; readonly detail: string };

/** Windows error codes in hexadecimal, as Active Directory adds them to result 49 ([MS-ERREF] section 2.2). */
const activeDirectoryReasons: Readonly<Record<string, string>> = {
  '525': 'unknown-user',
  '52e': 'wrong-password',
  '52f': 'account-restricted',
  '530': 'logon-hours',
  '531': 'workstation-not-allowed',
  '532': 'password-expired',
  '533': 'account-disabled',
  '534': 'logon-type-not-granted',
  '569': 'logon-type-not-granted',
  '701': 'account-expired',
  '773': 'must-change-password',
  '775': 'account-locked',
};

/**
 * The domain controller could not judge: no logon server, a broken trust to the domain of the account ([MS-ERREF] section 2.2, ERROR_NO_LOGON_SERVERS,
 * ERROR_TRUSTED_DOMAIN_FAILURE, ERROR_TRUSTED_RELATIONSHIP_FAILURE, ERROR_TRUST_FAILURE, ERROR_NETLOGON_NOT_STARTED). Another one may be able to.
 */
const unjudged: ReadonlySet<string> = new Set(['51f', '6fc', '6fd', '6fe', '700']);

/** draft-behera-ldap-password-policy-11 section 6.2. */
const policyReasons: Readonly<Record<number, string>> = {
  [PasswordPolicyError.PasswordExpired]: 'password-expired',
  [PasswordPolicyError.AccountLocked]: 'account-locked',
  [PasswordPolicyError.ChangeAfterReset]: 'must-change-password',
};

/** Result codes that other directories refuse a person with. */
const codeReasons: Readonly<Record<number, string>> = {
  [resultCode.noSuchObject]: 'unknown-user',
  // 389 Directory Server: "Exceed password retry limit."
  [resultCode.constraintViolation]: 'account-locked',
  [resultCode.inappropriateAuthentication]: 'no-password-set',
  [resultCode.insufficientAccessRights]: 'account-restricted',
  // 389 Directory Server: "Account inactivated."
  [resultCode.unwillingToPerform]: 'account-restricted',
};

/** A bind that succeeded may still be of no use: the directory then allows nothing but a change of the password. */
export function verdictOfSuccess(policy: PasswordPolicyValue | undefined): BindVerdict {
  if (policy?.error === PasswordPolicyError.ChangeAfterReset)
    return { isRight: false, reason: 'must-change-password', detail: 'the password was reset' };
  const left = policy?.graceAuthNsRemaining;
  return {
    isRight: true,
    detail: left === undefined ? '' : `the password has expired; ${left} more sign-ins are let in`,
  };
}

export function verdictOfFailure(cause: unknown, policy: PasswordPolicyValue | undefined): BindVerdict | undefined {
  if (!(cause instanceof ResultCodeError)) return undefined;
  const detail = `result ${cause.code}: ${tidy(cause.message)}`;
  if (cause.code !== resultCode.invalidCredentials) {
    const reason = codeReasons[cause.code];
    return reason === undefined ? undefined : { isRight: false, reason, detail };
  }
  const told = policy?.error === undefined ? undefined : policyReasons[policy.error];
  if (told !== undefined)
    return { isRight: false, reason: told, detail: `${detail}, password policy ${policy?.error}` };
  const data = /\bdata ([0-9a-f]+)/i.exec(cause.message)?.[1]?.toLowerCase();
  if (data === undefined) return { isRight: false, reason: 'wrong-password', detail };
  if (unjudged.has(data)) return undefined;
  return { isRight: false, reason: activeDirectoryReasons[data] ?? 'password-refused', detail };
}
