import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { connectionProperty } from '#oidc/client-metadata.ts';

const { Check, base } = interactionPolicy;

/** The connection of the person whose session it is, where that person is known still. */
export function accountConnection(ctx: KoaContextWithOIDC): unknown {
  return ctx.oidc.account?.['connectionId'];
}

export function clientConnection(ctx: KoaContextWithOIDC): unknown {
  return ctx.oidc.client?.[connectionProperty];
}

/**
 * When the person has to pass the door. Nobody is asked whether the application may know them: an administrator put it there. The
 * person of a session counts for applications of their own connection only.
 */
export function signInPolicy(): interactionPolicy.DefaultPolicy {
  const policy = base();
  // An application may ask for consent, as some do whatever the provider; there is nothing to ask the person for.
  policy.get('consent')?.checks.clear();
  policy
    .get('login')
    ?.checks.add(
      new Check(
        'other_connection',
        'the session is of somebody this application does not know',
        'login_required',
        (ctx) =>
          ctx.oidc.session?.accountId !== undefined &&
          (accountConnection(ctx) === undefined || accountConnection(ctx) !== clientConnection(ctx)),
      ),
    );
  return policy;
}
