'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { ConnectionNameForm } from '#components/connection/connection-name-form.tsx';
import { connectionsQuery } from '#components/connection/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '#components/ui/dialog.tsx';
import { createConnectionAction } from '#lib/bff/actions/connection.ts';

export function CreateConnectionDialog({ onOpenChange }: { onOpenChange: (isOpen: boolean) => void }) {
  const client = useQueryClient();
  const router = useRouter();

  async function create(name: string) {
    const outcome = await callAction(createConnectionAction, { name });
    if (!outcome.ok) return outcome.problem;
    void client.invalidateQueries({ queryKey: connectionsQuery().queryKey });
    router.push(`/connections/${outcome.value.id}/connectors`);
    onOpenChange(false);
    return undefined;
  }

  return (
    <Dialog open onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>New connection</DialogTitle>
          <DialogDescription>One directory that people sign in against. Its connectors come next.</DialogDescription>
        </DialogHeader>
        <ConnectionNameForm name="" submitLabel="Create" onSubmit={create} />
      </DialogContent>
    </Dialog>
  );
}
