import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ApplicationsPanel } from '#components/applications/applications-panel.tsx';
import { applicationsQuery } from '#components/applications/queries.ts';
import { requestContext } from '#lib/bff/session.ts';
import { listApplications } from '#lib/services/application/list-applications.ts';

export const metadata: Metadata = { title: 'Applications' };

export default async function ApplicationsPage() {
  const client = new QueryClient();
  const applications = await listApplications(await requestContext());
  if (applications.ok) client.setQueryData(applicationsQuery().queryKey, applications.value);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ApplicationsPanel />
    </HydrationBoundary>
  );
}
