import type { Method } from '#lib/flow/flow-settings.ts';

/** The places a sign-in passes through. */
export type HopKind =
  | 'browser'
  | 'gatehouse'
  | 'front-facing-url'
  | 'tls'
  | 'authority-check'
  | 'revocation'
  | 'kerberos'
  | 'password-form'
  | 'hub'
  | 'connector'
  | 'mapping'
  | 'directory'
  | 'signed-in'
  | 'refused';

export type ReadinessState = 'ready' | 'attention' | 'blocked' | 'unchecked';

/** Whether a hop would work now, and what that stands on. */
export type Readiness = { readonly state: ReadinessState; readonly text: string };

type HopFacts = { readonly title: string; readonly column: number };

/** Hops that do the same kind of work stand in the same column of every lane. */
export const hopFacts = {
  browser: { title: 'Browser', column: 0 },
  gatehouse: { title: 'Gatehouse', column: 1 },
  'front-facing-url': { title: 'Front-facing URL', column: 2 },
  'password-form': { title: 'Password form', column: 2 },
  refused: { title: 'Refused', column: 2 },
  tls: { title: 'TLS asks for a certificate', column: 3 },
  kerberos: { title: 'Kerberos ticket', column: 3 },
  hub: { title: 'Hub', column: 3 },
  'authority-check': { title: 'Authority check', column: 4 },
  connector: { title: 'Connector', column: 4 },
  revocation: { title: 'Revocation', column: 5 },
  mapping: { title: 'User mapping', column: 6 },
  directory: { title: 'Directory', column: 7 },
  'signed-in': { title: 'Signed in', column: 8 },
} as const satisfies Record<HopKind, HopFacts>;

export const diagramColumns = 9;

type Passage = {
  /** Between Gatehouse and signed in. */
  readonly hops: readonly HopKind[];
  /** The hop at which the next method takes over. */
  readonly fallsAt: HopKind;
  readonly fallsWhen: string;
};

/** What each method passes through, and when the next one is reached. */
export const passages = {
  'client-certificate': {
    hops: ['front-facing-url', 'tls', 'authority-check', 'revocation', 'mapping', 'directory'],
    fallsAt: 'authority-check',
    fallsWhen: 'not reachable, no certificate, or refused',
  },
  kerberos: {
    hops: ['front-facing-url', 'kerberos', 'mapping', 'directory'],
    fallsAt: 'kerberos',
    fallsWhen: 'not reachable, no ticket, or refused',
  },
  password: {
    hops: ['password-form', 'hub', 'connector', 'directory'],
    fallsAt: 'password-form',
    fallsWhen: 'no connector, or refused',
  },
} as const satisfies Record<Method, Passage>;

const order: readonly ReadinessState[] = ['ready', 'unchecked', 'attention', 'blocked'];

/** The state that says most about a row of hops: one blocked hop blocks the row. */
export function worstState(states: readonly ReadinessState[]): ReadinessState {
  return order[Math.max(0, ...states.map((state) => order.indexOf(state)))] ?? 'unchecked';
}
