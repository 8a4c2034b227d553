import { reason, type SignInReason } from '#lib/contracts/sign-in-reason.ts';

/*
 * What is told at the password form must not tell a stranger whether an account exists. Directories say “disabled”, “expired”, “must
 * change” only to whoever typed the right password (Active Directory 530 to 534, 569, 701 and 773), so the person may know. “Locked”
 * (775) they say to anybody, as “unknown” (525) and “restricted”: at the form those read exactly as a wrong password.
 */
const wrong: readonly [string, string] = [
  'The user name or the password is wrong, or the account is locked for a while.',
  'Check both, mind Caps Lock, and after several tries wait some minutes.',
];
const tellAdministrator = 'Your administrator can change that.';
const notNow: readonly [string, string] = [
  'The directory could not be asked just now; nothing is known to be wrong with your account.',
  'Try again in a minute.',
];

/** Of the directory: about a person, or about itself. */
export const directoryReasons = {
  'wrong-password': reason('Wrong password', wrong, [
    'The directory refused the password.',
    'Where the name is right, reset the password; some directories say so of unknown names and locked accounts as well.',
  ]),
  'unknown-user': reason('Unknown user', wrong, [
    'Nobody in the directory has the name that was typed.',
    'See which attributes the connector looks names up in, and whether the person filter leaves somebody out.',
  ]),
  'ambiguous-user': reason('Name of several people', wrong, [
    'The name that was typed fits more than one person, so no password was checked.',
    'Let the connector look names up in attributes that are unique.',
  ]),
  'account-locked': reason('Account locked', wrong, [
    'The directory has locked the account after wrong passwords.',
    'Unlock it, or wait until the directory does; the addresses of its tries show whether somebody guesses.',
  ]),
  'account-restricted': reason('Account restricted', wrong, [
    'The directory does not let this account sign in with a password: it is inactive or restricted.',
    'Look the account up in the directory.',
  ]),
  'no-password-set': reason('No password set', wrong, [
    'The account has no password that could be checked.',
    'Set one, or let the person sign in another way.',
  ]),
  'password-refused': reason('Password refused', wrong, [
    'The directory refused the sign-in with a code that has no name here.',
    'The detail holds the directory’s own words.',
  ]),
  'account-disabled': reason(
    'Account disabled',
    ['Your account is disabled.', tellAdministrator],
    ['The password was right, but the account is disabled.', 'Enable it in the directory, if it is to be used.'],
  ),
  'account-expired': reason(
    'Account expired',
    ['Your account has ended.', tellAdministrator],
    ['The password was right, but the account has passed its end.', 'Extend it in the directory, if it is to be used.'],
  ),
  'password-expired': reason(
    'Password expired',
    [
      'Your password is right but has expired.',
      'Change it on a computer of your organisation, then sign in here again.',
    ],
    [
      'The password was right, but it has expired.',
      'The person changes it on a computer of the domain, or an administrator resets it.',
    ],
  ),
  'must-change-password': reason(
    'Password must be changed',
    [
      'Your password is right but has to be changed first.',
      'Change it on a computer of your organisation, then sign in here again.',
    ],
    [
      'The password was right, but the directory demands a new one first.',
      'The person changes it on a computer of the domain.',
    ],
  ),
  'logon-hours': reason(
    'Outside logon hours',
    ['Your account may not sign in at this time.', tellAdministrator],
    [
      'The password was right, but the account’s logon hours do not allow this time.',
      'Change the logon hours in the directory, if they are not meant so.',
    ],
  ),
  'workstation-not-allowed': reason(
    'Workstation not allowed',
    ['Your account may not sign in here.', tellAdministrator],
    [
      'The password was right, but the account may only sign in on named workstations, and the connector’s machine is none of them.',
      'Add the connector’s machine to the account’s workstations.',
    ],
  ),
  'logon-type-not-granted': reason(
    'Logon type not granted',
    ['Your account may not sign in here.', tellAdministrator],
    [
      'The password was right, but the account lacks the right to sign in over the network.',
      'Grant the right on the domain controllers.',
    ],
  ),
  'directory-unreachable': reason('Directory unreachable', notNow, [
    'No directory server could be reached.',
    'See the connector’s state, and run gatehouse-connector doctor on its machine.',
  ]),
  'directory-timeout': reason('Directory too slow', notNow, [
    'The directory did not answer in time.',
    'See the load of the directory servers and whether the searched attributes are indexed.',
  ]),
  'directory-untrusted': reason('Directory not trusted', notNow, [
    'The directory server’s certificate is not trusted, or no TLS connection came about.',
    'Name the authority’s PEM file as "ca" in the connector’s config.json; gatehouse-connector doctor shows the chain.',
  ]),
  'directory-needs-tls': reason('Directory demands TLS', notNow, [
    'The directory takes no passwords over an unencrypted connection.',
    'Use ldaps:// or StartTLS in the connector’s config.json.',
  ]),
  'directory-bind-refused': reason('Connector’s account refused', notNow, [
    'The directory does not let the connector’s own account in.',
    'Correct bind user and password in the connector’s config.json; see that the account is neither locked nor expired.',
  ]),
  'directory-not-configured': reason('No directory', notNow, [
    'The connector that was asked has no directory.',
    'Write the directory’s address into the connector’s config.json.',
  ]),
  'directory-error': reason('Directory error', notNow, [
    'The directory answered with an error.',
    'The detail holds the directory’s own words; gatehouse-connector doctor checks each step.',
  ]),
} as const satisfies Record<string, SignInReason>;
