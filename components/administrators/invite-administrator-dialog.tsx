'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { InvitationLink } from '#components/administrators/invitation-link.tsx';
import { administratorsKey } from '#components/administrators/queries.ts';
import { RoleField } from '#components/administrators/role-field.tsx';
import { useAction } from '#components/shell/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { inviteAdministratorAction } from '#lib/bff/actions/administrator.ts';
import type { CreatedInvitationView } from '#lib/contracts/administrator.ts';
import type { Role } from '#lib/core/role.ts';

export function InviteAdministratorDialog({ onOpenChange }: { onOpenChange: (isOpen: boolean) => void }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [created, setCreated] = useState<CreatedInvitationView>();
  const { run, isRunning, problem } = useAction(inviteAdministratorAction);
  const client = useQueryClient();
  const emailProblem = problem?.fields?.['email'];

  async function invite() {
    const outcome = await run({ email, role });
    if (!outcome.ok) return;
    setCreated(outcome.value);
    void client.invalidateQueries({ queryKey: administratorsKey });
  }

  return (
    <Dialog open onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{created === undefined ? 'Invite an administrator' : 'Hand on this link'}</DialogTitle>
          <DialogDescription>
            {created === undefined
              ? 'You get a link to hand on; Gatehouse sends no mail.'
              : `With it ${created.email} sets a password and becomes ${created.role === 'viewer' ? 'a viewer' : `an ${created.role}`}.`}
          </DialogDescription>
        </DialogHeader>
        {created === undefined ? (
          <form
            noValidate
            className="contents"
            onSubmit={(event) => {
              event.preventDefault();
              if (!isRunning) void invite();
            }}
          >
            <DialogBody>
              <Field label="E-mail address" error={emailProblem} hint="They sign in with it.">
                <Input
                  type="email"
                  autoComplete="off"
                  autoCapitalize="none"
                  value={email}
                  onChange={(event) => setEmail(event.target.value)}
                />
              </Field>
              <RoleField value={role} onChange={setRole} />
              {problem !== undefined && emailProblem === undefined && <Notice tone="bad" title={problem.message} />}
            </DialogBody>
            <DialogFooter>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
              <Button type="submit" variant="primary" isBusy={isRunning}>
                Make the link
              </Button>
            </DialogFooter>
          </form>
        ) : (
          <>
            <DialogBody>
              <InvitationLink created={created} />
            </DialogBody>
            <DialogFooter>
              <Button variant="primary" onClick={() => onOpenChange(false)}>
                Done
              </Button>
            </DialogFooter>
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}
