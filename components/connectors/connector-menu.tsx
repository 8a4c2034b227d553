'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Pencil, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { connectionQuery, connectionsQuery } from '#components/connection/queries.ts';
import { RenameConnectorDialog } from '#components/connectors/rename-connector-dialog.tsx';
import { callAction } from '#components/shell/use-action.ts';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '#components/ui/menu.tsx';
import { toast } from '#components/ui/toast.tsx';
import { revokeConnectorAction } from '#lib/bff/actions/connector.ts';
import type { ConnectorView } from '#lib/contracts/connector.ts';

export function ConnectorMenu({ connector, isLast }: { connector: ConnectorView; isLast: boolean }) {
  const [open, setOpen] = useState<'rename' | 'revoke'>();
  const client = useQueryClient();
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
      <Menu>
        <MenuTrigger
          className={buttonStyles({ variant: 'ghost', size: 'icon' })}
          aria-label={`More for ${connector.name}`}
        >
          <Ellipsis aria-hidden="true" />
        </MenuTrigger>
        <MenuContent>
          <MenuItem onSelect={() => setOpen('rename')}>
            <Pencil aria-hidden="true" />
            Rename…
          </MenuItem>
          <MenuItem isDangerous onSelect={() => setOpen('revoke')}>
            <ShieldOff aria-hidden="true" />
            Revoke…
          </MenuItem>
        </MenuContent>
      </Menu>
      <RenameConnectorDialog connector={connector} isOpen={open === 'rename'} onOpenChange={close} />
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
