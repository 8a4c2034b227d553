import { jsonRoute } from '#lib/bff/route.ts';
import { listApplications } from '#lib/services/application/list-applications.ts';

export const GET = () => jsonRoute((ctx) => listApplications(ctx));
