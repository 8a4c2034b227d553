import { z } from 'zod';
import { type Role, roles } from '#lib/core/role.ts';

export const roleSchema = z.enum(roles);

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(200)
  // After trimming: people paste addresses with a space behind them.
  .pipe(z.email('Write an e-mail address like ada@example.com.'));

const nameSchema = z.string().trim().min(1, 'Tell us your name.').max(80);

/** NIST SP 800-63B section 5.1.1.2: length counts, composition rules do not. */
export const newPasswordSchema = z
  .string()
  .min(12, 'Use at least 12 characters; a few words in a row do well.')
  .max(200, 'Use at most 200 characters.');

export const createFirstAdministratorSchema = z.strictObject({
  setupToken: z.string().max(100),
  name: nameSchema,
  email: emailSchema,
  password: newPasswordSchema,
});

export const signInAdministratorSchema = z.strictObject({
  email: z.string().trim().toLowerCase().max(200),
  password: z.string().max(200),
});

export const inviteAdministratorSchema = z.strictObject({ email: emailSchema, role: roleSchema });

export const withdrawInvitationSchema = z.strictObject({ invitationId: z.string().max(64) });

export const acceptInvitationSchema = z.strictObject({
  invitationToken: z.string().max(100),
  name: nameSchema,
  password: newPasswordSchema,
});

/** `isOwnMeant` confirms that somebody means their own account. */
const aboutAdministrator = { administratorId: z.string().max(64), isOwnMeant: z.boolean().default(false) };
export const changeAdministratorRoleSchema = z.strictObject({ ...aboutAdministrator, role: roleSchema });
export const removeAdministratorSchema = z.strictObject(aboutAdministrator);

export const changePasswordSchema = z.strictObject({
  currentPassword: z.string().min(1, 'Type your present password.').max(200),
  newPassword: newPasswordSchema,
});

export const administratorViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
});
export type AdministratorView = z.infer<typeof administratorViewSchema>;

/** Times in milliseconds since 1970. */
export const administratorsViewSchema = z.object({
  administrators: z.array(
    administratorViewSchema.extend({ createdAt: z.number(), lastSignInAt: z.number().nullable() }),
  ),
  /** Those still open. */
  invitations: z.array(
    z.object({
      id: z.string(),
      email: z.string(),
      role: roleSchema,
      createdAt: z.number(),
      /** An e-mail address. */
      createdBy: z.string(),
      expiresAt: z.number(),
    }),
  ),
});
export type AdministratorsView = z.infer<typeof administratorsViewSchema>;

export type CreatedInvitationView = {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  /** With the token; shown once. */
  readonly url: string;
  readonly expiresAt: number;
};

/** What whoever holds an invitation's link learns before they take it. */
export type OpenInvitationView = { readonly email: string; readonly role: Role; readonly createdBy: string };

/** Who is looking, and from where Gatehouse sees them. */
export const viewerSchema = z.object({
  administrator: administratorViewSchema,
  address: z.string(),
  /** Trusted proxies the request came through, nearest first. */
  via: z.array(z.string()),
});
export type ViewerView = z.infer<typeof viewerSchema>;
