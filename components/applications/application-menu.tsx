'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, KeyRound, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { applicationsQuery } from '#components/applications/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { MenuButton } from '#components/ui/menu-button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { useRefusal } from '#components/viewer/use-refusal.ts';
import { deleteApplicationAction, renewApplicationSecretAction } from '#lib/bff/actions/application.ts';
import type { ApplicationSecretView, ApplicationView } from '#lib/contracts/application.ts';

const ChangeApplicationDialog = loadWhenShown(
  async () => (await import('#components/applications/change-application-dialog.tsx')).ChangeApplicationDialog,
);
const RenewedSecretDialog = loadWhenShown(
  async () => (await import('#components/applications/renewed-secret-dialog.tsx')).RenewedSecretDialog,
);

export function ApplicationMenu({ application, issuer }: { application: ApplicationView; issuer: string }) {
  const [open, setOpen] = useState<'change' | 'renew' | 'delete'>();
  const [renewed, setRenewed] = useState<ApplicationSecretView>();
  const client = useQueryClient();
  const refusal = useRefusal('operator');
  const isRefused = refusal !== undefined;
  const { id, name } = application;
  const close = (isOpen: boolean) => !isOpen && setOpen(undefined);
  const read = () => client.invalidateQueries({ queryKey: applicationsQuery().queryKey });

  async function renew() {
    const outcome = await callAction(renewApplicationSecretAction, { applicationId: id });
    if (!outcome.ok) return outcome.problem.message;
    setRenewed(outcome.value);
    await read();
    return undefined;
  }

  async function remove() {
    const outcome = await callAction(deleteApplicationAction, { applicationId: id, name });
    if (!outcome.ok) return outcome.problem.message;
    await read();
    toast(`${name} is deleted.`);
    return undefined;
  }

  return (
    <>
      <MenuButton
        className={buttonStyles({ variant: 'ghost', size: 'icon' })}
        ariaLabel={`More for ${name}`}
        trigger={<Ellipsis aria-hidden="true" />}
      >
        {(parts) => (
          <>
            <parts.MenuItem disabled={isRefused} onSelect={() => setOpen('change')}>
              <Pencil aria-hidden="true" />
              Change…
            </parts.MenuItem>
            {application.kind === 'confidential' && (
              <parts.MenuItem disabled={isRefused} onSelect={() => setOpen('renew')}>
                <KeyRound aria-hidden="true" />
                Renew the secret…
              </parts.MenuItem>
            )}
            <parts.MenuSeparator />
            <parts.MenuItem isDangerous disabled={isRefused} onSelect={() => setOpen('delete')}>
              <Trash2 aria-hidden="true" />
              Delete…
            </parts.MenuItem>
            {isRefused && <parts.MenuLabel className="max-w-56 text-pretty">{refusal}</parts.MenuLabel>}
          </>
        )}
      </MenuButton>
      {open === 'change' && <ChangeApplicationDialog application={application} onOpenChange={close} />}
      {renewed !== undefined && (
        <RenewedSecretDialog renewed={renewed} name={name} issuer={issuer} onClose={() => setRenewed(undefined)} />
      )}
      <ConfirmDialog
        isOpen={open === 'renew'}
        onOpenChange={close}
        title={`Renew the secret of ${name}?`}
        description="The present secret ends at once: until the application has the new one, nobody can sign in to it."
        confirmLabel="Renew the secret"
        onConfirm={renew}
      />
      <ConfirmDialog
        isOpen={open === 'delete'}
        onOpenChange={close}
        title={`Delete ${name}?`}
        description="Nobody signs in to it through Gatehouse any more, and its tokens end. The log keeps what happened."
        typedConfirmation={name}
        confirmLabel="Delete the application"
        onConfirm={remove}
      />
    </>
  );
}
