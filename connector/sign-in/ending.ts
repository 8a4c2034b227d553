import type { Person } from '#lib/wire/method-result.ts';

/** How a try ended, before steps and facts are put beside it. */
export type Ending =
  | { readonly result: 'accepted'; readonly person: Person }
  | (Failing & { readonly result: 'refused' })
  | (Failing & { readonly result: 'unavailable' });

type Failing = { readonly reason: string; readonly detail: string };

/** Definite: another connector would say the same. */
export function refused(reason: string, detail: string): Failing & { readonly result: 'refused' } {
  return { result: 'refused', reason, detail };
}

/** Nothing is known about the person. */
export function unavailable(reason: string, detail: string): Failing & { readonly result: 'unavailable' } {
  return { result: 'unavailable', reason, detail };
}
