import { requestContext } from '#lib/bff/session.ts';
import { frontFacingHost } from '#lib/contracts/front-facing-url.ts';
import { readConnection } from '#lib/services/read-connection.ts';

/** The host of the connection that the page was opened from; empty where there is none. */
export async function chosenHost(connection: string | string[] | undefined): Promise<string> {
  if (typeof connection !== 'string') return '';
  const read = await readConnection(await requestContext(), connection);
  return read.ok ? (frontFacingHost(read.value.draft.settings.frontFacingUrl) ?? '') : '';
}
