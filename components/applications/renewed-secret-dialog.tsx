'use client';

import { ApplicationSecret } from '#components/applications/application-secret.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader, DialogTitle } from '#components/ui/dialog.tsx';
import type { ApplicationSecretView } from '#lib/contracts/application.ts';

type Props = { renewed: ApplicationSecretView; name: string; issuer: string; onClose: () => void };

export function RenewedSecretDialog({ renewed, name, issuer, onClose }: Props) {
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent aria-describedby={undefined}>
        <DialogHeader>
          <DialogTitle>The new secret of {name}</DialogTitle>
        </DialogHeader>
        <DialogBody>
          <ApplicationSecret {...renewed} issuer={issuer} />
        </DialogBody>
        <DialogFooter>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
