import { z } from 'zod';
import { roleSchema } from '#lib/contracts/role.ts';

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(200)
  // After trimming: people paste addresses with a space behind them.
  .pipe(z.email('Write an e-mail address like ada@example.com.'));

/** NIST SP 800-63B section 5.1.1.2: length counts, composition rules do not. */
export const newPasswordSchema = z
  .string()
  .min(12, 'Use at least 12 characters; a few words in a row do well.')
  .max(200, 'Use at most 200 characters.');

export const createFirstAdministratorSchema = z.strictObject({
  setupToken: z.string().max(100),
  name: z.string().trim().min(1, 'Tell us your name.').max(80),
  email: emailSchema,
  password: newPasswordSchema,
});

export const signInAdministratorSchema = z.strictObject({
  email: z.string().trim().toLowerCase().max(200),
  password: z.string().max(200),
});

export const administratorViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
});
export type AdministratorView = z.infer<typeof administratorViewSchema>;

/** Who is looking, and from where Gatehouse sees them. */
export const viewerSchema = z.object({
  administrator: administratorViewSchema,
  address: z.string(),
  /** Trusted proxies the request came through, nearest first. */
  via: z.array(z.string()),
});
export type ViewerView = z.infer<typeof viewerSchema>;
