'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { administratorsKey } from '#components/administrators/queries.ts';
import { RoleField } from '#components/administrators/role-field.tsx';
import { callAction } from '#components/shell/use-action.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { toast } from '#components/ui/toast.tsx';
import { viewerQuery } from '#components/viewer/queries.ts';
import { changeAdministratorRoleAction } from '#lib/bff/actions/administrator.ts';
import type { AdministratorView } from '#lib/contracts/administrator.ts';

type ChangeRoleDialogProps = {
  administrator: AdministratorView;
  isOwn: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

export function ChangeRoleDialog({ administrator, isOwn, onOpenChange }: ChangeRoleDialogProps) {
  const { id, name, role: present } = administrator;
  const [role, setRole] = useState(present);
  const client = useQueryClient();
  const isSteppingBack = present === 'owner' && role !== 'owner';

  async function change() {
    const outcome = await callAction(changeAdministratorRoleAction, { administratorId: id, role, isOwnMeant: isOwn });
    if (!outcome.ok) return outcome.problem.message;
    await client.invalidateQueries({ queryKey: administratorsKey });
    if (isOwn) await client.invalidateQueries({ queryKey: viewerQuery().queryKey });
    toast(`${name} is ${role} now.`);
    return undefined;
  }

  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onOpenChange}
      title={isOwn ? 'Change your own role' : `Change the role of ${name}`}
      description="It counts at once, in browsers that are signed in too."
      confirmLabel="Change the role"
      isDangerous={false}
      onConfirm={change}
    >
      <RoleField value={role} onChange={setRole} />
      {isSteppingBack && (
        <Notice
          tone="attention"
          title={
            isOwn
              ? 'You cannot make yourself an owner again; another owner has to.'
              : `The invitations ${name} made are withdrawn.`
          }
        />
      )}
    </ConfirmDialog>
  );
}
