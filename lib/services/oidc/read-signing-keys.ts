import { desc } from 'drizzle-orm';
import type { ApplicationsView } from '#lib/contracts/application.ts';
import type { Queryable } from '#lib/db/database.ts';
import { oidcKeys } from '#lib/db/schema.ts';
import { planOidcKeys } from '#lib/services/oidc/plan-oidc-keys.ts';

/** The published keys, the newest first. */
export async function readSigningKeys(db: Queryable, now: number): Promise<ApplicationsView['signingKeys']> {
  const rows = await db
    .select({
      kid: oidcKeys.kid,
      createdAt: oidcKeys.createdAt,
      signsFrom: oidcKeys.signsFrom,
      retiredAt: oidcKeys.retiredAt,
    })
    .from(oidcKeys)
    .orderBy(desc(oidcKeys.signsFrom), desc(oidcKeys.kid));
  const { signing } = planOidcKeys(rows, now);
  return rows.map(({ kid, createdAt, retiredAt }) => ({ kid, createdAt, retiredAt, isSigning: kid === signing }));
}
