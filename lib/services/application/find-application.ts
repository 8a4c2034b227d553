import { eq } from 'drizzle-orm';
import { applications } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { isId } from '#lib/services/is-id.ts';
import { requireSystemOrThrow } from '#lib/services/require-actor.ts';

export type KnownApplication = {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string;
  readonly kind: 'confidential' | 'public';
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** SHA-256, lower-case hexadecimal; null for public ones. */
  readonly secretHash: string | null;
};

/** The application of a client_id, whatever somebody wrote there. */
export async function findApplication(ctx: Context, applicationId: string): Promise<KnownApplication | undefined> {
  requireSystemOrThrow(ctx);
  if (!isId(applicationId)) return undefined;
  const [row] = await ctx.db
    .select({
      id: applications.id,
      connectionId: applications.connectionId,
      name: applications.name,
      kind: applications.kind,
      redirectUris: applications.redirectUris,
      postLogoutRedirectUris: applications.postLogoutRedirectUris,
      secretHash: applications.secretHash,
    })
    .from(applications)
    .where(eq(applications.id, applicationId));
  return row;
}
