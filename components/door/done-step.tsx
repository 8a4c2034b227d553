import { DoorFrame } from '#components/door/door-frame.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { Spinner } from '#components/ui/spinner.tsx';
import type { DoorView } from '#lib/contracts/door.ts';

/** Goes on by itself, and by the link where a browser does not. */
export function DoneStep({ door, finishUrl }: { door: Omit<DoorView, 'step'>; finishUrl: string }) {
  return (
    <DoorFrame connectionName={door.connectionName} title="You are signed in">
      <meta httpEquiv="refresh" content={`0;url=${finishUrl}`} />
      <p className="flex items-center gap-2.5">
        <Spinner />
        Going on to {door.applicationName} …
      </p>
      <p>
        <a href={finishUrl} className={buttonStyles({ variant: 'secondary' })}>
          Go on now
        </a>
      </p>
    </DoorFrame>
  );
}
