import type { z } from 'zod';

/** What processes tell one another about: a name, what a message of it looks like, and how large one may be. */
export type Topic<Message> = {
  /** Lower-case letters, digits, `-`, `_` and `.` */
  readonly name: string;
  readonly schema: z.ZodType<Message>;
  /** Of the message as JSON in UTF-8; at most `maxBodyBytes`. */
  readonly maxBytes: number;
};

/**
 * Brings messages from one Gatehouse process to all others that run on the same database; never to the one that publishes. Messages of one
 * process arrive in the order they were published. Each arrives once, or `onGap` tells that some may be missing.
 */
export type Bus = {
  /** Resolves once it is on its way. Rejects with BusFailure where that is not sure; the others then hear of a gap. */
  readonly publish: <Message>(topic: Topic<Message>, message: Message) => Promise<void>;
  /** Resolves once messages that others publish from now on arrive here. */
  readonly subscribe: <Message>(topic: Topic<Message>, handler: (message: Message) => void) => Promise<void>;
  /** Calls when messages of others may have been missed: whoever follows by messages reads anew what they were about. */
  readonly onGap: (handler: () => void) => void;
  /** Afterwards nothing arrives, and publishing rejects. */
  readonly close: () => Promise<void>;
};

/** Below the 1 MiB that a NATS server takes by default. */
export const maxBodyBytes = 1_024_000;

/** A message did not surely leave this process. */
export class BusFailure extends Error {
  override readonly name = 'BusFailure';
}
