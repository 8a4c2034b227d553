import type { OpenCarrier } from '#bus/carrier.ts';
import { inProcessCarriers } from '#bus/in-process-carrier.ts';
import { natsCarrier } from '#bus/nats-carrier.ts';
import { postgresCarrier } from '#bus/postgres-carrier.ts';
import { deriveSecret } from '#server/secret.ts';
import type { ServerSettings } from '#server/settings.ts';

type Queries = Parameters<typeof postgresCarrier>[0]['pool'];

/** How this process talks with the others: by NATS where there is one, else by PostgreSQL; on the embedded database there are no others. */
export function chooseCarrier(
  { databaseUrl, natsUrl }: Pick<ServerSettings, 'databaseUrl' | 'natsUrl'>,
  own: { readonly pool: Queries; readonly self: string; readonly masterSecret: Uint8Array },
): OpenCarrier {
  if (databaseUrl === undefined) return inProcessCarriers();
  if (natsUrl === undefined) return postgresCarrier({ databaseUrl, pool: own.pool, self: own.self });
  // Processes of one Gatehouse share the master secret; nobody else finds their subjects by guessing.
  return natsCarrier({ natsUrl, prefix: `gatehouse-${deriveSecret(own.masterSecret, 'bus subjects')}` });
}
