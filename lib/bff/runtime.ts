import type { ServiceContext } from '#lib/services/context.ts';

/** What the composition root hands to the web side of the same process. */
export type Runtime = {
  readonly context: ServiceContext;
  /** Canonical blocks of proxies whose forwarding headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Signs administrators' sessions. */
  readonly authSecret: string;
  readonly publicUrl: string;
};

// Next gives routes, pages and actions separate instances of a module; only globalThis is one for all of them.
const key = Symbol.for('gatehouse.runtime');

export function setRuntime(value: Runtime): void {
  Reflect.set(globalThis, key, value);
}

export function runtime(): Runtime {
  const value: unknown = Reflect.get(globalThis, key);
  if (value === undefined) throw new Error('Gatehouse is not started: start it with script/server');
  return value as Runtime;
}
