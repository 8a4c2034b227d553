import { asc, eq, sql } from 'drizzle-orm';
import type { ApplicationsView } from '#lib/contracts/application.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { applications, connections } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { issuerOf } from '#lib/services/oidc/issuer.ts';
import { readSigningKeys } from '#lib/services/oidc/read-signing-keys.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

/** All applications by name, with what their developers need to know, and the keys their tokens are signed with. */
export async function listApplications(ctx: Context): Promise<Outcome<ApplicationsView>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const rows = await ctx.db
    .select({ application: applications, connectionName: connections.name })
    .from(applications)
    .innerJoin(connections, eq(connections.id, applications.connectionId))
    .orderBy(asc(sql`lower(${applications.name})`), asc(applications.id));
  return success({
    issuer: issuerOf(ctx.publicUrl),
    applications: rows.map(({ application: { secretHash: _, ...application }, connectionName }) => ({
      ...application,
      redirectUris: [...application.redirectUris],
      postLogoutRedirectUris: [...application.postLogoutRedirectUris],
      connectionName,
    })),
    signingKeys: await readSigningKeys(ctx.db, ctx.now()),
  });
}
