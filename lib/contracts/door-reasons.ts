import { reason, type SignInReason } from '#lib/contracts/sign-in-reason.ts';

const notReachable: readonly [string, string] = [
  'Your organisation’s sign-in service could not be reached from your browser.',
  'Connect to your organisation’s network, or sign in another way.',
];
const outOfOrder: readonly [string, string] = [
  'Your organisation’s sign-in service is not available at the moment.',
  'Try again in a few minutes, or sign in another way.',
];
const beginAgain = 'Go back to the application and sign in again.';
const nobodyIn: readonly [string, string] = [
  'Nobody is let in from where you are.',
  'Connect to your organisation’s network, then go back to the application and sign in again.',
];

/** Of the door itself, of the way to a connector, and of the connector. */
export const doorReasons = {
  'not-reachable': reason('Not reachable from the browser', notReachable, [
    'The browser did not get to the front-facing URL in time.',
    'From this address, see that the host name resolves, the port is open, and the SSL certificate is trusted by the device.',
  ]),
  'no-connector': reason('No connector', outOfOrder, [
    'No connector of the connection was online with a listener that serves, or with a directory, when it was needed.',
    'See the connection’s connectors; the detail says which of these it was.',
  ]),
  'connector-busy': reason('Connector busy', outOfOrder, [
    'The connector had too many sign-ins open.',
    'Add another connector, or see why the directory is slow.',
  ]),
  'connector-failed': reason('Connector failed', outOfOrder, [
    'The connector met an error it has no name for.',
    'See the connector’s log at this time.',
  ]),
  'not-asked': reason('Connector not asked', outOfOrder, [
    'The connector’s link ended before the question was sent.',
    'If that happens often, see the connector’s log for why its link ends.',
  ]),
  'no-answer': reason('No answer', outOfOrder, [
    'The connector was asked and did not answer in time; the directory may have counted the try.',
    'See the connector’s log at this time, and how fast its directory answers.',
  ]),
  'answer-invalid': reason('Answer not valid', outOfOrder, [
    'What the connector answered is not signed by it, or answers something else.',
    'Update the connector. If it is up to date, revoke it and enrol it anew.',
  ]),
  'question-unreadable': reason('Question not readable', outOfOrder, [
    'The connector could not open what it was asked.',
    'Compare the clocks of the connector and Gatehouse; update the older of the two.',
  ]),
  'result-too-large': reason('Result too large', outOfOrder, [
    'What the connector had to tell of the person was too large to be sent.',
    'Let the connector read fewer groups or attributes.',
  ]),
  'not-delivered': reason('Answer not delivered', outOfOrder, [
    'The connector could not tell Gatehouse how it went: its link was down, or the answer was not taken.',
    'See the connector’s state at this time, and Gatehouse’s log for why an answer was not taken.',
  ]),
  'request-expired': reason(
    'Request expired',
    ['It took too long to come to your organisation’s sign-in service.', 'Try again.'],
    [
      'The request that the browser carried to the connector had ended.',
      'If it happens to everybody, the connector’s clock is wrong: correct it.',
    ],
  ),
  chosen: reason(
    'Another way was chosen',
    ['You went on to another way to sign in.', ''],
    [
      'The person left this method out.',
      'If many do, see how long the front-facing URL takes to answer from their networks.',
    ],
  ),
  'method-off': reason(
    'Method switched off',
    ['This way to sign in was switched off just now.', ''],
    ['The method was switched off after this sign-in had begun.', 'Nothing is to be done.'],
  ),
  'no-front-facing-url': reason('No front-facing URL', outOfOrder, [
    'The method is on, but the running settings hold no front-facing URL.',
    'Type the front-facing URL on the connection’s methods page and publish.',
  ]),
  throttled: reason(
    'Too many tries',
    [
      'There were too many tries with this name or from your network.',
      'Wait some minutes, then try again; until then nothing you type is checked.',
    ],
    [
      'No directory was asked: too many wrong passwords were typed for this name or from this address within 15 minutes.',
      'See the tries before it; it ends by itself.',
    ],
  ),
  'too-many-tries': reason(
    'Too many tries',
    ['This sign-in was tried too often.', beginAgain],
    ['One sign-in was tried more often than a person would.', 'See its steps for what came back again and again.'],
  ),
  'timed-out': reason(
    'Left',
    ['This sign-in was left for too long.', beginAgain],
    ['The person left, or did nothing for 30 minutes.', 'Nothing is to be done.'],
  ),
  'outside-refuse': reason('Outside every network', nobodyIn, [
    'The address is in no network of the connection, and outside the networks nobody gets in.',
    'If people are to come in from there, add the network.',
  ]),
  'no-method-left': reason('No method left', nobodyIn, [
    'Every method that the network names is off for the connection.',
    'Switch one of them on, or change the network’s own methods.',
  ]),
} as const satisfies Record<string, SignInReason>;
