import Link from 'next/link';
import { Mark } from '#components/shell/mark.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col items-start justify-center gap-4 px-4 py-10">
      <Mark className="text-base" />
      <h1 className="text-xl font-semibold">There is nothing here</h1>
      <p className="text-pretty text-muted">
        The address may be mistyped, or the connection it belongs to was deleted.
      </p>
      <Link href="/connections" className={buttonStyles({ variant: 'primary' })}>
        All connections
      </Link>
    </main>
  );
}
