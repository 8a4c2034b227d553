import { z } from 'zod';
import { type ProblemView, problemCodes } from '#lib/core/problem.ts';

/** How a JSON route tells a failure. */
export const problemViewSchema = z.object({
  code: z.enum(problemCodes),
  message: z.string(),
  fields: z.record(z.string(), z.string()).exactOptional(),
}) satisfies z.ZodType<ProblemView>;
