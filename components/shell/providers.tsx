'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { isWorthRetrying } from '#components/shell/fetch-view.ts';
import { Toaster } from '#components/ui/toast.tsx';

// What Radix adds to lock the page's scrolling is a style sheet; it reads this name to learn the page's nonce (CSP level 3).
if (typeof document !== 'undefined')
  Reflect.set(globalThis, '__webpack_nonce__', document.querySelector<HTMLElement>('script[nonce]')?.nonce);

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        // Live events say when something changed; time alone makes nothing stale.
        defaultOptions: { queries: { staleTime: 60_000, retry: isWorthRetrying, refetchOnWindowFocus: true } },
      }),
  );
  return (
    <QueryClientProvider client={client}>
      {children}
      <Toaster />
    </QueryClientProvider>
  );
}
