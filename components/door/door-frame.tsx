import type { ReactNode } from 'react';

type DoorFrameProps = {
  connectionName: string | undefined;
  /** The answer first: what this page is about, in a few words. */
  title: ReactNode;
  applicationName?: string | undefined;
  children: ReactNode;
  /** For whoever is asked for help. */
  incident?: ReactNode;
};

/** What every page at the door has: the mark, whose door it is, one heading. */
export function DoorFrame({ connectionName, applicationName, title, children, incident }: DoorFrameProps) {
  return (
    <>
      <p className="flex min-w-0 items-center gap-2 text-base font-semibold tracking-tight">
        {/* biome-ignore lint/performance/noImgElement: an SVG of 300 bytes needs no optimiser. */}
        <img src="/mark.svg" alt="" width={20} height={20} className="shrink-0" />
        <span className="min-w-0 break-words">{connectionName ?? 'Gatehouse'}</span>
      </p>
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold text-balance">{title}</h1>
        {applicationName !== undefined && (
          <p className="break-words text-muted">
            to go on to <span className="font-medium text-ink">{applicationName}</span>
          </p>
        )}
      </div>
      {children}
      {incident !== undefined && <div className="border-t pt-3 text-xs text-muted">{incident}</div>}
    </>
  );
}
