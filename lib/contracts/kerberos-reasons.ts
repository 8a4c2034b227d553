import { reason, type SignInReason } from '#lib/contracts/sign-in-reason.ts';

const noWindowsSignIn: readonly [string, string] = [
  'Your computer could not show who you are.',
  'Lock and unlock your computer, then try again; or sign in another way.',
];
const notPossible: readonly [string, string] = [
  'Signing in with your computer’s own sign-in does not work at the moment.',
  'Sign in another way, and tell your administrator.',
];
const clocksDiffer: readonly [string, string] = [
  'The clocks of your computer and of the sign-in service differ too much.',
  'Correct your computer’s clock, or sign in another way.',
];
const keytab =
  'Make a new keytab for the service principal and put it in the connector’s place; gatehouse-connector doctor compares both.';

/** Of Kerberos tickets (RFC 4120, RFC 4559). */
export const kerberosReasons = {
  'no-ticket': reason(
    'No ticket',
    [
      'Your browser did not show who you are signed in as on this computer.',
      'That needs a computer of your organisation, signed in with your account.',
    ],
    [
      'The browser sent no Kerberos ticket.',
      'The device must be in the domain and the front-facing URL in the browser’s intranet zone (AuthServerAllowlist).',
    ],
  ),
  ntlm: reason('NTLM instead of Kerberos', noWindowsSignIn, [
    'The browser sent NTLM, which is never answered: it found no ticket for this host name.',
    'Register the service principal HTTP/host of the front-facing URL, once, and let the device reach a domain controller.',
  ]),
  'ticket-invalid': reason('Ticket invalid', noWindowsSignIn, [
    'The ticket was refused for a reason that has no name here.',
    'The detail holds the Kerberos library’s own words.',
  ]),
  'token-invalid': reason('Not a ticket', noWindowsSignIn, [
    'What the browser sent is no Kerberos ticket.',
    'See whether a proxy between changes the Authorization header.',
  ]),
  'token-too-large': reason(
    'Ticket too large',
    ['Your computer’s ticket is too large to be read.', 'Sign in another way, and tell your administrator.'],
    [
      'The ticket is larger than 64 KiB: the person is in very many groups.',
      'Reduce the groups, or set the account so that its ticket holds no group list.',
    ],
  ),
  'ticket-replayed': reason('Ticket shown twice', noWindowsSignIn, [
    'The same ticket was shown a second time and was refused.',
    'Once, it may be a browser that sent twice; often, somebody records traffic.',
  ]),
  'ticket-expired': reason('Ticket expired', noWindowsSignIn, [
    'The ticket has ended.',
    'Compare the clocks of the device, the connector and the domain controllers.',
  ]),
  // Tickets are used as soon as they are made, so one that begins later was made by a clock that is ahead of the connector's.
  'ticket-not-yet-valid': reason('Ticket not yet valid', clocksDiffer, [
    'The ticket begins later, by the connector’s clock.',
    'Compare the clocks of the device, the connector and the domain controllers.',
  ]),
  'clock-skew': reason('Clocks differ', clocksDiffer, [
    'The clocks of the device and the connector differ by more than Kerberos allows, commonly 5 minutes.',
    'Let the connector’s machine take its time from the domain.',
  ]),
  'ticket-anonymous': reason('Anonymous ticket', noWindowsSignIn, [
    'The ticket proves nobody (RFC 8062).',
    'Nothing is to be done; such tickets are never accepted.',
  ]),
  'principal-unreadable': reason('Name not readable', noWindowsSignIn, [
    'The name in the ticket is not UTF-8.',
    'Rename the account, or let the person sign in another way.',
  ]),
  'service-not-accepted': reason('Ticket for another service', notPossible, [
    'The ticket is for a service principal that the connector does not accept.',
    'Let the front-facing URL’s host, its service principal and the connector’s config.json name the same.',
  ]),
  'no-key-for-service': reason('No key for the service', notPossible, [
    'The keytab holds no key for the service principal the ticket is for.',
    keytab,
  ]),
  'no-key-of-enctype': reason('No key of that kind', notPossible, [
    'The keytab holds no key of the ticket’s encryption type.',
    keytab,
  ]),
  'wrong-key-version': reason('Keytab is old', notPossible, [
    'The keytab does not hold the version of the key that the ticket was made with: the account’s password was changed since.',
    keytab,
  ]),
  'key-does-not-fit': reason('Key does not fit', notPossible, [
    'The key in the keytab does not open the ticket, or the service principal is on two accounts.',
    'See with setspn -Q that the principal is on one account, then make a new keytab.',
  ]),
  'enctype-not-permitted': reason('Encryption not permitted', notPossible, [
    'The ticket’s encryption type is not permitted on the connector’s machine.',
    'Let the service account use AES (msDS-SupportedEncryptionTypes 24) and make a new keytab.',
  ]),
  'keytab-unusable': reason('Keytab unusable', notPossible, ['The connector’s keytab cannot be used.', keytab]),
  'keytab-missing': reason('Keytab missing', notPossible, [
    'The keytab that the connector’s config.json names is not there.',
    keytab,
  ]),
  'keytab-empty': reason('Keytab empty', notPossible, ['The connector’s keytab holds no key.', keytab]),
  'keytab-invalid': reason('Keytab invalid', notPossible, ['The connector’s keytab is no keytab file.', keytab]),
  'keytab-open-to-others': reason('Keytab open to others', notPossible, [
    'Others on the connector’s machine may read the keytab, so it is not used.',
    'Let only the connector’s user read it (chmod 600), and make new keys if others may have done so.',
  ]),
  'service-not-in-keytab': reason('Service not in the keytab', notPossible, [
    'The keytab holds no key of the service principal that the connector’s config.json names.',
    keytab,
  ]),
  'keytab-unreadable': reason('Keytab unreadable', notPossible, [
    'The connector cannot read its keytab.',
    'Give the connector’s user the right to read the file.',
  ]),
  'keytab-is-another': reason('Keytab changed', notPossible, [
    'The connector’s process uses another keytab than its config.json names now.',
    'Restart the connector.',
  ]),
  'kerberos-not-configured': reason('Kerberos not configured', notPossible, [
    'Kerberos is on for the connection, but the connector has no keytab.',
    'Name a keytab in the connector’s config.json, or switch Kerberos off.',
  ]),
  'kerberos-not-installed': reason('Kerberos not installed', notPossible, [
    'The connector cannot load the Kerberos library.',
    'Install the package kerberos on the connector’s machine; the log says why it cannot be loaded.',
  ]),
  'replay-cache-failed': reason('Replay cache failed', notPossible, [
    'The connector’s machine cannot keep the list of tickets that were shown already.',
    'Make room in the temporary folder of the connector’s machine and see who may write there.',
  ]),
} as const satisfies Record<string, SignInReason>;
