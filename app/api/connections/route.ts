import { jsonRoute } from '#lib/bff/route.ts';
import { listConnections } from '#lib/services/list-connections.ts';

export const GET = () => jsonRoute((ctx) => listConnections(ctx));
