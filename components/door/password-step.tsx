import { DoorExplanations } from '#components/door/door-explanations.tsx';
import { DoorFrame } from '#components/door/door-frame.tsx';
import { IncidentId } from '#components/door/incident-id.tsx';
import { PasswordForm } from '#components/door/password-form.tsx';
import { beforePasswords, passwordProblem } from '#components/door/password-problem.ts';
import { RetryForm } from '#components/door/retry-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { DoorView } from '#lib/contracts/door.ts';

type PasswordStepProps = {
  door: Omit<DoorView, 'step'>;
  step: Extract<DoorView['step'], { kind: 'password' }>;
  /** What came of the last press; its code is empty where the sign-in itself holds the reason. */
  note: { readonly code: string; readonly userName: string; readonly keep: boolean } | undefined;
  /** Milliseconds since 1970. */
  now: number;
};

/** The form, with what went before above it and what came of the last password right at it. */
export function PasswordStep({ door, step, note, now }: PasswordStepProps) {
  const { signInId, connectionName, applicationName, explanations, canRetryCertificate } = door;
  const before = beforePasswords(explanations);
  return (
    <DoorFrame
      connectionName={connectionName}
      applicationName={applicationName}
      title="Sign in"
      {...(explanations.length > 0 ? { incident: <IncidentId id={signInId} /> } : {})}
    >
      {before.length > 0 && (
        // Opened, the details say all of it, so the sentences above give way to them.
        <div className="flex flex-col gap-2 has-[details[open]]:[&>ul]:hidden">
          <DoorExplanations explanations={before} now={now} isBrief />
          <details>
            <summary className="w-fit rounded-sm text-muted underline hover:text-ink">
              What was seen, and what helps
            </summary>
            <div className="pt-3">
              <DoorExplanations explanations={before} now={now} />
            </div>
          </details>
        </div>
      )}
      {!step.canCheck && (
        <Notice tone="attention" title="Passwords cannot be checked at this moment.">
          The directory does not answer. Try again in a few minutes; whoever runs this sign-in sees it too.
        </Notice>
      )}
      <PasswordForm
        signInId={signInId}
        keepDays={step.keepDays}
        userName={note?.userName ?? ''}
        wantsKeep={note?.keep ?? false}
        problem={passwordProblem(note?.code === '' ? undefined : note?.code, explanations)}
      />
      {canRetryCertificate && <RetryForm signInId={signInId} isPrimary={false} />}
    </DoorFrame>
  );
}
