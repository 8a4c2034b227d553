import { OnceForm } from '#components/door/once-form.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';

/** Back to the certificate, with the one thing that people stumble over: the browser does not ask twice. */
export function RetryForm({ signInId, isPrimary }: { signInId: string; isPrimary: boolean }) {
  return (
    <OnceForm action={`/door/${signInId}/retry`} className="flex flex-col items-start gap-2">
      <button type="submit" className={buttonStyles({ variant: isPrimary ? 'primary' : 'secondary' })}>
        Use another certificate
      </button>
      <p className="text-xs text-pretty text-muted">
        Browsers remember the certificate that was chosen, or that none was. If yours does not ask again, close all of
        its windows, open it anew and begin again at the application.
      </p>
    </OnceForm>
  );
}
