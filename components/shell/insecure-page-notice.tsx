'use client';

import { useSyncExternalStore } from 'react';
import { Notice } from '#components/ui/notice.tsx';

const never = () => () => {};

/** Browsers give WebCrypto to https and localhost only; without it no certificate can be read and no key sealed. */
export function useIsInsecurePage(): boolean {
  return useSyncExternalStore(
    never,
    () => !window.isSecureContext,
    () => false,
  );
}

export function InsecurePageNotice({ className }: { className?: string }) {
  if (!useIsInsecurePage()) return null;
  return (
    <Notice
      tone="attention"
      title="This page came over plain http, so your browser refuses to do cryptography on it."
      {...(className === undefined ? {} : { className })}
    >
      <p>
        Certificates cannot be read, SSL keys cannot be sealed, and your password travels unprotected. Give Gatehouse a
        certificate by setting <code className="font-mono text-[13px]">GATEHOUSE_TLS_CERT</code> and{' '}
        <code className="font-mono text-[13px]">GATEHOUSE_TLS_KEY</code> to its files, or put a proxy with https in
        front of it; on the machine itself <code className="font-mono text-[13px]">http://localhost</code> works as it
        is.
      </p>
    </Notice>
  );
}
