import { queryOptions } from '@tanstack/react-query';
import { fetchView } from '#components/shell/fetch-view.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { WhatIfDays } from '#lib/contracts/what-if.ts';

/** Long enough that opening a dialog twice does not read the log twice. */
const freshMs = 30_000;

/** Asked anew for every draft and every revision; nothing that a connector does makes it read the log again. */
export function whatIfQuery({ id, draft, running }: ConnectionView, days: WhatIfDays) {
  return queryOptions({
    queryKey: ['what-if', id, days, draft.version, running?.revision ?? null],
    queryFn: ({ signal }) =>
      fetchView(
        `/api/connections/${encodeURIComponent(id)}/what-if?days=${days}`,
        async () => (await import('#lib/contracts/what-if.ts')).whatIfViewSchema,
        signal,
      ),
    staleTime: freshMs,
    retry: false,
  });
}

export function whatIfFileUrl({ id }: Pick<ConnectionView, 'id'>, days: WhatIfDays, form: 'csv' | 'text'): string {
  return `/api/connections/${encodeURIComponent(id)}/what-if/export?days=${days}&form=${form}`;
}
