'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** An invitation is for somebody who is not an administrator yet; whoever is signed in may have opened it to look. */
export function LeaveFirst({ email }: { email: string }) {
  const [isLeaving, setIsLeaving] = useState(false);

  async function leave() {
    setIsLeaving(true);
    const { signOut } = await import('next-auth/react');
    await signOut({ redirect: false });
    window.location.reload();
  }

  return (
    <Notice
      tone="attention"
      title={`This browser is signed in as ${email}.`}
      action={
        <Button size="small" isBusy={isLeaving} onClick={() => void leave()}>
          Sign out and go on
        </Button>
      }
    >
      Hand the link on to whom it is for. If that is you, sign out here first, or open it in another browser.
    </Notice>
  );
}
