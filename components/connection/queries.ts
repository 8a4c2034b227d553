import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { fetchView } from '#components/shell/fetch-view.ts';
import { connectionSummarySchema, connectionViewSchema } from '#lib/contracts/connection.ts';
import { ticketViewSchema } from '#lib/contracts/connector.ts';
import { revisionViewSchema } from '#lib/contracts/revision.ts';

export function connectionsQuery() {
  return queryOptions({
    queryKey: ['connections'],
    queryFn: ({ signal }) => fetchView('/api/connections', z.array(connectionSummarySchema), signal),
  });
}

/** Everything of one connection; the keys of its revisions and tickets begin with this one's. */
export function connectionQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['connection', connectionId],
    queryFn: ({ signal }) => fetchView(path(connectionId), connectionViewSchema, signal),
  });
}

export function revisionsQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['connection', connectionId, 'revisions'],
    queryFn: ({ signal }) => fetchView(`${path(connectionId)}/revisions`, z.array(revisionViewSchema), signal),
  });
}

export function ticketsQuery(connectionId: string) {
  return queryOptions({
    queryKey: ['connection', connectionId, 'tickets'],
    queryFn: ({ signal }) => fetchView(`${path(connectionId)}/tickets`, z.array(ticketViewSchema), signal),
  });
}

function path(connectionId: string): string {
  return `/api/connections/${encodeURIComponent(connectionId)}`;
}
