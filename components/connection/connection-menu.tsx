'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Download, Ellipsis, Pencil, Trash2, Undo2, Upload } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { connectionQuery, connectionsQuery } from '#components/connection/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { MenuButton } from '#components/ui/menu-button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { useRefusal } from '#components/viewer/use-refusal.ts';
import { deleteConnectionAction } from '#lib/bff/actions/connection.ts';
import { discardDraftAction } from '#lib/bff/actions/settings.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';

const RenameConnectionDialog = loadWhenShown(
  async () => (await import('#components/connection/rename-connection-dialog.tsx')).RenameConnectionDialog,
);
const ImportSettingsDialog = loadWhenShown(
  async () => (await import('#components/connection/import-settings-dialog.tsx')).ImportSettingsDialog,
);

export function ConnectionMenu({ view }: { view: ConnectionView }) {
  const [open, setOpen] = useState<'rename' | 'import' | 'discard' | 'delete'>();
  const client = useQueryClient();
  const router = useRouter();
  const close = (isOpen: boolean) => !isOpen && setOpen(undefined);
  const changes = view.draft.changes.length;
  const refusal = useRefusal('operator');
  const deleteRefusal = useRefusal('owner');

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
      <MenuButton
        className={buttonStyles({ variant: 'ghost', size: 'icon' })}
        ariaLabel={`More for ${view.name}`}
        trigger={<Ellipsis aria-hidden="true" />}
      >
        {(parts) => (
          <>
            <parts.MenuItem disabled={refusal !== undefined} onSelect={() => setOpen('rename')}>
              <Pencil aria-hidden="true" />
              Rename…
            </parts.MenuItem>
            <parts.MenuItem asChild>
              <a href={`/api/connections/${view.id}/export`} download>
                <Download aria-hidden="true" />
                Export the draft’s settings
              </a>
            </parts.MenuItem>
            <parts.MenuItem disabled={refusal !== undefined} onSelect={() => setOpen('import')}>
              <Upload aria-hidden="true" />
              Import settings…
            </parts.MenuItem>
            <parts.MenuItem disabled={refusal !== undefined || changes === 0} onSelect={() => setOpen('discard')}>
              <Undo2 aria-hidden="true" />
              Discard the draft…
            </parts.MenuItem>
            <parts.MenuSeparator />
            <parts.MenuItem isDangerous disabled={deleteRefusal !== undefined} onSelect={() => setOpen('delete')}>
              <Trash2 aria-hidden="true" />
              Delete…
            </parts.MenuItem>
            {(refusal ?? deleteRefusal) !== undefined && (
              <parts.MenuLabel className="max-w-56 pb-1.5 text-pretty">
                {refusal ?? `Delete: ${deleteRefusal}`}
              </parts.MenuLabel>
            )}
          </>
        )}
      </MenuButton>
      {open === 'rename' && <RenameConnectionDialog view={view} isOpen onOpenChange={close} />}
      {open === 'import' && <ImportSettingsDialog view={view} isOpen onOpenChange={close} />}
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
