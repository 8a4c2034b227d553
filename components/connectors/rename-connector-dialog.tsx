'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { connectionQuery } from '#components/connection/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { renameConnectorAction } from '#lib/bff/actions/connector.ts';
import { type ConnectorView, connectorNameSchema } from '#lib/contracts/connector.ts';

const formSchema = z.object({ name: connectorNameSchema });

type Props = { connector: ConnectorView; isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function RenameConnectorDialog(props: Props) {
  return (
    <Dialog open={props.isOpen} onOpenChange={props.onOpenChange}>
      <DialogContent aria-describedby={undefined}>
        <DialogHeader>
          <DialogTitle>Rename {props.connector.name}</DialogTitle>
        </DialogHeader>
        <RenameConnectorForm {...props} />
      </DialogContent>
    </Dialog>
  );
}

function RenameConnectorForm({ connector, onOpenChange }: Props) {
  const client = useQueryClient();
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { name: connector.name },
  });

  async function rename({ name }: { name: string }) {
    const outcome = await callAction(renameConnectorAction, { connectorId: connector.id, name });
    if (!outcome.ok) {
      setError('name', { message: outcome.problem.fields?.['name'] ?? outcome.problem.message });
      return;
    }
    void client.invalidateQueries({ queryKey: connectionQuery(connector.connectionId).queryKey });
    onOpenChange(false);
  }

  return (
    <form noValidate onSubmit={handleSubmit(rename)} className="contents">
      <DialogBody>
        <Field label="Name" error={formState.errors.name?.message} hint="Only the console shows it.">
          <Input autoComplete="off" {...register('name')} />
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" isBusy={formState.isSubmitting}>
          Rename
        </Button>
      </DialogFooter>
    </form>
  );
}
