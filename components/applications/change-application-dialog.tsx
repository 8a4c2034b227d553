'use client';

import { useQueryClient } from '@tanstack/react-query';
import { ApplicationForm } from '#components/applications/application-form.tsx';
import { applicationsQuery } from '#components/applications/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { Dialog, DialogContent, DialogHeader, DialogTitle } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { changeApplicationAction } from '#lib/bff/actions/application.ts';
import type { ApplicationView, CreateApplication } from '#lib/contracts/application.ts';

type Props = { application: ApplicationView; onOpenChange: (isOpen: boolean) => void };

export function ChangeApplicationDialog({ application, onOpenChange }: Props) {
  const client = useQueryClient();
  const { id, name, connectionId, kind, redirectUris, postLogoutRedirectUris } = application;

  async function change({ name: newName, redirectUris: uris, postLogoutRedirectUris: afterwards }: CreateApplication) {
    const input = { applicationId: id, name: newName, redirectUris: uris, postLogoutRedirectUris: afterwards };
    const outcome = await callAction(changeApplicationAction, input);
    if (!outcome.ok) return outcome.problem;
    void client.invalidateQueries({ queryKey: applicationsQuery().queryKey });
    toast(`${newName} is changed.`);
    onOpenChange(false);
    return undefined;
  }

  return (
    <Dialog open onOpenChange={onOpenChange}>
      <DialogContent aria-describedby={undefined}>
        <DialogHeader>
          <DialogTitle>Change {name}</DialogTitle>
        </DialogHeader>
        <ApplicationForm
          values={{
            name,
            connectionId,
            kind,
            redirectUris: redirectUris.join('\n'),
            postLogoutRedirectUris: postLogoutRedirectUris.join('\n'),
          }}
          submitLabel="Save"
          onSubmit={change}
        />
      </DialogContent>
    </Dialog>
  );
}
