import { z } from 'zod';
import type { Finding } from '#lib/core/finding.ts';

export const findingSchema = z.object({
  id: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  area: z.enum(['methods', 'networks', 'ssl-certificate', 'ca-certificates', 'connectors']),
  subject: z.string(),
  message: z.string(),
  remedy: z.string(),
  fingerprint: z.string().exactOptional(),
  block: z.string().exactOptional(),
}) satisfies z.ZodType<Finding>;
