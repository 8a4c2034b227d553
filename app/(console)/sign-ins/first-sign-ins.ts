import 'server-only';
import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { type LogFilter, readLogFilter, serviceFilter } from '#components/sign-ins/log-filter.ts';
import { signInsQuery } from '#components/sign-ins/queries.ts';
import { requestContext } from '#lib/bff/session.ts';
import { listSignIns } from '#lib/services/sign-in/list-sign-ins.ts';

/** The first page of the log for what the address asks, so that the page comes with it. What cannot be read the page asks for itself. */
export async function firstSignIns(
  search: Readonly<Record<string, string | string[] | undefined>>,
  fixed: Partial<LogFilter> = {},
): Promise<DehydratedState> {
  const client = new QueryClient();
  const get = (name: string): string | null => {
    const value = search[name];
    return typeof value === 'string' ? value : null;
  };
  const filter = { ...readLogFilter({ get }), ...fixed };
  const outcome = await listSignIns(await requestContext(), serviceFilter(filter, Date.now()));
  if (outcome.ok) client.setQueryData(signInsQuery(filter).queryKey, { pages: [outcome.value], pageParams: [null] });
  return dehydrate(client);
}
