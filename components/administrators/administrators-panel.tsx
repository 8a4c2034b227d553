'use client';

import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { AdministratorItem } from '#components/administrators/administrator-item.tsx';
import { InvitationItem } from '#components/administrators/invitation-item.tsx';
import { administratorsQuery } from '#components/administrators/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { viewerQuery } from '#components/viewer/queries.ts';
import { RoleButton } from '#components/viewer/role-button.tsx';
import { useRefusal } from '#components/viewer/use-refusal.ts';

const InviteAdministratorDialog = loadWhenShown(
  async () => (await import('#components/administrators/invite-administrator-dialog.tsx')).InviteAdministratorDialog,
);

/** Who may do what, and who is invited. */
export function AdministratorsPanel() {
  const { data, error, refetch, isFetching } = useQuery(administratorsQuery());
  const ownId = useQuery(viewerQuery()).data?.administrator.id;
  const isOwner = useRefusal('owner') === undefined;
  const [isInviting, setIsInviting] = useState(false);
  if (data === undefined) {
    if (error === null) return <Skeleton className="h-40 w-full" />;
    return (
      <Notice
        tone="bad"
        title="The administrators could not be read."
        action={
          <Button size="small" isBusy={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        }
      >
        {error.message}
      </Notice>
    );
  }
  const { administrators, invitations } = data;
  const owners = administrators.filter(({ role }) => role === 'owner').length;
  return (
    <>
      <Section
        title="Administrators"
        description={
          isOwner
            ? 'Who signs in to this console, and what they may. Another role counts at once.'
            : 'Who signs in to this console, and what they may. Owners invite, change roles and remove.'
        }
        action={
          <RoleButton least="owner" variant="primary" aria-haspopup="dialog" onClick={() => setIsInviting(true)}>
            <UserPlus aria-hidden="true" />
            Invite…
          </RoleButton>
        }
      >
        <ul aria-label="Administrators" className="divide-y divide-line rounded-md border bg-surface">
          {administrators.map((administrator) => (
            <AdministratorItem
              key={administrator.id}
              administrator={administrator}
              isOwn={administrator.id === ownId}
              isOnlyOwner={administrator.role === 'owner' && owners === 1}
              isChangeable={isOwner}
            />
          ))}
        </ul>
      </Section>
      {invitations.length > 0 && (
        <Section
          title="Open invitations"
          description="Each has a link that was shown once to whoever made it. Nobody has used it yet; it ends by itself after a week."
        >
          <ul aria-label="Open invitations" className="divide-y divide-line rounded-md border bg-surface">
            {invitations.map((invitation) => (
              <InvitationItem key={invitation.id} invitation={invitation} />
            ))}
          </ul>
        </Section>
      )}
      {isInviting && <InviteAdministratorDialog onOpenChange={setIsInviting} />}
    </>
  );
}
