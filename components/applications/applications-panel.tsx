'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { ApplicationItem } from '#components/applications/application-item.tsx';
import { applicationsQuery } from '#components/applications/queries.ts';
import { SigningKeysSection } from '#components/applications/signing-keys-section.tsx';
import { connectionsQuery } from '#components/connection/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { CopyText } from '#components/ui/copy-text.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { RoleButton } from '#components/viewer/role-button.tsx';

const CreateApplicationDialog = loadWhenShown(
  async () => (await import('#components/applications/create-application-dialog.tsx')).CreateApplicationDialog,
);

export function ApplicationsPanel() {
  const { data, error, refetch, isFetching } = useQuery(applicationsQuery());
  const { data: connections = [] } = useQuery(connectionsQuery());
  const [isCreating, setIsCreating] = useState(false);
  const create = (
    <RoleButton least="operator" variant="primary" aria-haspopup="dialog" onClick={() => setIsCreating(true)}>
      <Plus aria-hidden="true" />
      New application
    </RoleButton>
  );
  if (data === undefined) {
    if (error === null) return <Skeleton className="h-40 w-full" />;
    return (
      <Notice
        tone="bad"
        title="The applications could not be read."
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
  return (
    <>
      {data.applications.length === 0 ? (
        <EmptyState
          title="No application yet"
          text="An application sends people to Gatehouse to sign in, and learns who they are, by OpenID Connect."
          action={
            connections.length === 0 ? (
              <Link href="/connections" className={buttonStyles({ variant: 'primary' })}>
                Make a connection first
              </Link>
            ) : (
              create
            )
          }
        />
      ) : (
        <Section
          title="Applications"
          description={
            <>
              Each signs its people in at <CopyText text={data.issuer} />
            </>
          }
          action={create}
        >
          <ul className="divide-y divide-line rounded-md border bg-surface">
            {data.applications.map((application) => (
              <ApplicationItem key={application.id} application={application} issuer={data.issuer} />
            ))}
          </ul>
        </Section>
      )}
      <SigningKeysSection keys={data.signingKeys} />
      {isCreating && (
        <CreateApplicationDialog connections={connections} issuer={data.issuer} onOpenChange={setIsCreating} />
      )}
    </>
  );
}
