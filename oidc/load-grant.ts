import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { accountConnection, clientConnection } from '#oidc/sign-in-policy.ts';

/** What the application may have of the person: all that it asks for, because it is one of the house. */
export async function loadGrant(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, account, session, provider, requestParamOIDCScopes } = ctx.oidc;
  if (client === undefined || account === undefined || session === undefined) return undefined;
  // Somebody of another connection is about to be asked to sign in; until then nothing is granted.
  if (accountConnection(ctx) !== clientConnection(ctx)) return undefined;
  const known = session.grantIdFor(client.clientId);
  const found = known === undefined ? undefined : await provider.Grant.find(known);
  const isMine = found?.accountId === account.accountId && found.clientId === client.clientId;
  const grant =
    found !== undefined && isMine
      ? found
      : new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  const had = grant.getOIDCScope();
  grant.addOIDCScope([...requestParamOIDCScopes].join(' '));
  const isOld = grant.exp !== undefined && grant.ttlPercentagePassed() > 50;
  // Without its old end the grant gets a new one.
  if (isOld) delete grant.exp;
  if (isOld || grant.jti === undefined || grant.getOIDCScope() !== had) await grant.save();
  return grant;
}
