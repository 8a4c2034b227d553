'use client';

import { useQueryClient } from '@tanstack/react-query';
import { ConnectionNameForm } from '#components/connection/connection-name-form.tsx';
import { connectionQuery, connectionsQuery } from '#components/connection/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { Dialog, DialogContent, DialogHeader, DialogTitle } from '#components/ui/dialog.tsx';
import { renameConnectionAction } from '#lib/bff/actions/connection.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';

type Props = { view: ConnectionView; isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function RenameConnectionDialog({ view, isOpen, onOpenChange }: Props) {
  const client = useQueryClient();

  async function rename(name: string) {
    const outcome = await callAction(renameConnectionAction, { connectionId: view.id, name });
    if (!outcome.ok) return outcome.problem;
    void client.invalidateQueries({ queryKey: connectionQuery(view.id).queryKey });
    void client.invalidateQueries({ queryKey: connectionsQuery().queryKey });
    onOpenChange(false);
    return undefined;
  }

  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent aria-describedby={undefined}>
        <DialogHeader>
          <DialogTitle>Rename the connection</DialogTitle>
        </DialogHeader>
        <ConnectionNameForm name={view.name} submitLabel="Rename" onSubmit={rename} />
      </DialogContent>
    </Dialog>
  );
}
