import { zodResolver } from '@hookform/resolvers/zod';
import { createFirstAdministratorSchema } from '#lib/contracts/administrator.ts';

export const firstAdministratorResolver = zodResolver(createFirstAdministratorSchema.omit({ setupToken: true }));
