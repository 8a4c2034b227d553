'use client';

import { CloudOff, LogIn } from 'lucide-react';
import { useLiveEvents } from '#components/shell/use-live-events.ts';
import { Moment } from '#components/ui/moment.tsx';

/** One listener per page; says quietly when the link to Gatehouse is gone, and what still works. */
export function LiveUpdates() {
  const link = useLiveEvents();
  return (
    <div role="status" aria-live="polite">
      {link.state === 'lost' && (
        <p className="flex items-start gap-2 border-b bg-attention-soft px-4 py-2">
          <CloudOff aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-attention" />
          <span>
            Gatehouse has not answered since <Moment at={link.since} isExact />. What you see may be old and nothing can
            be saved; connectors keep serving what they run. This page comes back by itself.
          </span>
        </p>
      )}
      {link.state === 'signed-out' && (
        <p className="flex items-start gap-2 border-b bg-attention-soft px-4 py-2">
          <LogIn aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-attention" />
          <span>
            Your session has ended: it was too old, you left it elsewhere, or your password or account changed.{' '}
            <a href="/sign-in" className="font-medium underline">
              Sign in again
            </a>{' '}
            to go on; what is not saved on this page stays until you leave it.
          </span>
        </p>
      )}
    </div>
  );
}
