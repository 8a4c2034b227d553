'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, UserCog, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { administratorsKey } from '#components/administrators/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { MenuButton } from '#components/ui/menu-button.tsx';
import { toast } from '#components/ui/toast.tsx';
import { removeAdministratorAction } from '#lib/bff/actions/administrator.ts';
import type { AdministratorView } from '#lib/contracts/administrator.ts';

const ChangeRoleDialog = loadWhenShown(
  async () => (await import('#components/administrators/change-role-dialog.tsx')).ChangeRoleDialog,
);

type AdministratorMenuProps = { administrator: AdministratorView; isOwn: boolean; isOnlyOwner: boolean };

export function AdministratorMenu({ administrator, isOwn, isOnlyOwner }: AdministratorMenuProps) {
  const [open, setOpen] = useState<'role' | 'remove'>();
  const client = useQueryClient();
  const { id, name, email } = administrator;
  const close = (isOpen: boolean) => !isOpen && setOpen(undefined);

  async function remove() {
    const outcome = await callAction(removeAdministratorAction, { administratorId: id, isOwnMeant: isOwn });
    if (!outcome.ok) return outcome.problem.message;
    // A full load: nothing read under the session that has ended stays in memory.
    if (isOwn) window.location.assign('/sign-in');
    await client.invalidateQueries({ queryKey: administratorsKey });
    toast(`${name} is removed.`);
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
            <parts.MenuItem disabled={isOnlyOwner} onSelect={() => setOpen('role')}>
              <UserCog aria-hidden="true" />
              Change the role…
            </parts.MenuItem>
            <parts.MenuItem isDangerous disabled={isOnlyOwner} onSelect={() => setOpen('remove')}>
              <UserMinus aria-hidden="true" />
              Remove…
            </parts.MenuItem>
            {isOnlyOwner && (
              <parts.MenuLabel className="max-w-56 pb-1.5 text-pretty">
                The only owner stays. Make somebody else an owner first.
              </parts.MenuLabel>
            )}
          </>
        )}
      </MenuButton>
      {open === 'role' && <ChangeRoleDialog administrator={administrator} isOwn={isOwn} onOpenChange={close} />}
      <ConfirmDialog
        isOpen={open === 'remove'}
        onOpenChange={close}
        title={isOwn ? 'Remove your own account?' : `Remove ${name}?`}
        description={
          isOwn
            ? 'You are signed out everywhere at once, and come back only if another owner invites you. What you did stays in the audit.'
            : `${email} is signed out everywhere at once and cannot sign in any more; the invitations ${name} made are withdrawn. What they did stays in the audit.`
        }
        confirmLabel={isOwn ? 'Remove my account' : 'Remove'}
        onConfirm={remove}
      />
    </>
  );
}
