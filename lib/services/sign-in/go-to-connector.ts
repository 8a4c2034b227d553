import { and, count, eq } from 'drizzle-orm';
import { newId } from '#lib/core/ids.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { signInRequests } from '#lib/db/schema.ts';
import type { Context } from '#lib/services/context.ts';
import { requireAnonymous } from '#lib/services/require-actor.ts';
import { advance, emptyTry, passOver } from '#lib/services/sign-in/advance.ts';
import { frontFacingUrlOf } from '#lib/services/sign-in/door-facts.ts';
import { type DoorKey, openDoor, stepThrough } from '#lib/services/sign-in/open-door.ts';
import { currentMethod, pathOf, pendingTry } from '#lib/services/sign-in/sign-in-row.ts';
import { signSignInRequest } from '#lib/wire/sign-in-request.ts';

const requestForMs = 2 * 60_000;
/** Reloading the page makes another request; nobody does so this often. */
const mostRequests = 40;

/**
 * Makes the request that the browser carries to the connector, and the URL it goes to. Where the sign-in has gone on meanwhile, the URL
 * is the page where it stands.
 */
export async function goToConnector(ctx: Context, key: DoorKey): Promise<Outcome<{ url: string }>> {
  const allowed = requireAnonymous(ctx);
  if (!allowed.ok) return allowed;
  const door = await openDoor(ctx, key);
  if (!door.ok) return door;
  const { facts } = door.value;
  const id = newId('req', ctx.fillRandom);
  const createdAt = facts.at;
  const expiresAt = createdAt + requestForMs;
  const stepped = await stepThrough(ctx, door.value, async (seen, tx) => {
    const row = advance(seen, facts);
    const method = row.state === 'open' ? currentMethod(row) : undefined;
    if (method === undefined || method === 'password') return success({ row, value: undefined });
    const [made] = await tx
      .select({ requests: count() })
      .from(signInRequests)
      .where(and(eq(signInRequests.signInId, row.id), eq(signInRequests.method, method)));
    if ((made?.requests ?? 0) >= mostRequests)
      return success({
        row: passOver(row, { result: 'unavailable', reason: 'too-many-tries' }, facts),
        value: undefined,
      });
    await tx
      .insert(signInRequests)
      .values({ id, signInId: row.id, connectionId: row.connectionId, method, createdAt, expiresAt });
    const isPending = pendingTry(row) !== undefined;
    const sent = isPending ? row : { ...row, tries: [...row.tries, emptyTry(method, createdAt)] };
    return success({ row: sent, value: method });
  });
  if (!stepped.ok) return stepped;
  const { row, value: method } = stepped.value;
  if (method === undefined) return success({ url: `${ctx.publicUrl}${pathOf(row)}` });
  const frontFacingUrl = frontFacingUrlOf(facts.settings, method);
  const signed = await signSignInRequest(
    {
      iss: ctx.publicUrl,
      aud: frontFacingUrl,
      jti: id,
      connectionId: row.connectionId,
      method,
      returnUrl: `${ctx.publicUrl}/door/return`,
      iat: Math.floor(createdAt / 1000),
      exp: Math.floor(expiresAt / 1000),
    },
    ctx.keyring.privateKey,
  );
  return success({ url: `${new URL('/sign-in', frontFacingUrl).href}?request=${signed}` });
}
