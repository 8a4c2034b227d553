'use client';

import { useQuery } from '@tanstack/react-query';
import { ChangePasswordForm } from '#components/account/change-password-form.tsx';
import { roleWords } from '#components/administrators/role-words.ts';
import { Section } from '#components/ui/section.tsx';
import { viewerQuery } from '#components/viewer/queries.ts';
import type { AdministratorView } from '#lib/contracts/administrator.ts';

/** One's own account. */
export function AccountPanel({ administrator: first }: { administrator: AdministratorView }) {
  // The role may change while the page is open.
  const administrator = useQuery(viewerQuery()).data?.administrator ?? first;
  const { name, email, role } = administrator;
  return (
    <>
      <Section title="You">
        <dl className="grid max-w-prose grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          <dt className="text-muted">Name</dt>
          <dd className="wrap-anywhere">{name}</dd>
          <dt className="text-muted">E-mail address</dt>
          <dd className="wrap-anywhere">{email}</dd>
          <dt className="text-muted">Role</dt>
          <dd className="text-pretty">
            {role} <span className="text-muted">{roleWords[role]}</span>
          </dd>
        </dl>
      </Section>
      <ChangePasswordForm administrator={administrator} />
    </>
  );
}
