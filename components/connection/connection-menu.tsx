'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Download, Ellipsis, Pencil, Trash2, Undo2, Upload } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ImportSettingsDialog } from '#components/connection/import-settings-dialog.tsx';
import { connectionQuery, connectionsQuery } from '#components/connection/queries.ts';
import { RenameConnectionDialog } from '#components/connection/rename-connection-dialog.tsx';
import { callAction } from '#components/shell/use-action.ts';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '#components/ui/menu.tsx';
import { toast } from '#components/ui/toast.tsx';
import { deleteConnectionAction } from '#lib/bff/actions/connection.ts';
import { discardDraftAction } from '#lib/bff/actions/settings.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';

export function ConnectionMenu({ view }: { view: ConnectionView }) {
  const [open, setOpen] = useState<'rename' | 'import' | 'discard' | 'delete'>();
  const client = useQueryClient();
  const router = useRouter();
  const close = (isOpen: boolean) => !isOpen && setOpen(undefined);
  const changes = view.draft.changes.length;

  async function discard() {
    const outcome = await callAction(discardDraftAction, { connectionId: view.id, baseVersion: view.draft.version });
    await client.invalidateQueries({ queryKey: connectionQuery(view.id).queryKey });
    if (!outcome.ok) return outcome.problem.message;
    toast('The draft is again what runs.');
    return undefined;
  }

  async function remove() {
    const outcome = await callAction(deleteConnectionAction, { connectionId: view.id });
    if (!outcome.ok) return outcome.problem.message;
    router.push('/connections');
    await client.invalidateQueries({ queryKey: connectionsQuery().queryKey });
    toast(`${view.name} is deleted.`);
    return undefined;
  }

  return (
    <>
      <Menu>
        <MenuTrigger className={buttonStyles({ variant: 'ghost', size: 'icon' })} aria-label={`More for ${view.name}`}>
          <Ellipsis aria-hidden="true" />
        </MenuTrigger>
        <MenuContent>
          <MenuItem onSelect={() => setOpen('rename')}>
            <Pencil aria-hidden="true" />
            Rename…
          </MenuItem>
          <MenuItem asChild>
            <a href={`/api/connections/${view.id}/export`} download>
              <Download aria-hidden="true" />
              Export the draft’s settings
            </a>
          </MenuItem>
          <MenuItem onSelect={() => setOpen('import')}>
            <Upload aria-hidden="true" />
            Import settings…
          </MenuItem>
          <MenuItem disabled={changes === 0} onSelect={() => setOpen('discard')}>
            <Undo2 aria-hidden="true" />
            Discard the draft…
          </MenuItem>
          <MenuSeparator />
          <MenuItem isDangerous onSelect={() => setOpen('delete')}>
            <Trash2 aria-hidden="true" />
            Delete…
          </MenuItem>
        </MenuContent>
      </Menu>
      <RenameConnectionDialog view={view} isOpen={open === 'rename'} onOpenChange={close} />
      <ImportSettingsDialog view={view} isOpen={open === 'import'} onOpenChange={close} />
      <ConfirmDialog
        isOpen={open === 'discard'}
        onOpenChange={close}
        title="Discard the draft?"
        description={`${changes} ${changes === 1 ? 'change is' : 'changes are'} thrown away, and the draft becomes ${
          view.running === null ? 'empty' : `revision ${view.running.revision}, which runs`
        }. Connectors notice nothing.`}
        confirmLabel="Discard the draft"
        onConfirm={discard}
      />
      <ConfirmDialog
        isOpen={open === 'delete'}
        onOpenChange={close}
        title={`Delete ${view.name}?`}
        description={
          <>
            Its settings, its history and the enrolment of{' '}
            {view.connectors.length === 1 ? 'its connector' : `all its ${view.connectors.length} connectors`} are gone
            for good. Nobody signs in through it any more.
          </>
        }
        typedConfirmation={view.name}
        confirmLabel="Delete the connection"
        onConfirm={remove}
      />
    </>
  );
}
