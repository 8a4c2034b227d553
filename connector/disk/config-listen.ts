import { z } from 'zod';

export const listenSchema = z.strictObject({
  host: z
    .string('must be an address or host name in quotes')
    .min(1, 'must be an address; use "::" for all addresses of this machine')
    .max(255, 'is longer than a host name can be'),
  port: z
    .int('must be a whole number')
    .min(0, 'must be a port from 1 to 65535, or 0 for any free one')
    .max(65_535, 'must be a port from 1 to 65535, or 0 for any free one'),
});
export type Listen = z.infer<typeof listenSchema>;
