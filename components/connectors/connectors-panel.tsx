'use client';

import { useQuery } from '@tanstack/react-query';
import { connectionQuery } from '#components/connection/queries.ts';
import { ConnectorList } from '#components/connectors/connector-list.tsx';
import { EnrolConnectorDialog } from '#components/connectors/enrol-connector-dialog.tsx';
import { FindingList } from '#components/findings/finding-list.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

export function ConnectorsPanel({ connectionId }: { connectionId: string }) {
  const { data: view } = useQuery(connectionQuery(connectionId));
  if (view === undefined) return <Skeleton className="h-40 w-full" />;
  if (view.connectors.length === 0)
    return (
      <EmptyState
        title="No connector yet"
        text="A connector is a daemon next to the directory. It makes its own keys there, dials out to Gatehouse, and serves the front-facing URL; no port of the directory is opened. Two of them let you update one while the other serves."
        action={<EnrolConnectorDialog view={view} />}
      />
    );
  return (
    <Section
      title="Connectors"
      description="Each made its own keys on its own machine, and can be revoked alone."
      action={<EnrolConnectorDialog view={view} />}
    >
      <FindingList findings={view.draft.findings.filter((finding) => finding.area === 'connectors')} />
      <ConnectorList view={view} />
    </Section>
  );
}
