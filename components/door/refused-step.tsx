import { DoorExplanations } from '#components/door/door-explanations.tsx';
import { DoorFrame } from '#components/door/door-frame.tsx';
import { IncidentId } from '#components/door/incident-id.tsx';
import { RetryForm } from '#components/door/retry-form.tsx';
import type { DoorView } from '#lib/contracts/door.ts';

/** The end without a sign-in: why, what was seen, what to try, and the number that finds it in the log. */
export function RefusedStep({ door, now }: { door: Omit<DoorView, 'step'>; now: number }) {
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
      <p className="text-pretty text-muted">To try everything again, go back to {applicationName} and begin anew.</p>
    </DoorFrame>
  );
}
