import { zodResolver } from '@hookform/resolvers/zod';
import { changePasswordSchema } from '#lib/contracts/administrator.ts';

export const changePasswordResolver = zodResolver(changePasswordSchema);
