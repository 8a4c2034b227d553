import { CircleAlert } from 'lucide-react';
import { OnceForm } from '#components/door/once-form.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { cn } from '#components/ui/cn.ts';
import { inputStyles } from '#components/ui/input-styles.ts';

type PasswordFormProps = {
  signInId: string;
  /** Days offered for “keep me signed in”; 0: not offered. */
  keepDays: number;
  /** What was typed the last time; the password never comes back. */
  userName: string;
  wantsKeep: boolean;
  /** Why the last password did not do. */
  problem: string | undefined;
};

const field = cn(inputStyles, 'h-10 text-base sm:text-sm');

/** User name and password, sent as any form is: nothing of it is read by a script. */
export function PasswordForm({ signInId, keepDays, userName, wantsKeep, problem }: PasswordFormProps) {
  const told = problem === undefined ? {} : { 'aria-describedby': 'door-problem' };
  return (
    <OnceForm action={`/door/${signInId}/password/check`} ariaLabel="Sign in" className="flex flex-col gap-4">
      {problem !== undefined && (
        <p id="door-problem" role="alert" className="flex items-start gap-2 text-bad">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span className="text-pretty">{problem}</span>
        </p>
      )}
      <div className="flex flex-col gap-1">
        <label htmlFor="user-name" className="font-medium">
          User name
        </label>
        <input
          id="user-name"
          name="userName"
          type="text"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={256}
          required
          defaultValue={userName}
          // biome-ignore lint/a11y/noAutofocus: the page is this form; whoever comes here types next.
          autoFocus={userName === ''}
          {...told}
          className={field}
        />
      </div>
      <div className="flex flex-col gap-1">
        <label htmlFor="password" className="font-medium">
          Password
        </label>
        <input
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          maxLength={1024}
          required
          // biome-ignore lint/a11y/noAutofocus: the name stands already; whoever comes here types the password next.
          autoFocus={userName !== ''}
          {...told}
          className={field}
        />
      </div>
      {keepDays > 0 && (
        <label className="flex items-start gap-2.5 py-1">
          <input
            type="checkbox"
            name="keep"
            value="yes"
            defaultChecked={wantsKeep}
            className="mt-px size-[18px] shrink-0 accent-accent"
          />
          <span>
            Keep me signed in for {keepDays === 1 ? 'a day' : `${keepDays} days`}
            <span className="block text-xs text-muted">Only on a device that nobody else uses.</span>
          </span>
        </label>
      )}
      <button type="submit" className={cn(buttonStyles({ variant: 'primary' }), 'h-10')}>
        Sign in
      </button>
    </OnceForm>
  );
}
