import { CopyText } from '#components/ui/copy-text.tsx';

/** What opens this sign-in in the log; for whoever is asked for help. */
export function IncidentId({ id }: { id: string }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      If you ask for help, give this number: <CopyText text={id} className="text-ink" />
    </p>
  );
}
