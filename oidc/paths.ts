/** Everything of the OpenID provider is below this path. */
export const prefix = '/oidc';

export const routes = {
  authorization: '/auth',
  token: '/token',
  userinfo: '/userinfo',
  revocation: '/revoke',
  end_session: '/logout',
  jwks: '/jwks',
} as const;

export function interactionPath(uid: string): string {
  return `${prefix}/interaction/${uid}`;
}

/** `finish` and `cancel` answer the application; without either the person goes to the door. */
export function readInteractionPath(path: string) {
  const match = /^\/oidc\/interaction\/([\w-]{8,100})(?:\/(finish|cancel))?$/.exec(path);
  const [, uid, step] = match ?? [];
  return uid === undefined
    ? undefined
    : ({ uid, step: step === 'finish' || step === 'cancel' ? step : 'begin' } as const);
}

/** What applications read, and nobody writes. */
const published: readonly string[] = [`${prefix}/.well-known/openid-configuration`, prefix + routes.jwks];

/**
 * Whether a request to this path may leave rows behind for somebody who has not shown who they are. Routes are found in any case, so
 * everything is counted that is not known to leave none.
 */
export function isForStrangers(path: string): boolean {
  return !published.includes(path) && !isForPrograms(path) && readInteractionPath(path) === undefined;
}

const forPrograms: readonly string[] = [routes.token, routes.userinfo, routes.revocation].map(
  (route) => prefix + route,
);

/** Whether applications post there, from their servers or from pages of their own origin: nothing there goes by cookies. */
export function isForPrograms(path: string): boolean {
  return forPrograms.includes(path);
}
