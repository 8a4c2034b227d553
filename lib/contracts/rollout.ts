import { z } from 'zod';

/** State of a connector's front-facing listener, as it last said. */
export const listenerSchema = z.object({
  state: z.enum(['off', 'serving', 'failed']),
  address: z.string(),
  certificate: z.string().exactOptional(),
  detail: z.string().exactOptional(),
});
export type ListenerView = z.infer<typeof listenerSchema>;

/** How one revision went on one connector. */
export const rolloutSchema = z.object({
  revision: z.number(),
  /** `held`: its wave has not begun. */
  state: z.enum(['held', 'waiting', 'acknowledged', 'refused']),
  /** Counted from 0; absent where the revision went to all at once. */
  wave: z.number().exactOptional(),
  /** Name of the refusal, and what to say of it. */
  refusal: z.string().exactOptional(),
  message: z.string().exactOptional(),
  remedy: z.string().exactOptional(),
  detail: z.string().exactOptional(),
  tests: z.array(z.object({ name: z.string(), isPassed: z.boolean(), tookMs: z.number() })),
  /** From taking the revision up to the answer, by the connector's clock. */
  tookMs: z.number().nullable(),
  at: z.number().nullable(),
});
export type RolloutView = z.infer<typeof rolloutSchema>;
