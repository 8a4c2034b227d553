'use client';

import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="p-4 lg:p-8">
      <Notice
        tone="bad"
        title="This page could not be drawn."
        action={
          <Button size="small" onClick={reset}>
            Try again
          </Button>
        }
      >
        Nothing was changed by it. {error.digest !== undefined && `The log tells more under ${error.digest}.`}
      </Notice>
    </div>
  );
}
