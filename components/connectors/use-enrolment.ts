'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ticketsQuery } from '#components/connection/queries.ts';
import { useAction } from '#components/shell/use-action.ts';
import { createTicketAction } from '#lib/bff/actions/connector.ts';
import type { CreatedTicketView } from '#lib/contracts/connector.ts';

/** A ticket made for this page; its URL exists nowhere else. */
export function useEnrolment(connectionId: string) {
  const client = useQueryClient();
  const { run, isRunning, problem } = useAction(createTicketAction);
  const [ticket, setTicket] = useState<CreatedTicketView>();
  const [isOpen, setIsOpen] = useState(false);

  async function start() {
    setTicket(undefined);
    setIsOpen(true);
    const outcome = await run({ connectionId });
    if (outcome.ok) setTicket(outcome.value);
    void client.invalidateQueries({ queryKey: ticketsQuery(connectionId).queryKey });
  }

  return { start, ticket, problem, isStarting: isRunning, isOpen, setIsOpen };
}
