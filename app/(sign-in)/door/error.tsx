'use client';

import { DoorFrame } from '#components/door/door-frame.tsx';
import { Button } from '#components/ui/button.tsx';

/** A page of the door that could not be drawn: the sign-in stands where it stood, and loading the page again goes on with it. */
export default function DoorError({ error }: { error: Error & { digest?: string } }) {
  return (
    <DoorFrame connectionName={undefined} title="Signing in is not possible right now">
      <p className="text-pretty">
        Something that is needed for it does not answer. Nothing is lost: try again in a minute.
      </p>
      <p>
        <Button variant="primary" onClick={() => location.reload()}>
          Try again
        </Button>
      </p>
      {error.digest !== undefined && (
        <p className="text-xs text-muted">If it stays like this, tell your administrator: {error.digest}.</p>
      )}
    </DoorFrame>
  );
}
