'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Pencil, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { connectionQuery, connectionsQuery } from '#components/connection/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { MenuButton } from '#components/ui/menu-button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { useRefusal } from '#components/viewer/use-refusal.ts';
import { revokeConnectorAction } from '#lib/bff/actions/connector.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';

const RenameConnectorDialog = loadWhenShown(
  async () => (await import('#components/connectors/rename-connector-dialog.tsx')).RenameConnectorDialog,
);

export function ConnectorMenu({ connector, isLast }: { connector: ConnectorView; isLast: boolean }) {
  const [open, setOpen] = useState<'rename' | 'revoke'>();
  const client = useQueryClient();
  const refusal = useRefusal('operator');
  const close = (isOpen: boolean) => !isOpen && setOpen(undefined);

  async function revoke() {
    const outcome = await callAction(revokeConnectorAction, { connectorId: connector.id });
    if (!outcome.ok) return outcome.problem.message;
    toast(`${connector.name} is revoked.`);
    void client.invalidateQueries({ queryKey: connectionsQuery().queryKey });
    void client.invalidateQueries({ queryKey: connectionQuery(connector.connectionId).queryKey });
    return undefined;
  }

  return (
    <>
      <MenuButton
        className={buttonStyles({ variant: 'ghost', size: 'icon' })}
        ariaLabel={`More for ${connector.name}`}
        trigger={<Ellipsis aria-hidden="true" />}
      >
        {(parts) => (
          <>
            <parts.MenuItem disabled={refusal !== undefined} onSelect={() => setOpen('rename')}>
              <Pencil aria-hidden="true" />
              Rename…
            </parts.MenuItem>
            <parts.MenuItem isDangerous disabled={refusal !== undefined} onSelect={() => setOpen('revoke')}>
              <ShieldOff aria-hidden="true" />
              Revoke…
            </parts.MenuItem>
            {refusal !== undefined && <parts.MenuLabel className="max-w-56 text-pretty">{refusal}</parts.MenuLabel>}
          </>
        )}
      </MenuButton>
      {open === 'rename' && <RenameConnectorDialog connector={connector} isOpen onOpenChange={close} />}
      <ConfirmDialog
        isOpen={open === 'revoke'}
        onOpenChange={close}
        title={`Revoke ${connector.name}?`}
        description={
          <ul className="flex list-disc flex-col gap-1 pl-4">
            <li>Gatehouse ends its link at once and never lets this enrolment in again.</li>
            <li>It gets no further revision, and no SSL key is sealed to it any more.</li>
            <li>
              The daemon itself goes on serving what it last took over until somebody stops it on{' '}
              {connector.hostName === '' ? 'its machine' : connector.hostName}.
            </li>
            {isLast && (
              <li className="font-medium">It is the last connector: nothing new can reach people after that.</li>
            )}
          </ul>
        }
        confirmLabel="Revoke"
        onConfirm={revoke}
      />
    </>
  );
}
