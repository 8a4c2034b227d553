/** Why a link was closed (RFC 6455 section 7.4.2: 4000-4999 are the application's own). Numbers never change their meaning. */
export const closeCodes = {
  goingAway: 1001,
  unreadableFrame: 4000,
  unknownFrame: 4001,
  frameTooLarge: 4002,
  helloTimeout: 4003,
  tooManyStrangers: 4004,
  versionUnsupported: 4005,
  notRecognised: 4006,
  revoked: 4007,
  replaced: 4008,
  silent: 4009,
  untrustedHub: 4010,
  tooManyFrames: 4011,
} as const;

export type CloseReason = keyof typeof closeCodes;

/** What each code tells a connector's operator. */
export const closeSentences: Record<CloseReason, string> = {
  goingAway: 'Gatehouse is stopping or restarting; the connector will try again by itself.',
  unreadableFrame: 'A message could not be read as a frame of this protocol.',
  unknownFrame: 'A message was of a kind the other side does not know; one of the two is newer.',
  frameTooLarge: 'A message was larger than allowed.',
  helloTimeout: 'The other side did not say who it is in time.',
  tooManyStrangers: 'Too many unauthenticated connections at once; the connector will try again later.',
  versionUnsupported: 'The two sides share no version of the protocol; update the older one.',
  notRecognised: 'Gatehouse does not know this connector or its key; enrol it again with a new ticket.',
  revoked: 'This connector was revoked in the console.',
  replaced: 'The same connector connected from another place; its key may have been copied.',
  silent: 'Nothing was heard for too long.',
  untrustedHub: 'The other side could not prove that it is the Gatehouse this connector enrolled with.',
  tooManyFrames: 'The connector sent far more than it was asked for.',
};

export function closeReason(code: number): CloseReason | undefined {
  return (Object.keys(closeCodes) as CloseReason[]).find((reason) => closeCodes[reason] === code);
}
