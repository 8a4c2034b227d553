import Link from 'next/link';
import { buttonStyles } from '#components/ui/button-styles.ts';

export default function IncidentNotFound() {
  return (
    <div className="flex max-w-md flex-col items-start gap-4 px-4 py-6 lg:px-8">
      <h1 className="text-xl font-semibold">There is no such sign-in</h1>
      <p className="text-pretty text-muted">
        The incident id may be mistyped, or the row is older than what the log keeps. Ids are told apart by capital and
        small letters.
      </p>
      <Link href="/sign-ins" className={buttonStyles({ variant: 'primary' })}>
        All sign-ins
      </Link>
    </div>
  );
}
