import { zodResolver } from '@hookform/resolvers/zod';
import type { z } from 'zod';
import { settingsSchema } from '#lib/contracts/settings.ts';

const methodsSchema = settingsSchema.pick({
  clientCertificate: true,
  kerberos: true,
  outside: true,
  frontFacingUrl: true,
  mapping: true,
  mappingStrength: true,
  trust: true,
  revocation: true,
  session: true,
});
export type MethodsValues = z.output<typeof methodsSchema>;

/** The form holds every field; what the schema adds where one is missing is for settings from before. */
export const methodsResolver = zodResolver(methodsSchema as z.ZodType<MethodsValues, MethodsValues>);
