import { z } from 'zod';

/** What changed, for pages that watch: they read again what the event names. */
export const liveEventSchema = z.discriminatedUnion('t', [
  /** Events may have been missed. */
  z.object({ t: z.literal('everything-changed') }),
  /** Who may do what, who is invited, or whose sessions have ended. */
  z.object({ t: z.literal('administrators-changed') }),
  z.object({ t: z.literal('connections-changed') }),
  /** Applications, or the keys their tokens are signed with. */
  z.object({ t: z.literal('applications-changed') }),
  /** An administrator, or Gatehouse itself, did something that is written down. */
  z.object({ t: z.literal('audit-changed') }),
  z.object({ t: z.literal('connection-changed'), connectionId: z.string() }),
  z.object({ t: z.literal('connectors-changed'), connectionId: z.string() }),
  /** Sign-ins of the connection ended; told about once a second at most. */
  z.object({ t: z.literal('sign-ins-changed'), connectionId: z.string() }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
