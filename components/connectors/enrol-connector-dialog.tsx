'use client';

import { TicketInstructions } from '#components/connectors/ticket-instructions.tsx';
import type { useEnrolment } from '#components/connectors/use-enrolment.ts';
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
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ConnectionView } from '#lib/contracts/connection.ts';

type Props = { view: ConnectionView; enrolment: ReturnType<typeof useEnrolment> };

export function EnrolConnectorDialog({ view, enrolment }: Props) {
  const { ticket, problem, isStarting, isOpen, setIsOpen, start } = enrolment;
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogContent isWide>
        <DialogHeader>
          <DialogTitle>Enrol a connector</DialogTitle>
          <DialogDescription>
            Run one of these on the machine next to the directory. It makes its keys there, spends the ticket and
            starts.
          </DialogDescription>
        </DialogHeader>
        <DialogBody>
          {problem !== undefined && <Notice tone="bad" title={problem.message} />}
          {isStarting && <Skeleton className="h-24 w-full" />}
          {ticket !== undefined && <TicketInstructions view={view} ticket={ticket} onAnother={() => void start()} />}
        </DialogBody>
        <DialogFooter>
          <Button onClick={() => setIsOpen(false)}>Close</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
