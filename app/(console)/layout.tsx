import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { connectionsQuery } from '#components/connection/queries.ts';
import { InsecurePageNotice } from '#components/shell/insecure-page-notice.tsx';
import { LiveUpdates } from '#components/shell/live-updates.tsx';
import { Rail } from '#components/shell/rail.tsx';
import { viewerQuery } from '#components/viewer/queries.ts';
import { ViewerNote } from '#components/viewer/viewer-note.tsx';
import { currentAdministrator, requestContext, viewerAddress } from '#lib/bff/session.ts';
import { listConnections } from '#lib/services/list-connections.ts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const administrator = await currentAdministrator();
  if (administrator === undefined) redirect(await signInPath());
  const client = new QueryClient();
  client.setQueryData(viewerQuery().queryKey, { administrator, ...(await viewerAddress()) });
  const connections = await listConnections(await requestContext());
  if (connections.ok) client.setQueryData(connectionsQuery().queryKey, connections.value);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <div className="flex min-h-dvh flex-col lg:flex-row">
        <Rail administrator={administrator} />
        <div className="flex min-w-0 flex-1 flex-col">
          <LiveUpdates />
          <main id="page" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
            <ViewerNote />
            <InsecurePageNotice className="mx-4 mt-4 lg:mx-8" />
            {children}
          </main>
        </div>
      </div>
    </HydrationBoundary>
  );
}

async function signInPath(): Promise<string> {
  const path = (await headers()).get('x-gatehouse-path');
  return path === null ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`;
}
