'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ConnectionNameForm } from '#components/connection/connection-name-form.tsx';
import { connectionsQuery } from '#components/connection/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from '#components/ui/dialog.tsx';
import { createConnectionAction } from '#lib/bff/actions/connection.ts';

/** The button with its dialog. */
export function CreateConnectionDialog() {
  const [isOpen, setIsOpen] = useState(false);
  const client = useQueryClient();
  const router = useRouter();

  async function create(name: string) {
    const outcome = await callAction(createConnectionAction, { name });
    if (!outcome.ok) return outcome.problem;
    void client.invalidateQueries({ queryKey: connectionsQuery().queryKey });
    router.push(`/connections/${outcome.value.id}/connectors`);
    setIsOpen(false);
    return undefined;
  }

  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New connection
        </Button>
      </DialogTrigger>
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
