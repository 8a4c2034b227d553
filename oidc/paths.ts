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

const forPrograms: readonly string[] = [routes.token, routes.userinfo, routes.revocation].map(
  (route) => prefix + route,
);

/** Whether applications post there, from their servers or from pages of their own origin: nothing there goes by cookies. */
export function isForPrograms(path: string): boolean {
  return forPrograms.includes(path);
}
