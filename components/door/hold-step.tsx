import { DoorExplanations } from '#components/door/door-explanations.tsx';
import { DoorFrame } from '#components/door/door-frame.tsx';
import { HoldPanel } from '#components/door/hold-panel.tsx';
import { IncidentId } from '#components/door/incident-id.tsx';
import type { DoorView } from '#lib/contracts/door.ts';

type HoldStepProps = {
  door: Omit<DoorView, 'step'>;
  step: Extract<DoorView['step'], { kind: 'connector' }>;
  isAway: boolean;
  /** Milliseconds since 1970. */
  now: number;
};

/** The browser is sent to a connector from here, and waited for. */
export function HoldStep({ door, step, isAway, now }: HoldStepProps) {
  return (
    <DoorFrame
      connectionName={door.connectionName}
      applicationName={door.applicationName}
      title="Signing you in"
      {...(door.explanations.length > 0 ? { incident: <IncidentId id={door.signInId} /> } : {})}
    >
      <DoorExplanations explanations={door.explanations} now={now} />
      <HoldPanel signInId={door.signInId} step={step} isAway={isAway} />
    </DoorFrame>
  );
}
