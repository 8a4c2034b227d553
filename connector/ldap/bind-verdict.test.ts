import {
  BusyError,
  ConstraintViolationError,
  InappropriateAuthError,
  InvalidCredentialsError,
  NoSuchObjectError,
  UnwillingToPerformError,
} from 'ldapts';
import { expect, test } from 'vitest';
import { verdictOfFailure, verdictOfSuccess } from '#connector/ldap/bind-verdict.ts';

const microsoft = (data: string) =>
  new InvalidCredentialsError(
    `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${data}, v1db1\0`,
  );

test.each([
  ['525', 'unknown-user'],
  ['52e', 'wrong-password'],
  ['52E', 'wrong-password'],
  ['52f', 'account-restricted'],
  ['530', 'logon-hours'],
  ['531', 'workstation-not-allowed'],
  ['532', 'password-expired'],
  ['533', 'account-disabled'],
  ['569', 'logon-type-not-granted'],
  ['701', 'account-expired'],
  ['773', 'must-change-password'],
  ['775', 'account-locked'],
  ['9999', 'password-refused'],
])('data %s of Active Directory is %s', (data, reason) => {
  expect(verdictOfFailure(microsoft(data), undefined)).toMatchObject({ isRight: false, reason });
});

test.each([
  [new InvalidCredentialsError(''), undefined, 'wrong-password'],
  [new InvalidCredentialsError(''), { error: 0 }, 'password-expired'],
  [new InvalidCredentialsError(''), { error: 1 }, 'account-locked'],
  [new InvalidCredentialsError(''), { error: 99 }, 'wrong-password'],
  [new ConstraintViolationError('Exceed password retry limit.'), undefined, 'account-locked'],
  [new UnwillingToPerformError('Account inactivated.'), undefined, 'account-restricted'],
  [new InappropriateAuthError(), undefined, 'no-password-set'],
  [new NoSuchObjectError(), undefined, 'unknown-user'],
])('%s with policy %j is %s', (cause, policy, reason) => {
  expect(verdictOfFailure(cause, policy)).toMatchObject({ isRight: false, reason });
});

test('what says nothing about the person is no verdict', () => {
  expect(verdictOfFailure(new BusyError(), undefined)).toBeUndefined();
  for (const data of ['51f', '6fc', '6fd', '6fe', '700'])
    expect(verdictOfFailure(microsoft(data), undefined)).toBeUndefined();
  expect(verdictOfFailure(new Error('BindRequest: Operation timed out'), { error: 1 })).toBeUndefined();
});

test('a right password can still be of no use', () => {
  expect(verdictOfSuccess(undefined)).toMatchObject({ isRight: true });
  expect(verdictOfSuccess({ error: 2 })).toMatchObject({ isRight: false, reason: 'must-change-password' });
  expect(verdictOfSuccess({ graceAuthNsRemaining: 3 })).toMatchObject({
    isRight: true,
    detail: expect.stringContaining('3'),
  });
});
