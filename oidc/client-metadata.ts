import { createHash, timingSafeEqual } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';
import { isOnDevice } from '#lib/contracts/application.ts';
import type { KnownApplication } from '#lib/services/application/find-application.ts';

/** The name our own fact travels under; the provider keeps it as it is. */
export const connectionProperty = 'gatehouse_connection_id';

/** An application as the OpenID provider knows clients (OpenID Connect Dynamic Client Registration section 2). */
export function clientMetadata(application: KnownApplication): ClientMetadata {
  const { id, name, kind, redirectUris, postLogoutRedirectUris, secretHash, connectionId } = application;
  return {
    client_id: id,
    client_name: name,
    // A hash in the place of the secret: what a client presents is hashed before the two are compared.
    ...(kind === 'confidential' ? { client_secret: secretHash ?? 'none' } : {}),
    token_endpoint_auth_method: kind === 'confidential' ? 'client_secret_basic' : 'none',
    application_type: isOnDevice(kind, redirectUris) ? 'native' : 'web',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [...redirectUris],
    post_logout_redirect_uris: [...postLogoutRedirectUris],
    [connectionProperty]: connectionId,
  };
}

/** Whether the secret is the one behind the hash, in a time that does not depend on where the two differ. */
export function isSecretOf(secret: string, secretHash: string | undefined): boolean {
  const actual = createHash('sha256').update(secret).digest();
  const expected = Buffer.from(secretHash ?? '', 'hex');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
