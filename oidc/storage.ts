import { type Adapter, type AdapterFactory, errors } from 'oidc-provider';
import type { Context } from '#lib/services/context.ts';
import { clientMetadata } from '#oidc/client-metadata.ts';
import type { OidcVerbs } from '#oidc/oidc-verbs.ts';
import type { PayloadSeal } from '#oidc/payload-seal.ts';

/** Where the OpenID provider keeps what it must remember, and finds its clients. */
export function createStorage(ctx: Context, verbs: OidcVerbs, seal: PayloadSeal): AdapterFactory {
  return (model) => (model === 'Client' ? clientStorage(ctx, verbs) : payloadStorage(model, ctx, verbs, seal));
}

function payloadStorage(model: string, ctx: Context, verbs: OidcVerbs, seal: PayloadSeal): Adapter {
  type Stored = Awaited<ReturnType<OidcVerbs['findOidcPayload']>>;
  const opened = (stored: Stored) => {
    const payload = stored && seal.open(model, stored.payload['sealed']);
    if (stored === undefined || payload === undefined || stored.consumedAt === null) return payload;
    return { ...payload, consumed: Math.floor(stored.consumedAt / 1000) };
  };
  return {
    upsert: (id, payload, expiresIn) =>
      verbs.saveOidcPayload(ctx, {
        model,
        id,
        payload: { sealed: seal.seal(model, payload) },
        grantId: payload.grantId,
        uid: payload['uid'] as string | undefined,
        expiresAt: expiresIn === undefined ? undefined : ctx.now() + expiresIn * 1000,
      }),
    find: async (id) => {
      const payload = opened(await verbs.findOidcPayload(ctx, { model, id }));
      // Whoever can write rows cannot move one person's session under the id of another.
      return payload?.['jti'] === id ? payload : undefined;
    },
    findByUid: async (uid) => {
      const payload = opened(await verbs.findOidcPayloadByUid(ctx, { model, uid }));
      return payload?.['uid'] === uid ? payload : undefined;
    },
    findByUserCode: async () => undefined,
    consume: async (id) => {
      if (await verbs.consumeOidcPayload(ctx, { model, id })) return;
      // Used twice in the same moment is used twice: what the first use gave ends with its grant (RFC 9700 sections 2.1.1 and 4.14.2).
      ctx.log.warn({ model }, 'A code or refresh token was used twice at once');
      const grantId = opened(await verbs.findOidcPayload(ctx, { model, id }))?.['grantId'];
      if (typeof grantId === 'string') await verbs.removeOidcPayload(ctx, { model: 'Grant', id: grantId });
      throw new errors.InvalidGrant('it was used already');
    },
    destroy: (id) => verbs.removeOidcPayload(ctx, { model, id }),
    revokeByGrantId: (grantId) => verbs.removeOidcGrant(ctx, { model, grantId }),
  };
}

/** Applications are made in the console only. */
function clientStorage(ctx: Context, verbs: OidcVerbs): Adapter {
  const never = async () => undefined;
  return {
    find: async (id) => {
      const application = await verbs.findApplication(ctx, id);
      return application === undefined ? undefined : clientMetadata(application);
    },
    upsert: never,
    findByUid: never,
    findByUserCode: never,
    consume: never,
    destroy: never,
    revokeByGrantId: never,
  };
}
