import { leaveLabel } from '#components/door/door-words.ts';
import { buttonStyles } from '#components/ui/button-styles.ts';
import type { Method } from '#lib/flow/flow-settings.ts';

type SkipFormProps = {
  signInId: string;
  method: Method;
  next: Method | null;
  failure: 'not-reachable' | 'chosen';
};

/** Leaves a method and goes on to the next one; sending it also ends whatever the browser was waiting for. */
export function SkipForm({ signInId, method, next, failure }: SkipFormProps) {
  return (
    <form method="post" action={`/door/${signInId}/skip`} className="flex">
      <input type="hidden" name="method" value={method} />
      <input type="hidden" name="failure" value={failure} />
      <button type="submit" className={buttonStyles({ variant: 'secondary' })}>
        {leaveLabel(next, failure)}
      </button>
    </form>
  );
}
