'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApplicationForm } from '#components/applications/application-form.tsx';
import { ApplicationSecret } from '#components/applications/application-secret.tsx';
import { applicationsQuery } from '#components/applications/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
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
import { createApplicationAction } from '#lib/bff/actions/application.ts';
import type { ApplicationSecretView, CreateApplication } from '#lib/contracts/application.ts';

type Props = {
  connections: readonly { readonly id: string; readonly name: string }[];
  issuer: string;
  onOpenChange: (isOpen: boolean) => void;
};

export function CreateApplicationDialog({ connections, issuer, onOpenChange }: Props) {
  const client = useQueryClient();
  const [created, setCreated] = useState<ApplicationSecretView>();

  async function create(values: CreateApplication) {
    const outcome = await callAction(createApplicationAction, values);
    if (!outcome.ok) return outcome.problem;
    void client.invalidateQueries({ queryKey: applicationsQuery().queryKey });
    setCreated(outcome.value);
    return undefined;
  }

  return (
    <Dialog open onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{created === undefined ? 'New application' : 'The application is made'}</DialogTitle>
          <DialogDescription>
            {created === undefined
              ? 'Any application that speaks OpenID Connect with the code flow and PKCE.'
              : 'Give it these.'}
          </DialogDescription>
        </DialogHeader>
        {created === undefined ? (
          <ApplicationForm
            connections={connections}
            values={{
              name: '',
              connectionId: connections[0]?.id ?? '',
              kind: 'confidential',
              redirectUris: '',
              postLogoutRedirectUris: '',
            }}
            submitLabel="Create"
            onSubmit={create}
          />
        ) : (
          <>
            <DialogBody>
              <ApplicationSecret {...created} issuer={issuer} />
            </DialogBody>
            <DialogFooter>
              <Button variant="primary" onClick={() => onOpenChange(false)}>
                Done
              </Button>
            </DialogFooter>
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}
