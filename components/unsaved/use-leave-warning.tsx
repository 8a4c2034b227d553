'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';

/** Asks before a page with unsaved changes is left, by a link, by closing the tab, or by typing another address. Put the answer on the page. */
export function useLeaveWarning(isDirty: boolean, description: string): ReactNode {
  const router = useRouter();
  const [destination, setDestination] = useState<string>();

  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const intercept = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || !leavesPage(event, link)) return;
      event.preventDefault();
      event.stopPropagation();
      setDestination(`${link.pathname}${link.search}${link.hash}`);
    };
    addEventListener('beforeunload', warn);
    document.addEventListener('click', intercept, { capture: true });
    return () => {
      removeEventListener('beforeunload', warn);
      document.removeEventListener('click', intercept, { capture: true });
    };
  }, [isDirty]);

  return (
    <ConfirmDialog
      isOpen={destination !== undefined}
      onOpenChange={(isOpen) => !isOpen && setDestination(undefined)}
      title="Leave without saving?"
      description={description}
      confirmLabel="Leave without saving"
      onConfirm={() => {
        if (destination !== undefined) router.push(destination);
        return Promise.resolve(undefined);
      }}
    />
  );
}

function leavesPage(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const isPlainClick = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const isElsewhere = link.origin === location.origin && link.pathname !== location.pathname;
  return isPlainClick && isElsewhere && link.target !== '_blank' && !link.hasAttribute('download');
}
