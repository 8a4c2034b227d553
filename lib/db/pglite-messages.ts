/** What the worker is started with. */
export type StoreData = { readonly directory: string; readonly maintainEveryMs: number };

export type ToStore = { readonly t: 'wire'; readonly bytes: Uint8Array } | { readonly t: 'close' };

export type FromStore =
  | { readonly t: 'ready' }
  | { readonly t: 'wire'; readonly bytes: Uint8Array }
  | { readonly t: 'failed'; readonly message: string }
  | { readonly t: 'closed' };
