'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { connectionQuery } from '#components/connection/queries.ts';
import { ConnectorList } from '#components/connectors/connector-list.tsx';
import { useEnrolment } from '#components/connectors/use-enrolment.ts';
import { FindingList } from '#components/findings/finding-list.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { RoleButton } from '#components/viewer/role-button.tsx';

const EnrolConnectorDialog = loadWhenShown(
  async () => (await import('#components/connectors/enrol-connector-dialog.tsx')).EnrolConnectorDialog,
);

const RevocationAnswer = loadWhenShown(
  async () => (await import('#components/connectors/revocation-answer.tsx')).RevocationAnswer,
);

const RevocationBoard = loadWhenShown(
  async () => (await import('#components/connectors/revocation-board.tsx')).RevocationBoard,
);

export function ConnectorsPanel({ connectionId }: { connectionId: string }) {
  const { data: view } = useQuery(connectionQuery(connectionId));
  const enrolment = useEnrolment(connectionId);
  if (view === undefined) return <Skeleton className="h-40 w-full" />;
  const enrol = (
    <RoleButton least="operator" variant="primary" isBusy={enrolment.isStarting} onClick={() => void enrolment.start()}>
      <Plus aria-hidden="true" />
      Enrol a connector
    </RoleButton>
  );
  return (
    <>
      {view.connectors.length > 0 && <RevocationAnswer view={view} tones={['bad', 'attention']} />}
      {view.connectors.length === 0 ? (
        <EmptyState
          title="No connector yet"
          text="A connector is a daemon next to the directory. It makes its own keys there, dials out to Gatehouse, and serves the front-facing URL; no port of the directory is opened. With two of them, one can be updated while the other serves."
          action={enrol}
        />
      ) : (
        <Section
          title="Connectors"
          description="Each made its own keys on its own machine, and can be revoked alone."
          action={enrol}
        >
          <FindingList findings={view.draft.findings} areas={['connectors']} />
          <ConnectorList view={view} />
        </Section>
      )}
      {view.connectors.length > 0 && <RevocationBoard view={view} />}
      {/* Beside both, so that the first connector's arrival does not take the dialog away. */}
      {enrolment.isOpen && <EnrolConnectorDialog view={view} enrolment={enrolment} />}
    </>
  );
}
