'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { connectionQuery, connectionsQuery } from '#components/connection/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { RoleButton } from '#components/viewer/role-button.tsx';
import { restoreRevisionAction } from '#lib/bff/actions/settings.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';

export function RestoreRevisionButton({ revision, view }: { revision: number; view: ConnectionView }) {
  const [isAsking, setIsAsking] = useState(false);
  const client = useQueryClient();
  const changes = view.draft.changes.length;

  async function restore() {
    const outcome = await callAction(restoreRevisionAction, {
      connectionId: view.id,
      revision,
      baseVersion: view.draft.version,
    });
    void client.invalidateQueries({ queryKey: connectionsQuery().queryKey });
    await client.invalidateQueries({ queryKey: connectionQuery(view.id).queryKey });
    if (!outcome.ok) return outcome.problem.message;
    toast(`The draft holds revision ${revision}.`, { text: 'Look at it, then publish.' });
    return undefined;
  }

  return (
    <>
      <RoleButton least="operator" size="small" onClick={() => setIsAsking(true)}>
        Bring back<span className="sr-only"> revision {revision}</span>
      </RoleButton>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Bring revision ${revision} back into the draft?`}
        description={
          changes === 0
            ? 'The draft becomes what this revision holds. Nothing runs differently until you publish it.'
            : `The draft becomes what this revision holds, and its ${changes} unpublished ${changes === 1 ? 'change is' : 'changes are'} thrown away. Nothing runs differently until you publish it.`
        }
        confirmLabel="Bring back into the draft"
        isDangerous={changes > 0}
        onConfirm={restore}
      />
    </>
  );
}
