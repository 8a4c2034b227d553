'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { administratorsKey } from '#components/administrators/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { Badge } from '#components/ui/badge.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { toast } from '#components/ui/toast.tsx';
import { RoleButton } from '#components/viewer/role-button.tsx';
import { withdrawInvitationAction } from '#lib/bff/actions/administrator.ts';
import type { AdministratorsView } from '#lib/contracts/administrator.ts';

export function InvitationItem({ invitation }: { invitation: AdministratorsView['invitations'][number] }) {
  const [isAsking, setIsAsking] = useState(false);
  const client = useQueryClient();
  const { id, email, role, createdAt, createdBy, expiresAt } = invitation;

  async function withdraw() {
    const outcome = await callAction(withdrawInvitationAction, { invitationId: id });
    await client.invalidateQueries({ queryKey: administratorsKey });
    if (!outcome.ok) return outcome.problem.message;
    toast(`The invitation for ${email} is withdrawn.`);
    return undefined;
  }

  return (
    <li aria-label={email} className="flex flex-wrap items-start justify-between gap-x-3 gap-y-2 px-4 py-3">
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="font-medium wrap-anywhere">{email}</h3>
          <Badge tone="neutral" icon={null}>
            {role}
          </Badge>
        </div>
        <p className="text-pretty text-muted">
          invited <Moment at={createdAt} /> by <span className="wrap-anywhere">{createdBy}</span>
          {' · '}ends <Moment at={expiresAt} />
        </p>
      </div>
      <RoleButton
        least="owner"
        size="small"
        aria-label={`Withdraw the invitation for ${email}`}
        onClick={() => setIsAsking(true)}
      >
        Withdraw…
      </RoleButton>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title="Withdraw the invitation?"
        description={`The link for ${email} opens nothing any more.`}
        confirmLabel="Withdraw"
        onConfirm={withdraw}
      />
    </li>
  );
}
