import { DoorExplanations } from '#components/door/door-explanations.tsx';
import { DoorFrame } from '#components/door/door-frame.tsx';
import { IncidentId } from '#components/door/incident-id.tsx';
import { RetryForm } from '#components/door/retry-form.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import type { DoorView } from '#lib/contracts/door.ts';

type RefusedStepProps = {
  door: Omit<DoorView, 'step'>;
  /** Back to the application, which is told that nobody signed in. */
  leaveUrl: string | undefined;
  /** Milliseconds since 1970. */
  now: number;
};

/** The end without a sign-in: why, what was seen, what to try, and the number that finds it in the log. */
export function RefusedStep({ door, leaveUrl, now }: RefusedStepProps) {
  const { signInId, connectionName, applicationName, explanations, canRetryCertificate } = door;
  return (
    <DoorFrame connectionName={connectionName} title="You were not signed in" incident={<IncidentId id={signInId} />}>
      {explanations.length === 0 ? (
        <p className="text-pretty">
          {connectionName} lets nobody in from where you are. Connect to your organisation’s network, then begin again
          at {applicationName}.
        </p>
      ) : (
        <DoorExplanations explanations={explanations} now={now} />
      )}
      {canRetryCertificate && <RetryForm signInId={signInId} isPrimary />}
      {leaveUrl !== undefined && (
        <p>
          <a href={leaveUrl} className={buttonStyles({ variant: canRetryCertificate ? 'secondary' : 'primary' })}>
            Back to {applicationName}
          </a>
        </p>
      )}
    </DoorFrame>
  );
}
