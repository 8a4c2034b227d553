import type { Person } from '#lib/wire/method-result.ts';

/** How a try ended, before steps and facts are put beside it. */
export type Ending =
  | { readonly result: 'accepted'; readonly person: Person }
  | { readonly result: 'refused' | 'unavailable'; readonly reason: string; readonly detail: string };

export function refused(reason: string, detail: string): Ending {
  return { result: 'refused', reason, detail };
}

export function unavailable(reason: string, detail: string): Ending {
  return { result: 'unavailable', reason, detail };
}
