'use client';

import { useQuery } from '@tanstack/react-query';
import { ticketsQuery } from '#components/connection/queries.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { useNow } from '#components/ui/use-now.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { CreatedTicketView } from '#lib/contracts/connector.ts';

type TicketInstructionsProps = { view: ConnectionView; ticket: CreatedTicketView; onAnother: () => void };

/** The commands that spend a ticket, and what has become of it. */
export function TicketInstructions({ view, ticket, onAnother }: TicketInstructionsProps) {
  const { data: tickets } = useQuery(ticketsQuery(view.id));
  const now = useNow() ?? 0;
  const state = tickets?.find((each) => each.id === ticket.id);
  const connector = view.connectors.find((each) => each.id === state?.connectorId);
  const another = (
    <Button size="small" onClick={onAnother}>
      {state?.state === 'spent' ? 'Enrol another one' : 'Make another ticket'}
    </Button>
  );

  if (state?.state === 'spent')
    return (
      <Notice
        tone={connector?.state === 'online' ? 'good' : 'neutral'}
        title={connector === undefined ? 'The ticket is spent.' : `${connector.name} is enrolled.`}
        action={another}
      >
        {connector?.state === 'online' ? (
          <p>
            It is online from <span className="font-mono text-[13px]">{connector.seenFrom}</span>
            {view.running === null
              ? ' and waits for the first revision.'
              : `; revision ${view.running.revision} goes to it at once.`}
          </p>
        ) : (
          <p className="flex items-center gap-2">
            <Spinner /> Waiting for it to dial in.
          </p>
        )}
      </Notice>
    );
  if (state?.state === 'expired' || ticket.expiresAt <= now)
    return (
      <Notice tone="attention" title="This ticket has expired unused." action={another}>
        Tickets end by themselves, so that a command left lying in a chat opens nothing.
      </Notice>
    );
  return (
    <>
      <Command
        label="As one file, copied to that machine"
        command={`node gatehouse-connector.mjs enrol '${ticket.url}'`}
      >
        <code className="font-mono text-[13px]">script/node script/bundle-connector.ts</code> in a clone writes that
        file to <code className="font-mono text-[13px]">dist/</code>; Node 24 is all it needs.
      </Command>
      <Command label="From a clone of Gatehouse" command={`script/connector enrol '${ticket.url}'`} />
      <p className="text-muted">
        <code className="font-mono text-[13px]">--name</code> says what it is called here,{' '}
        <code className="font-mono text-[13px]">--listen</code> where browsers reach it,{' '}
        <code className="font-mono text-[13px]">--data</code> where it keeps its keys: two on one machine need two
        folders and two ports.
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1" role="status">
        <Badge tone="neutral" icon={null}>
          <span className="tabular-nums">{timeLeft(ticket.expiresAt - now)} left</span>
        </Badge>
        <span className="flex items-center gap-2 text-muted">
          <Spinner /> Waiting for the connector. Works once; shown only now.
        </span>
      </div>
    </>
  );
}

function Command({ label, command, children }: { label: string; command: string; children?: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium">{label}</p>
      <div className="rounded-md border bg-sunken px-3 py-2">
        <CopyText text={command} wraps className="flex w-full justify-between" />
      </div>
      {children !== undefined && <p className="text-muted">{children}</p>}
    </div>
  );
}

function timeLeft(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
