import { jsonRoute } from '#lib/bff/route.ts';
import { listAdministrators } from '#lib/services/administrators/list-administrators.ts';

export const GET = () => jsonRoute((ctx) => listAdministrators(ctx));
