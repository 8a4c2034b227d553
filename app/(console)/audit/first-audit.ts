import 'server-only';
import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import { readAuditSearch, serviceFilter } from '#components/audit/audit-filter.ts';
import { auditQuery } from '#components/audit/queries.ts';
import { requestContext } from '#lib/bff/session.ts';
import { listAudit } from '#lib/services/audit/list-audit.ts';

/** The first page of the log for what the address asks, so that the page comes with it. What cannot be read the page asks for itself. */
export async function firstAudit(
  asked: Readonly<Record<string, string | string[] | undefined>>,
): Promise<DehydratedState> {
  const client = new QueryClient();
  const get = (name: string): string | null => {
    const value = asked[name];
    return typeof value === 'string' ? value : null;
  };
  const search = readAuditSearch({ get });
  // When a day begins only the reader's browser knows.
  if (search.from !== '' || search.to !== '') return dehydrate(client);
  const outcome = await listAudit(await requestContext(), serviceFilter(search));
  if (outcome.ok) client.setQueryData(auditQuery(search).queryKey, { pages: [outcome.value], pageParams: [null] });
  return dehydrate(client);
}
