'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ticketsQuery } from '#components/connection/queries.ts';
import { TicketInstructions } from '#components/connectors/ticket-instructions.tsx';
import { useAction } from '#components/shell/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { createTicketAction } from '#lib/bff/actions/connector.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { CreatedTicketView } from '#lib/contracts/connector.ts';

/** The button with its dialog; pressing it makes a ticket. */
export function EnrolConnectorDialog({ view }: { view: ConnectionView }) {
  const client = useQueryClient();
  const { run, isRunning, problem } = useAction(createTicketAction);
  const [ticket, setTicket] = useState<CreatedTicketView>();
  const [isOpen, setIsOpen] = useState(false);

  async function makeTicket() {
    setTicket(undefined);
    setIsOpen(true);
    const outcome = await run({ connectionId: view.id });
    if (outcome.ok) setTicket(outcome.value);
    void client.invalidateQueries({ queryKey: ticketsQuery(view.id).queryKey });
  }

  return (
    <>
      <Button variant="primary" isBusy={isRunning} onClick={() => void makeTicket()}>
        <Plus aria-hidden="true" />
        Enrol a connector
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogContent isWide>
          <DialogHeader>
            <DialogTitle>Enrol a connector</DialogTitle>
            <DialogDescription>
              Run this on the machine next to the directory. It makes its keys there, spends the ticket and starts.
            </DialogDescription>
          </DialogHeader>
          <DialogBody>
            {problem !== undefined && <Notice tone="bad" title={problem.message} />}
            {ticket !== undefined && (
              <TicketInstructions view={view} ticket={ticket} onAnother={() => void makeTicket()} />
            )}
          </DialogBody>
          <DialogFooter>
            <Button onClick={() => setIsOpen(false)}>Close</Button>
          </DialogFooter>
        </DialogContent>
      </Dialog>
    </>
  );
}
