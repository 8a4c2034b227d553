/** Versions of the link protocol this software speaks, newest first. */
export const protocolVersions = [1] as const;

/** What a stranger may spend before it has proved who it is: one frame of this size, within this time. */
export const maxHelloBytes = 24 * 1024;
export const helloTimeoutMs = 10_000;
/** Unauthenticated links open at once, in all and from one address. */
export const maxStrangers = 2_000;
export const maxStrangersPerAddress = 200;

/** The largest frame from a known connector, and the largest to one. */
export const maxConnectorFrameBytes = 64 * 1024;
export const maxHubFrameBytes = 8 * 1024 * 1024;

/**
 * What a known connector may send without being asked: tokens, of which a frame costs one and each whole KiB of it one more. Answers
 * that are owed and assertions that are taken cost nothing in the end.
 */
export const frameTokens = 4_096;
export const frameTokensPerSecond = 256;

/** Questions that may be open on one link, and assertions of one link that Gatehouse looks at at once. */
export const maxOpenQuestions = 1_024;
export const maxAssertionsInWork = 64;

/** The longest sealed question, and the longest signed result, in characters. A dry run may bring certificates and lists of a draft. */
export const maxSealedQuestionLength = 1_000_000;
export const maxSignedResultLength = 60_000;

/** What a person may present in a dry run: as many as connectors look at in a handshake. */
export const maxDryRunCertificates = 20;

/** Each side pings when it heard nothing for `pingAfterMs`, and gives the link up after `silentAfterMs`. */
export const pingAfterMs = 10_000;
export const silentAfterMs = 25_000;

/** The largest settings after unpacking. */
export const maxSettingsBytes = 16 * 1024 * 1024;

/** Largest body of an enrolment request or answer. */
export const maxEnrolmentBytes = 32 * 1024;
