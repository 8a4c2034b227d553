import { z } from 'zod';

/** One difference between two settings, for people: the diff of the publish dialog and of the history. */
export const changeViewSchema = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  area: z.enum(['methods', 'networks', 'ssl-certificate', 'ca-certificates']),
  /** `network Branch 2001:db8:12::/48 (Kerberos, password)`. */
  what: z.string(),
  before: z.string().exactOptional(),
  after: z.string().exactOptional(),
});
export type ChangeView = z.infer<typeof changeViewSchema>;
