import { cn } from '#components/ui/cn.ts';

/** Stands where something is still being read; stays unseen for the first half second. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className="block animate-late">
      <span className={cn('block h-4 animate-wait rounded-sm bg-line', className)} />
    </span>
  );
}
