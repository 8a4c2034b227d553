import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { AdministratorsPanel } from '#components/administrators/administrators-panel.tsx';
import { administratorsQuery } from '#components/administrators/queries.ts';
import { requestContext } from '#lib/bff/session.ts';
import { listAdministrators } from '#lib/services/administrators/list-administrators.ts';

export const metadata: Metadata = { title: 'Administrators' };

export default async function AdministratorsPage() {
  const client = new QueryClient();
  const administrators = await listAdministrators(await requestContext());
  if (administrators.ok) client.setQueryData(administratorsQuery().queryKey, administrators.value);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AdministratorsPanel />
    </HydrationBoundary>
  );
}
