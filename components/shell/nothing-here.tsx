import Link from 'next/link';
import { buttonStyles } from '#components/ui/button-styles.ts';

export function NothingHere() {
  return (
    <div className="flex flex-col items-start gap-4">
      <h1 className="text-xl font-semibold">There is nothing here</h1>
      <p className="text-pretty text-muted">
        The address may be mistyped, or the connection it belongs to was deleted.
      </p>
      <Link href="/connections" className={buttonStyles({ variant: 'primary' })}>
        All connections
      </Link>
    </div>
  );
}
