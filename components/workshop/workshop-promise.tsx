'use client';

import { ShieldCheck } from 'lucide-react';
import { usePathname } from 'next/navigation';

/** What becomes of what is dropped or typed here; a request may ask a connector. */
export function WorkshopPromise() {
  const isRequest = usePathname().endsWith('/request');
  return (
    <p className="flex items-start gap-1.5 text-pretty text-muted">
      <ShieldCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" />
      {isRequest
        ? 'A private key stays where it is made: on the connector you choose, or in this browser.'
        : 'Nothing on this page is sent anywhere. Files are read and written in this browser, keys too.'}
    </p>
  );
}
