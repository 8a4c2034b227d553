'use client';

import { useSyncExternalStore } from 'react';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';

const never = () => () => {};

/** Browsers give WebCrypto to https and localhost only; without it no certificate can be read and no key sealed. */
export function useIsInsecurePage(): boolean {
  return useSyncExternalStore(
    never,
    () => !window.isSecureContext,
    () => false,
  );
}

const InsecurePageText = loadWhenShown(
  async () => (await import('#components/shell/insecure-page-text.tsx')).InsecurePageText,
);

export function InsecurePageNotice({ className }: { className?: string }) {
  return useIsInsecurePage() ? <InsecurePageText {...(className === undefined ? {} : { className })} /> : null;
}
