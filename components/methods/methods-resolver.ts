import { zodResolver } from '@hookform/resolvers/zod';
import type { z } from 'zod';
import { settingsSchema } from '#lib/contracts/settings.ts';

const methodsSchema = settingsSchema.pick({
  clientCertificate: true,
  kerberos: true,
  outside: true,
  frontFacingUrl: true,
});
export type MethodsValues = z.infer<typeof methodsSchema>;

export const methodsResolver = zodResolver(methodsSchema);
