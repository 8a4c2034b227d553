import { z } from 'zod';
import { recentAddressSchema } from '#lib/contracts/sign-in.ts';

export const recentAddressesSchema = z.array(recentAddressSchema);
