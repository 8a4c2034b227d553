import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';
import type { SignInRequest } from '#lib/wire/sign-in-request.ts';

/** Where a request was shown, and what is served there. */
export type SignInPlace = {
  /** Of the listener; empty where it has none. */
  readonly frontFacingUrl: string;
  readonly methods: readonly SignInRequest['method'][];
};

export type RequestFault = 'other-connection' | 'other-address' | 'other-method' | 'other-return';

/** Whether a request that Gatehouse signed is for this connection and this listener, and leads back to Gatehouse. */
export function requestFault(
  request: SignInRequest,
  settings: Pick<ConnectorSettings, 'connectionId' | 'gatehouseUrl'>,
  place: SignInPlace,
): RequestFault | undefined {
  if (request.connectionId !== settings.connectionId) return 'other-connection';
  if (place.frontFacingUrl === '' || withoutSlash(request.aud) !== withoutSlash(place.frontFacingUrl))
    return 'other-address';
  if (!place.methods.includes(request.method)) return 'other-method';
  return isOnOrigin(request.returnUrl, settings.gatehouseUrl) ? undefined : 'other-return';
}

/** RFC 6454 section 5: the same scheme, host and port; and no name or password in front of them. */
function isOnOrigin(url: string, origin: string): boolean {
  const [there, here] = [parse(url), parse(origin)];
  if (there === undefined || here === undefined || !/^https?:$/.test(there.protocol)) return false;
  return there.origin === here.origin && there.username === '' && there.password === '';
}

function parse(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}

function withoutSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}
