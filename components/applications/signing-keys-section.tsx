'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { applicationsQuery } from '#components/applications/queries.ts';
import { callAction } from '#components/shell/use-action.ts';
import { Badge } from '#components/ui/badge.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Moment } from '#components/ui/moment.tsx';
import { Section } from '#components/ui/section.tsx';
import { toast } from '#components/ui/toast.tsx';
import { RoleButton } from '#components/viewer/role-button.tsx';
import { rotateOidcKeysAction } from '#lib/bff/actions/application.ts';
import type { ApplicationsView } from '#lib/contracts/application.ts';

export function SigningKeysSection({ keys }: { keys: ApplicationsView['signingKeys'] }) {
  const [isOpen, setIsOpen] = useState(false);
  const [isKnown, setIsKnown] = useState(false);
  const client = useQueryClient();

  async function rotate() {
    const outcome = await callAction(rotateOidcKeysAction, { dropFormer: isKnown });
    if (!outcome.ok) return outcome.problem.message;
    await client.invalidateQueries({ queryKey: applicationsQuery().queryKey });
    toast('A new key signs from now on.');
    return undefined;
  }

  return (
    <Section
      title="Signing keys"
      description="ID tokens are signed with them. A new one comes by itself every 90 days, and is published a day before it signs; an old one stays published until everything it signed has ended."
      action={
        <RoleButton least="owner" size="small" onClick={() => setIsOpen(true)}>
          Change the key now…
        </RoleButton>
      }
    >
      <ul className="divide-y divide-line rounded-md border bg-surface">
        {keys.map((key) => (
          <li key={key.kid} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
            <CopyText text={key.kid} />
            <Badge tone={key.isSigning ? 'good' : 'neutral'}>
              {key.isSigning ? 'signs' : key.retiredAt === null ? 'signs soon' : 'retired'}
            </Badge>
            <span className="text-muted">
              made <Moment at={key.createdAt} />
              {key.retiredAt !== null && (
                <>
                  , retired <Moment at={key.retiredAt} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title="Change the signing key now?"
        description="Applications that read the key set only once a day refuse people until they read it again."
        confirmLabel="Change the key"
        onConfirm={rotate}
      >
        <label className="flex items-start gap-2.5">
          <input
            type="checkbox"
            className="mt-px size-[18px] shrink-0 accent-accent"
            checked={isKnown}
            onChange={(event) => setIsKnown(event.target.checked)}
          />
          <span>
            Somebody may know the present key
            <span className="block text-muted">It is withdrawn at once: what it signed is believed no more.</span>
          </span>
        </label>
      </ConfirmDialog>
    </Section>
  );
}
